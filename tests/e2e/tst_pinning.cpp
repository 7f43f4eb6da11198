// SPDX-License-Identifier: MIT
#include "client/model/pin_list_model.h"
#include "client/ui/pin_delegate.h"
#include "client/ui/theme/theme.h"
#include "client/ui/timeline/timeline_texts.h"
#include "client/ui/timeline/timeline_view.h"
#include "tests/support/pictures.h"
#include "tests/support/room_scene.h"
#include <QHelpEvent>
#include <QListView>
#include <QMenu>
#include <QToolButton>
#include <QToolTip>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! Pinned messages between ada at her window and grace on another device.
class TestPinning : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void byKeyAndMenu();
    void whatOthersPin();
    void aLineTellsWhoPinned();
    void panelIsLive();
    void unpinnedFromThePanel();
    void toTheMessageAndBack();
    void oneBesideTheRoom();
    void inANarrowWindow();
    void withoutAServer();
    void whatWasPinnedMeanwhile();
    void beforeOneCame();
    void asManyAsThereCanBe();
    void allWereShown();

private:
    Seq graceSays(const QString &text)
    {
        const auto posted = m_grace->say(m_room, text);
        return posted ? posted->seq : 0;
    }
    Result<protocol::Done> gracePins(Seq seq)
    {
        return m_grace->call("/api/message.pin", protocol::PinMessage{m_room, seq});
    }
    Result<protocol::Done> graceUnpins(Seq seq)
    {
        return m_grace->call("/api/message.unpin", protocol::UnpinMessage{m_room, seq});
    }
    QList<Seq> onServer()
    {
        QList<Seq> seqs;
        const auto page = m_grace->call("/api/room.pins", protocol::ListPins{m_room});
        for (const auto &message : page ? page->messages : QList<protocol::Message>())
            seqs.append(message.seq);
        return seqs;
    }
    TimelineView *view() { return m->ada.window().pane()->timeline(); }
    void pressOn(const QString &text, Qt::Key key)
    {
        view()->setFocus();
        view()->setCurrentIndex(int(m->ada.texts().indexOf(text)));
        QTest::keyClick(view(), key);
    }
    std::optional<RowPin> pinOf(const QString &text)
    {
        const TimelineRow *row = m->ada.rowOf(text);
        return row ? row->pin : std::nullopt;
    }
    //! What a screen reader says of the row, which names who pinned after it.
    QString spoken(const QString &text)
    {
        const TimelineRow *row = m->ada.rowOf(text);
        return row ? spokenRow(*row) : QString();
    }
    QWidget *panel() { return m->ada.find<QWidget>(u"pinPanel"_s); }
    QListView *list() { return m->ada.find<QListView>(u"pinList"_s); }
    QToolButton *button() { return m->ada.find<QToolButton>(u"showPins"_s); }
    QString note()
    {
        const auto *label = m->ada.find<QLabel>(u"pinsNote"_s);
        return label->isVisible() ? label->text() : QString();
    }
    QStringList listed(int role = PinListModel::TextRole)
    {
        QStringList all;
        const auto *model = list()->model();
        for (int i = 0; list()->isVisible() && i < model->rowCount(); ++i)
            all.append(model->index(i, 0).data(role).toString());
        return all;
    }
    void openPanel()
    {
        m->ada.click(u"showPins"_s);
        QVERIFY(panel()->isVisible());
    }
    void savePictures(const QString &name);

    std::unique_ptr<RoomScene> m;
    std::unique_ptr<HttpClient> m_grace;
    ShownFailures m_shown;
    RoomId m_room;
};

void TestPinning::init()
{
    m = std::make_unique<RoomScene>(kRaisedLimits + "pins = 3\n");
    QVERIFY(m->begin());
    m_room = m->room();
    m_grace = std::make_unique<HttpClient>(m->elsewhere(u"grace"_s));
    m->ada.say(u"lunch at noon"_s);
    QTRY_VERIFY(m->ada.isShown(u"lunch at noon"_s, Delivery::Delivered));
}

