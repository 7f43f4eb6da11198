// SPDX-License-Identifier: MIT
#include "client/model/room_list_model.h"
#include "client/ui/room_list_view.h"
#include <QApplication>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QTextDocumentFragment>
#include <QToolTip>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

//! Which room is open and who decides that, while rooms come, go and are filtered.
class TestRoomListView : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aClickOpens();
    void arrowKeysOpen();
    void openingFromOutsideTellsNobody();
    void comingAndGoingOpensNothing();
    void renamedAndResetKeepTheOpenRoom();
    void stepsGoRound();
    void filterLeavesWhatMatches();
    void filterKeepsTheOpenRoom();
    void firstOfTheFilterOpens();
    void whatTheViewMadeCurrentCanBeChosen();
    void menuLeavesTheRoom();
    void nobodyLeavesAConversation();
    void kindsAreDrawn();
    void unreadIsDrawn();
    void topicsAreNoMarkup_data();
    void topicsAreNoMarkup();

private:
    static protocol::Room room(qint64 id, const QString &name)
    {
        protocol::Room row;
        row.id = RoomId{id};
        row.name = name;
        row.role = u"member"_s;
        return row;
    }
    QStringList shown() const
    {
        QStringList names;
        for (int row = 0; row < m_view->model()->rowCount(); ++row)
            names.append(m_view->model()->index(row, 0).data().toString());
        return names;
    }
    QPoint centreOf(int row) const
    {
        return m_view->visualRect(m_view->model()->index(row, 0)).center();
    }
    QList<qint64> chosen() const
    {
        QList<qint64> rooms;
        for (const auto &call : *m_chosen)
            rooms.append(call[0].value<RoomId>().value);
        return rooms;
    }

    std::unique_ptr<RoomsState> m_rooms;
    std::unique_ptr<RoomListModel> m_model;
    std::unique_ptr<RoomListView> m_view;
    std::unique_ptr<QSignalSpy> m_chosen;
};

void TestRoomListView::init()
{
    m_view.reset();
    m_model.reset();
    m_rooms = std::make_unique<RoomsState>();
    m_rooms->replace({room(1, u"alpha"_s), room(2, u"beta"_s), room(3, u"gamma"_s)});
    m_model = std::make_unique<RoomListModel>(*m_rooms);
    m_view = std::make_unique<RoomListView>();
    m_view->setRooms(m_model.get());
    m_view->resize(240, 300);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    m_chosen = std::make_unique<QSignalSpy>(m_view.get(), &RoomListView::roomChosen);
}

void TestRoomListView::aClickOpens()
{
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, centreOf(1));
    QCOMPARE(chosen(), QList<qint64>{2});
    QCOMPARE(m_view->currentRoom(), RoomId{2});
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, centreOf(1));
    QCOMPARE(chosen(), QList<qint64>{2}); // it is open already
}

void TestRoomListView::arrowKeysOpen()
{
    m_view->setCurrentRoom(RoomId{1});
    QTest::keyClick(m_view.get(), Qt::Key_Down);
    QTest::keyClick(m_view.get(), Qt::Key_Down);
    QTest::keyClick(m_view.get(), Qt::Key_Down); // the last one is the last one
    QTest::keyClick(m_view.get(), Qt::Key_Up);
    QCOMPARE(chosen(), (QList<qint64>{2, 3, 2}));
}

void TestRoomListView::openingFromOutsideTellsNobody()
{
    m_view->setCurrentRoom(RoomId{3});
    QCOMPARE(m_view->currentIndex().data().toString(), u"gamma"_s);
    QVERIFY(m_view->selectionModel()->isSelected(m_view->currentIndex()));
    m_view->setCurrentRoom(RoomId{99});
    QVERIFY(!m_view->selectionModel()->hasSelection());
    QVERIFY(m_chosen->isEmpty());
}

