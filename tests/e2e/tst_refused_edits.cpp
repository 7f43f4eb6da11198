// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_view.h"
#include "tests/support/fake_clock.h"
#include "tests/support/room_scene.h"
#include <QAbstractButton>
#include <QMenu>
#include <QSqlDatabase>
#include <QSqlQuery>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

constexpr qint64 kHourMs = 3'600'000;
const auto kText = u"lunch at noon"_s;
const auto kTooOld = u"too old"_s;

} // namespace

//! Messages that may not be changed any more: ada's window offers it no longer, and an edit that
//! was begun before stays with its text and the reason.
class TestRefusedEdits : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void notOfferedAfterItsTime();
    void timeIsOverMeanwhile();
    void deletedMeanwhile();
    void allWereShown();

private:
    TimelineView *view() { return m_ada->window().pane()->timeline(); }
    void pressInComposer(Qt::Key key)
    {
        QTest::keyClick(m_ada->find<QWidget>(u"composerEdit"_s), key);
    }
    void pressOnIt(Qt::Key key)
    {
        view()->setFocus();
        view()->setCurrentIndex(0);
        QTest::keyClick(view(), key);
    }
    //! Of the menu and the bar beside the message.
    bool isOffered();
    //! As if it had been said two hours earlier; for the server, which is stopped meanwhile.
    void makeOld();
    //! Her unsent edit, with the sentence of that reason.
    void expectRefused(const QString &text, ErrorCode code, Reason reason);

    std::unique_ptr<RoomScene> m;
    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<WindowUser> m_ada;
    ShownFailures m_shown;
};

void TestRefusedEdits::init()
{
    m = std::make_unique<RoomScene>("[limits]\nedit_minutes = 60\n");
    QVERIFY(m->start());
    m_clock = std::make_unique<FakeClock>(QDateTime::currentMSecsSinceEpoch());
    m_ada = std::make_unique<WindowUser>(*m_clock);
    m_ada->start({m->salond.url(), u"ada"_s, m->password});
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSignedIn() && m_ada->openedRoom() == u"general"_s,
                             RoomScene::kSignInMs);
    m_ada->say(kText);
    QTRY_VERIFY(m_ada->isShown(kText, Delivery::Delivered));
}

void TestRefusedEdits::cleanup()
{
    m_ada.reset();
    m.reset();
}

bool TestRefusedEdits::isOffered()
{
    const QPoint middle = view()->rowRect(0).center();
    const QPoint global = view()->viewport()->mapToGlobal(middle);
    QMouseEvent move(QEvent::MouseMove, QPointF(middle), QPointF(global), Qt::NoButton,
                     Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(view()->viewport(), &move);
    const bool isInBar = view()->findChild<QAbstractButton *>(u"messageEdit"_s)->isVisible();
    QContextMenuEvent wanted(QContextMenuEvent::Mouse, middle, global);
    QCoreApplication::sendEvent(view()->viewport(), &wanted);
    const std::unique_ptr<QMenu> menu(view()->findChild<QMenu *>(u"messageMenu"_s));
    const bool isInMenu = menu && menu->findChild<QAction *>(u"changeMessage"_s);
    [&] { QCOMPARE(isInBar, isInMenu); }();
    return isInBar && isInMenu;
}

void TestRefusedEdits::makeOld()
{
    QCOMPARE(m->salond.stop(), std::optional(0));
    {
        auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"old"_s);
        database.setDatabaseName(m->salond.dataFolder() + u"/salon.db"_s);
        QVERIFY(database.open());
        QSqlQuery query(database);
        QVERIFY(query.exec(u"UPDATE messages SET at = at - %1"_s.arg(2 * kHourMs)));
        QCOMPARE(query.numRowsAffected(), 1);
    }
    QSqlDatabase::removeDatabase(u"old"_s);
    QVERIFY(m->salond.start());
}

void TestRefusedEdits::expectRefused(const QString &text, ErrorCode code, Reason reason)
{
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isShown(text, Delivery::Failed), RoomScene::kSignInMs);
    const TimelineRow *row = m_ada->rowOf(text);
    const ErrorSentence sentence = errorSentence(Error(code, reason, {}));
    QVERIFY2(row->failure.startsWith(sentence.text()), qPrintable(row->failure));
    m_shown.add(sentence.id);
    Q_EMIT view()->deleteRequested(row->id);
}

void TestRefusedEdits::notOfferedAfterItsTime()
{
    QVERIFY(isOffered());
    m_clock->advance(kHourMs - 60'000);
    QVERIFY(isOffered());
    pressInComposer(Qt::Key_Up);
    QTRY_COMPARE(m_ada->draft(), kText);
    pressInComposer(Qt::Key_Escape);
    QCOMPARE(m_ada->draft(), QString());
    QVERIFY(!m_ada->notice().contains(kTooOld));
    m_clock->advance(120'000);
    QVERIFY(!isOffered());
    pressOnIt(Qt::Key_E);
    QCOMPARE(m_ada->draft(), QString());
    QVERIFY(!m_ada->notice().contains(kTooOld));
    pressInComposer(Qt::Key_Up);
    QVERIFY2(m_ada->notice().contains(kTooOld), qPrintable(m_ada->notice()));
    QCOMPARE(m_ada->noticeDetail(), QString());
    QTest::qWait(100); // an edit begins when it is on the disk
    QCOMPARE(m_ada->draft(), QString());
    // One that is offered still from before says so, too.
    Q_EMIT view()->changeRequested(m_ada->rowOf(kText)->id);
    QTest::qWait(100);
    QCOMPARE(m_ada->draft(), QString());
    // The next one may be changed.
    m_ada->say(u"or at one"_s);
    QTRY_VERIFY(m_ada->isShown(u"or at one"_s, Delivery::Delivered));
    m_clock->advance(-120'000);
    pressInComposer(Qt::Key_Up);
    QTRY_COMPARE(m_ada->draft(), u"or at one"_s);
}

void TestRefusedEdits::timeIsOverMeanwhile()
{
    pressInComposer(Qt::Key_Up);
    QTRY_COMPARE(m_ada->draft(), kText);
    makeOld();
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isOnline(), RoomScene::kSignInMs);
    m_ada->say(u" sharp"_s);
    expectRefused(kText + u" sharp"_s, ErrorCode::Forbidden, Reason::EditTimeOver);
    QTRY_COMPARE(m_ada->texts(), QStringList{kText});
}

void TestRefusedEdits::deletedMeanwhile()
{
    pressInComposer(Qt::Key_Up);
    QTRY_COMPARE(m_ada->draft(), kText);
    const Seq seq = m_ada->rowOf(kText)->seq;
    const RoomId room = m_ada->window().pane()->room();
    QVERIFY(m->elsewhere(u"ada"_s).call("/api/message.delete", protocol::DeleteMessage{room, seq}));
    m_ada->say(u" sharp"_s);
    expectRefused(kText + u" sharp"_s, ErrorCode::Conflict, Reason::MessageDeleted);
    QTRY_COMPARE(m_ada->texts(), QStringList{u"This message was deleted."_s});
}

void TestRefusedEdits::allWereShown()
{
    QCOMPARE(m_shown.missing(kInjectedByEditing), QString());
}

QTEST_MAIN(TestRefusedEdits)
#include "tst_refused_edits.moc"