void TestPinning::cleanup()
{
    m_grace.reset();
    m.reset();
}

//! Light and dark.
void TestPinning::savePictures(const QString &name)
{
    QCoreApplication::processEvents(); // it lays itself out
    savePicture(&m->ada.window(), name + u".png"_s);
    const Theme light = Theme::current();
    Theme::setCurrent(Theme::make(Scheme::Dark));
    savePicture(&m->ada.window(), name + u"_dark.png"_s);
    Theme::setCurrent(light);
}

void TestPinning::byKeyAndMenu()
{
    QCOMPARE(button()->text(), QString());
    pressOn(u"lunch at noon"_s, Qt::Key_P);
    QTRY_VERIFY(pinOf(u"lunch at noon"_s));
    const Seq seq = m->ada.rowOf(u"lunch at noon"_s)->seq;
    QTRY_COMPARE(onServer(), QList<Seq>{seq});
    QCOMPARE(pinOf(u"lunch at noon"_s)->by, u"ada"_s);
    QCOMPARE(button()->text(), u"1"_s);
    QCOMPARE(button()->accessibleName(), u"Pinned messages: 1"_s);
    QVERIFY(spokenRow(*m->ada.rowOf(u"lunch at noon"_s)).contains(u"Pinned by ada."_s));
    const QPoint mark = view()->targetRect(0, 0).center();
    QHelpEvent asked(QEvent::ToolTip, mark, view()->viewport()->mapToGlobal(mark));
    QCoreApplication::sendEvent(view()->viewport(), &asked);
    QVERIFY2(QToolTip::text().startsWith(u"Pinned by ada"_s), qPrintable(QToolTip::text()));
    QToolTip::hideText();
    // The mark beside the text leads to all of them.
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, mark);
    QTRY_VERIFY(panel()->isVisible());
    m->ada.click(u"showPins"_s);
    QVERIFY(!panel()->isVisible());
    // The menu, which the bar's "More" opens, says what it does.
    const QRect row = view()->rowRect(0);
    QContextMenuEvent wanted(QContextMenuEvent::Mouse, row.center(),
                             view()->viewport()->mapToGlobal(row.center()));
    QCoreApplication::sendEvent(view()->viewport(), &wanted);
    auto *menu = view()->findChild<QMenu *>(u"messageMenu"_s);
    QVERIFY(menu);
    auto *unpin = menu->findChild<QAction *>(u"pin"_s);
    QCOMPARE(unpin->text(), u"Unpin\tP"_s);
    unpin->trigger();
    menu->close();
    QTRY_VERIFY(!pinOf(u"lunch at noon"_s));
    QTRY_COMPARE(onServer(), QList<Seq>());
    QCOMPARE(button()->text(), QString());
}

void TestPinning::whatOthersPin()
{
    const Seq seq = graceSays(u"the **plan**: https://example.org/plan"_s);
    QVERIFY(gracePins(seq));
    QTRY_VERIFY(pinOf(u"the **plan**: https://example.org/plan"_s));
    QCOMPARE(pinOf(u"the **plan**: https://example.org/plan"_s)->by, u"grace"_s);
    QTRY_COMPARE(button()->text(), u"1"_s);
    QVERIFY(graceUnpins(seq));
    QTRY_VERIFY(!pinOf(u"the **plan**: https://example.org/plan"_s));
    QTRY_COMPARE(button()->text(), QString());
    // A deleted message has no pin, and no mark.
    QVERIFY(gracePins(seq));
    QTRY_COMPARE(button()->text(), u"1"_s);
    QVERIFY(m_grace->call("/api/message.delete", protocol::DeleteMessage{m_room, seq}));
    QTRY_COMPARE(button()->text(), QString());
    QVERIFY(!pinOf(u"This message was deleted."_s));
}