void TestRoomListView::comingAndGoingOpensNothing()
{
    m_view->setCurrentRoom(RoomId{2});
    m_rooms->put(room(4, u"aardvark"_s));
    m_rooms->put(room(5, u"zebra"_s));
    QCOMPARE(m_view->currentIndex().data().toString(), u"beta"_s);
    m_rooms->remove(RoomId{1});
    QCOMPARE(m_view->currentIndex().data().toString(), u"beta"_s);
    m_rooms->remove(RoomId{2}); // the open one: the next is not opened for it
    QVERIFY(!m_view->selectionModel()->hasSelection());
    QVERIFY(m_chosen->isEmpty());
    m_rooms->put(room(2, u"beta"_s)); // and back
    QCOMPARE(m_view->currentIndex().data().toString(), u"beta"_s);
    QVERIFY(m_chosen->isEmpty());
}

void TestRoomListView::renamedAndResetKeepTheOpenRoom()
{
    m_view->setCurrentRoom(RoomId{2});
    m_rooms->replace({room(2, u"beta"_s), room(7, u"eta"_s)});
    QCOMPARE(m_view->currentIndex().data().toString(), u"beta"_s);
    QVERIFY(m_chosen->isEmpty());
}

void TestRoomListView::stepsGoRound()
{
    m_view->setCurrentRoom(RoomId{2});
    m_view->step(1);
    m_view->step(1);
    m_view->step(-1);
    QCOMPARE(chosen(), (QList<qint64>{3, 1, 3}));
    m_view->setCurrentRoom({});
    m_view->step(1);
    QCOMPARE(chosen().last(), 1);
    m_rooms->replace({});
    m_view->step(1);
    QCOMPARE(m_chosen->size(), 4);
}

void TestRoomListView::filterLeavesWhatMatches()
{
    m_view->setFilter(u" ET "_s);
    QCOMPARE(shown(), QStringList{u"beta"_s});
    m_view->setFilter(u"."_s); // no pattern, only letters
    QCOMPARE(shown(), QStringList());
    m_rooms->put(room(4, u"a.b"_s));
    QCOMPARE(shown(), QStringList{u"a.b"_s});
    m_view->setFilter({});
    QCOMPARE(shown(), (QStringList{u"a.b"_s, u"alpha"_s, u"beta"_s, u"gamma"_s}));
}

void TestRoomListView::filterKeepsTheOpenRoom()
{
    m_view->setCurrentRoom(RoomId{3});
    m_view->setFilter(u"alpha"_s);
    QVERIFY(m_chosen->isEmpty());
    QCOMPARE(m_view->currentRoom(), RoomId{3});
    m_view->setFilter({});
    QCOMPARE(m_view->currentIndex().data().toString(), u"gamma"_s);
    QVERIFY(m_chosen->isEmpty());
}

void TestRoomListView::firstOfTheFilterOpens()
{
    m_view->setCurrentRoom(RoomId{1});
    m_view->setFilter(u"a"_s);
    m_view->setFilter(u"ga"_s);
    m_view->openFirst();
    QCOMPARE(chosen(), QList<qint64>{3});
    m_view->setFilter(u"nothing"_s);
    m_view->openFirst();
    QCOMPARE(m_chosen->size(), 1);
}

void TestRoomListView::whatTheViewMadeCurrentCanBeChosen()
{
    m_view->setCurrentRoom(RoomId{1});
    m_view->setFilter(u"ga"_s); // "gamma" is the only row now, and the view's current one
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, centreOf(0));
    QCOMPARE(chosen(), QList<qint64>{3});
    m_view->setFilter({});
    m_rooms->remove(RoomId{3}); // the view goes on to the row before
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, centreOf(1));
    QCOMPARE(chosen(), (QList<qint64>{3, 2}));
}