void TestPinning::aLineTellsWhoPinned()
{
    const auto line = [](const QString &who) {
        return u"After it, %1 pinned a message."_s.arg(who);
    };
    const Seq seq = m->ada.rowOf(u"lunch at noon"_s)->seq;
    QVERIFY(graceSays(u"where?"_s) > 0);
    QVERIFY(gracePins(seq));
    QTRY_VERIFY(spoken(u"where?"_s).contains(line(u"grace"_s)));
    QVERIFY(!spoken(u"lunch at noon"_s).contains(line(u"grace"_s)));
    QVERIFY(graceSays(u"at the bridge"_s) > 0);
    QTRY_COMPARE(m->ada.latest(), u"at the bridge"_s);
    pressOn(u"at the bridge"_s, Qt::Key_P);
    QTRY_VERIFY(spoken(u"at the bridge"_s).contains(line(u"ada"_s)));
    savePictures(u"pin_lines"_s);
    // A click shows what was pinned.
    const auto &targets = view()->geometry().layout(1).targets();
    QVERIFY(targets.back().kind == RowTarget::Kind::PinLine);
    const QPoint place = view()->targetRect(1, static_cast<int>(targets.size()) - 1).center();
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, place);
    QTRY_COMPARE(view()->currentIndex(), 0);
    // Started anew, without a server and with one.
    QCOMPARE(m->salond.stop(), std::optional(0));
    QTRY_VERIFY(!m->ada.isOnline());
    m->ada.quit();
    m->ada.start();
    QTRY_VERIFY(spoken(u"where?"_s).contains(line(u"grace"_s)));
    QVERIFY(spoken(u"at the bridge"_s).contains(line(u"ada"_s)));
    QVERIFY(m->salond.start());
    QTRY_VERIFY_WITH_TIMEOUT(m->ada.isOnline(), RoomScene::kSignInMs);
    QVERIFY(spoken(u"where?"_s).contains(line(u"grace"_s)));
    QVERIFY(graceUnpins(seq));
    QTRY_VERIFY(!spoken(u"where?"_s).contains(line(u"grace"_s)));
    QVERIFY(spoken(u"at the bridge"_s).contains(line(u"ada"_s)));
}

void TestPinning::panelIsLive()
{
    openPanel();
    auto *empty = m->ada.find<QWidget>(u"pinsEmpty"_s);
    QTRY_VERIFY(empty->isVisible());
    QVERIFY(empty->findChild<QLabel *>(u"emptySentence"_s)->text().contains(u"press P"_s));
    savePictures(u"pins_empty"_s);
    const Seq first = graceSays(u"the **plan**: we meet at the *old* bridge, and who comes late "
                                "finds us at the river where the boats are, or further down"_s);
    const Seq second = graceSays(u"1. tea\n2. bread\n3. cheese\n4. more of each\n5. the rest"_s);
    QVERIFY(gracePins(first));
    QTRY_COMPARE(listed().size(), 1);
    QVERIFY(gracePins(second));
    QTRY_COMPARE(listed().size(), 2);
    QVERIFY(listed().first().startsWith(u"1. tea"_s)); // pinned last
    QCOMPARE(listed(PinListModel::PinnerRole), (QStringList{u"grace"_s, u"grace"_s}));
    QVERIFY(listed(Qt::DisplayRole).last().endsWith(u"Pinned by grace."_s));
    pressOn(u"lunch at noon"_s, Qt::Key_P);
    QTRY_COMPARE(listed().value(0), u"lunch at noon"_s);
    QCOMPARE(listed(PinListModel::PinnerRole).first(), u"ada"_s);
    savePictures(u"pins"_s);
    QVERIFY(
        m_grace->call("/api/message.edit", protocol::EditMessage{m_room, second, u"just tea"_s}));
    QTRY_COMPARE(listed().value(1), u"just tea"_s);
    QVERIFY(m_grace->call("/api/message.delete", protocol::DeleteMessage{m_room, second}));
    QTRY_COMPARE(listed().size(), 2);
    QVERIFY(graceUnpins(first));
    QTRY_COMPARE(listed(), QStringList{u"lunch at noon"_s});
}

void TestPinning::unpinnedFromThePanel()
{
    const Seq one = graceSays(u"one"_s), two = graceSays(u"two"_s), three = graceSays(u"three"_s);
    for (const Seq seq : {one, two, three})
        QVERIFY(gracePins(seq));
    QTRY_COMPARE(button()->text(), u"3"_s);
    openPanel();
    QTRY_COMPARE(listed(), (QStringList{u"three"_s, u"two"_s, u"one"_s}));
    QVERIFY(list()->hasFocus());
    // By the mouse, on what stands at the row's end.
    const auto row = [this](int index) {
        return list()->visualRect(list()->model()->index(index, 0));
    };
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {},
                      PinDelegate::unpinRect(row(0), Qt::LeftToRight).center());
    QTRY_COMPARE(listed(), (QStringList{u"two"_s, u"one"_s}));
    QTRY_COMPARE(onServer(), (QList<Seq>{two, one}));
    QCOMPARE(view()->currentIndex(), -1); // it leads nowhere
    Q_EMIT list()->customContextMenuRequested(row(0).center());
    auto *menu = panel()->findChild<QMenu *>(u"pinActions"_s);
    QVERIFY(menu);
    menu->findChild<QAction *>(u"unpin"_s)->trigger();
    menu->close();
    QTRY_COMPARE(listed(), QStringList{u"one"_s});
    // By the keyboard, which stays where it was.
    QVERIFY(gracePins(three));
    QTRY_COMPARE(listed(), (QStringList{u"three"_s, u"one"_s}));
    m->ada.window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m->ada.window()));
    list()->setFocus();
    QCOMPARE(list()->currentIndex().row(), 1);
    QTest::keyClick(list(), Qt::Key_Up);
    QTest::keyClick(list(), Qt::Key_P);
    QTRY_COMPARE(listed(), QStringList{u"one"_s});
    QCOMPARE(list()->currentIndex().row(), 0);
    QTest::keyClick(list(), Qt::Key_Delete);
    QTRY_VERIFY(m->ada.find<QWidget>(u"pinsEmpty"_s)->isVisible());
    QTRY_COMPARE(onServer(), QList<Seq>());
    QVERIFY(panel()->isAncestorOf(QApplication::focusWidget()));
}

void TestPinning::toTheMessageAndBack()
{
    const Seq old = m->ada.rowOf(u"lunch at noon"_s)->seq;
    QVERIFY(gracePins(old));
    for (int i = 0; i < 400; ++i)
        QVERIFY(graceSays(u"and %1"_s.arg(i)) > 0);
    QTRY_COMPARE(m->ada.chat().rooms().find(m_room)->n, 401);
    m->ada.chat().markAllRead(m_room);
    const auto unread = [ada = m->elsewhere(u"ada"_s)] {
        const auto mine = ada.call("/api/room.list", protocol::ListRooms{{}, u"mine"_s});
        return mine ? mine->rooms.first().unread : -1;
    };
    QTRY_COMPARE(unread(), 0);
    WindowUser desk; // which has nothing yet, and loads the newest page only
    desk.start({m->salond.url(), u"ada"_s, m->password});
    QTRY_VERIFY_WITH_TIMEOUT(desk.isSignedIn() && desk.countOf(u"and 399"_s) == 1,
                             RoomScene::kSignInMs);
    TimelineView *timeline = desk.window().pane()->timeline();
    desk.window().activateWindow();
    QTRY_VERIFY((timeline->jumpToEnd(), timeline->geometry().isAtEnd()));
    QCOMPARE(desk.countOf(u"lunch at noon"_s), 0);
    QTRY_COMPARE(desk.find<QToolButton>(u"showPins"_s)->text(), u"1"_s);
    desk.click(u"showPins"_s);
    auto *pins = desk.find<QListView>(u"pinList"_s);
    QTRY_COMPARE(pins->model()->rowCount(), 1);
    QTest::keyClick(pins, Qt::Key_Return);
    QTRY_VERIFY(timeline->currentIndex() >= 0
                && timeline->model()->row(timeline->currentIndex()).seq == old);
    QVERIFY(timeline->hasFocus());
    QVERIFY(timeline->model()->row(timeline->currentIndex()).pin);
    QVERIFY(pins->isVisible());
    QTest::keyClick(&desk.window(), Qt::Key_Left, Qt::AltModifier);
    QTRY_VERIFY(timeline->geometry().isAtEnd() && desk.latest() == u"and 399"_s);
    // A click does the same.
    QTest::mouseClick(pins->viewport(), Qt::LeftButton, {},
                      pins->visualRect(pins->model()->index(0, 0)).center());
    QTRY_VERIFY(timeline->currentIndex() >= 0
                && timeline->model()->row(timeline->currentIndex()).seq == old);
}