void TestRoomListView::menuLeavesTheRoom()
{
    QSignalSpy left(m_view.get(), &RoomListView::leaveRequested);
    QContextMenuEvent event(QContextMenuEvent::Mouse, centreOf(1),
                            m_view->viewport()->mapToGlobal(centreOf(1)));
    QApplication::sendEvent(m_view->viewport(), &event);
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu);
    QVERIFY(menu->actions().first()->text().contains(u"beta"_s));
    menu->actions().first()->trigger();
    menu->close();
    QCOMPARE(left.size(), 1);
    QCOMPARE(left[0][0].value<RoomId>(), RoomId{2});
    QCOMPARE(left[0][1].toString(), u"beta"_s);
    QVERIFY(m_chosen->isEmpty()); // the menu opens no room
}

void TestRoomListView::nobodyLeavesAConversation()
{
    protocol::Room with = room(9, u"grace"_s);
    with.kind = u"direct"_s;
    with.with = QList<UserId>{{4}};
    m_rooms->replace({with});
    QContextMenuEvent event(QContextMenuEvent::Mouse, centreOf(0),
                            m_view->viewport()->mapToGlobal(centreOf(0)));
    QApplication::sendEvent(m_view->viewport(), &event);
    QVERIFY(!m_view->findChild<QMenu *>());
}

void TestRoomListView::kindsAreDrawn()
{
    const auto look = [this](const QString &kind, const QList<UserId> &with) {
        protocol::Room one = room(9, u"grace"_s);
        one.kind = kind;
        if (!with.isEmpty())
            one.with = with;
        m_rooms->replace({one});
        QCoreApplication::processEvents(); // the list lays itself out
        return m_view->grab().toImage();
    };
    const QList<QImage> looks{look(u"public"_s, {}), look(u"private"_s, {}),
                              look(u"direct"_s, {{4}}), look(u"direct"_s, {{4}, {5}})};
    for (qsizetype a = 0; a < looks.size(); ++a) {
        for (qsizetype b = a + 1; b < looks.size(); ++b)
            QVERIFY2(looks[a] != looks[b], qPrintable(u"%1 and %2"_s.arg(a).arg(b)));
    }
}

void TestRoomListView::unreadIsDrawn()
{
    const auto look = [this](qint64 unread) {
        protocol::Room row = room(2, u"beta"_s);
        row.unread = unread;
        m_rooms->put(row);
        return m_view->grab().toImage();
    };
    const QImage none = look(0);
    const QImage one = look(1);
    const QImage many = look(100);
    QVERIFY(none != one);
    QVERIFY(one != many);
    QCOMPARE(look(4000), many); // past 99 nobody counts
    QCOMPARE(look(0), none);
}

void TestRoomListView::topicsAreNoMarkup_data()
{
    QTest::addColumn<QString>("topic");
    QTest::newRow("plain") << u"all and nothing"_s;
    QTest::newRow("markup") << u"<h1>LOUD</h1><img src='file:///etc/passwd'>"_s;
    QTest::newRow("ampersand") << u"R&D, this &amp; that"_s;
}

void TestRoomListView::topicsAreNoMarkup()
{
    QFETCH(QString, topic);
    protocol::Room row = room(2, u"beta"_s);
    row.topic = topic;
    m_rooms->put(row);
    QHelpEvent event(QEvent::ToolTip, centreOf(1), m_view->viewport()->mapToGlobal(centreOf(1)));
    QApplication::sendEvent(m_view->viewport(), &event);
    const auto labels = QApplication::topLevelWidgets();
    const auto tip = std::ranges::find_if(labels, [](const QWidget *widget) {
        return widget->isVisible() && widget->inherits("QTipLabel");
    });
    QVERIFY(tip != labels.end());
    // What a person sees of it, whichever way the label shows it.
    const QString text = qobject_cast<QLabel *>(*tip)->text();
    const QString seen =
        Qt::mightBeRichText(text) ? QTextDocumentFragment::fromHtml(text).toPlainText() : text;
    QCOMPARE(seen, topic);
    QToolTip::hideText();
    (*tip)->hide();
}

QTEST_MAIN(TestRoomListView)
#include "tst_room_list_view.moc"