void TestPinning::oneBesideTheRoom()
{
    auto *thread = m->ada.find<QWidget>(u"threadPanel"_s);
    auto *members = m->ada.find<QWidget>(u"memberPanel"_s);
    QVERIFY(members->isVisible());
    pressOn(u"lunch at noon"_s, Qt::Key_T);
    QTRY_VERIFY(thread->isVisible());
    openPanel();
    QVERIFY(!thread->isVisible() && !members->isVisible());
    QVERIFY(button()->isChecked());
    pressOn(u"lunch at noon"_s, Qt::Key_T);
    QTRY_VERIFY(thread->isVisible());
    QVERIFY(!panel()->isVisible() && !button()->isChecked());
    openPanel();
    m->ada.click(u"showMembers"_s);
    QVERIFY(members->isVisible() && !panel()->isVisible());
    openPanel();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    QVERIFY(!panel()->isVisible() && members->isVisible());
    // It belongs to its room.
    openPanel();
    m->createRoom(u"quiet"_s);
    QTRY_COMPARE(m->ada.openedRoom(), u"quiet"_s);
    QVERIFY(!panel()->isVisible());
}

void TestPinning::inANarrowWindow()
{
    QVERIFY(gracePins(m->ada.rowOf(u"lunch at noon"_s)->seq));
    m->ada.window().resize(420, 640);
    openPanel();
    QTRY_COMPARE(listed().size(), 1);
    QVERIFY(!m->ada.window().pane()->isVisible());
    savePicture(&m->ada.window(), u"pins_narrow.png"_s);
    QTest::keyClick(list(), Qt::Key_Return);
    QTRY_VERIFY(m->ada.window().pane()->isVisible());
    QVERIFY(!panel()->isVisible());
    QTRY_COMPARE(view()->currentIndex(), 0);
}

void TestPinning::withoutAServer()
{
    const Seq seq = m->ada.rowOf(u"lunch at noon"_s)->seq;
    QVERIFY(gracePins(seq));
    QTRY_COMPARE(button()->text(), u"1"_s);
    QCOMPARE(m->salond.stop(), std::optional(0));
    QTRY_VERIFY(!m->ada.isOnline());
    openPanel();
    QCOMPARE(listed(), QStringList{u"lunch at noon"_s});
    QTRY_VERIFY(note().startsWith(u"No connection"_s));
    QTest::keyClick(list(), Qt::Key_P);
    QTRY_VERIFY(listed().isEmpty()); // as it will be
    QVERIFY(!pinOf(u"lunch at noon"_s));
    QCOMPARE(button()->text(), QString());
    pressOn(u"lunch at noon"_s, Qt::Key_P);
    QTRY_COMPARE(listed(), QStringList{u"lunch at noon"_s});
    QVERIFY2(!m->ada.window().pane()->tellsOfFailure(), qPrintable(m->ada.notice()));
    // Started anew, from the disk alone.
    m->ada.quit();
    m->ada.start();
    QTRY_VERIFY(pinOf(u"lunch at noon"_s));
    QCOMPARE(pinOf(u"lunch at noon"_s)->by, u"grace"_s);
    QTRY_COMPARE(button()->text(), u"1"_s);
    openPanel();
    QTRY_COMPARE(listed(), QStringList{u"lunch at noon"_s});
    QVERIFY(note().contains(u"this computer has"_s));
    savePictures(u"pins_offline"_s);
    QVERIFY(m->salond.start());
    QTRY_VERIFY_WITH_TIMEOUT(m->ada.isOnline(), RoomScene::kSignInMs);
    QTRY_COMPARE(note(), QString());
    QCOMPARE(listed(), QStringList{u"lunch at noon"_s});
}

void TestPinning::whatWasPinnedMeanwhile()
{
    const Seq seq = m->ada.rowOf(u"lunch at noon"_s)->seq;
    QVERIFY(gracePins(seq));
    QTRY_COMPARE(button()->text(), u"1"_s);
    m->ada.quit();
    QVERIFY(graceUnpins(seq));
    const Seq other = graceSays(u"dinner, too"_s);
    QVERIFY(gracePins(other));
    for (int i = 0; i < 520; ++i) // more than is told event by event
        QVERIFY(graceSays(u"and %1"_s.arg(i)) > 0);
    m->ada.start();
    QTRY_VERIFY_WITH_TIMEOUT(m->ada.isOnline(), RoomScene::kSignInMs);
    openPanel();
    QTRY_COMPARE(listed(), QStringList{u"dinner, too"_s});
    QTRY_COMPARE(button()->text(), u"1"_s);
    view()->setFocus();
    m->ada.window().pane()->jumpTo(seq);
    QTRY_VERIFY(m->ada.rowOf(u"lunch at noon"_s));
    QVERIFY(!pinOf(u"lunch at noon"_s));
}

//! In a private room whose past is not for who comes later.
void TestPinning::beforeOneCame()
{
    const auto room = m_grace->call(
        "/api/room.create", protocol::CreateRoom{u"cabal"_s, {}, u"private"_s, u"joining"_s});
    QVERIFY(room);
    m_room = room->room.id;
    const Seq secret = graceSays(u"the secret"_s);
    QVERIFY(gracePins(secret));
    const Seq other = graceSays(u"another secret"_s);
    QVERIFY(m_grace->call("/api/room.invite", protocol::InviteUser{m_room, m->ada.chat().self()}));
    QTRY_VERIFY(m->ada.rooms().contains(u"cabal"_s));
    m->ada.openRoom(u"cabal"_s);
    QVERIFY(gracePins(other));
    QVERIFY(graceUnpins(secret));
    QVERIFY(graceSays(u"hello, ada"_s) > 0);
    QTRY_COMPARE(m->ada.texts(), QStringList{u"hello, ada"_s});
    QCOMPARE(button()->text(), QString());
    openPanel();
    QTRY_VERIFY(m->ada.find<QWidget>(u"pinsEmpty"_s)->isVisible());
    pressOn(u"hello, ada"_s, Qt::Key_P);
    QTRY_COMPARE(listed(), QStringList{u"hello, ada"_s});
    QTRY_COMPARE(onServer().size(), 2);
}

void TestPinning::asManyAsThereCanBe()
{
    for (const auto &text : {u"one"_s, u"two"_s, u"three"_s})
        QVERIFY(gracePins(graceSays(text)));
    QTRY_COMPARE(button()->text(), u"3"_s);
    pressOn(u"lunch at noon"_s, Qt::Key_P);
    QTRY_COMPARE(idIn(m->ada.noticeDetail()), u"too_many_pins"_s);
    m_shown.add(u"too_many_pins"_s);
    QVERIFY2(m->ada.notice().contains(u"pinned in this room"_s), qPrintable(m->ada.notice()));
    QVERIFY(!pinOf(u"lunch at noon"_s));
}

void TestPinning::allWereShown()
{
    QCOMPARE(m_shown.missing(kInjectedByPinning), QString());
}

QTEST_MAIN(TestPinning)
#include "tst_pinning.moc"
