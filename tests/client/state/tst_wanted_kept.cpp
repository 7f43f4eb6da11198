// SPDX-License-Identifier: MIT
#include "tests/client/state/wanted_scene.h"
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! How long what waits is kept, for whom, and what a disk that takes nothing makes of it.
class TestWantedKept : public WantedScene {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { m.reset(); }
    void leavingForgetsIt();
    void leavingTellsOfWhatWaited();
    void removedWhileAwayForgetsIt();
    void anotherAccountSeesNothingOfIt();
    void anotherServersDataHaveNoneOfIt();
    void loggedOutItStays();
    void discardedWithTheOutbox();
    void diskThatTakesNothing();
    void diskThatTakesNothingWhileOnline();
    void restoredWhenItsSuccessorCannotBeKept();
};

void TestWantedKept::leavingForgetsIt()
{
    ignoreReactions();
    m->chat->react(kRoom, 3, kThumb, true);
    QTRY_COMPARE(waiting(), 1);
    QSignalSpy left(m->chat.get(), &Chat::unsentLeftBehind);
    m->server.push(protocol::RoomRemoved{kRoom});
    QTRY_COMPARE(waiting(), 0);
    QCOMPARE(left.count(), 0); // it is on its way: the server may have it
    m->start();
    QVERIFY(m->openRoom());
    fence();
    QCOMPARE(asked(), 1);
}

void TestWantedKept::leavingTellsOfWhatWaited()
{
    reactOffline(3, kThumb);
    m->chat->react(kRoom, 2, kThumb, true);
    m->chat->pin(kRoom, 3, true);
    QTRY_COMPARE(waiting(), 3);
    ignoreReactions();
    openAgain();
    QTRY_COMPARE(asked(), 1);
    QSignalSpy left(m->chat.get(), &Chat::unsentLeftBehind);
    m->server.push(protocol::RoomRemoved{kRoom});
    QTRY_COMPARE(left.count(), 1);
    const auto told = left.first().first().value<LeftBehind>();
    QCOMPARE(told.room, u"general"_s);
    QCOMPARE(told.changes, 3);
    QCOMPARE(told.messages, 0);
}

void TestWantedKept::removedWhileAwayForgetsIt()
{
    acceptReactions();
    reactOffline(3, kThumb);
    m->server.hello.rooms = {roomOf({6}, u"other"_s, 3, 2)};
    m->chat = std::make_unique<Chat>(m->folder.path());
    QSignalSpy left(m->chat.get(), &Chat::unsentLeftBehind);
    m->open();
    QTRY_VERIFY(m->isOnline() && m->chat->rooms().find({6}));
    QTRY_COMPARE(waiting(), 0);
    fence();
    QCOMPARE(asked(), 0);
    QCOMPARE(left.count(), 1);
    const auto told = left.first().first().value<LeftBehind>();
    QCOMPARE(told.room, u"general"_s); // as the cache has it
    QCOMPARE(told.changes, 1);
    QCOMPARE(told.messages, 0);
}

void TestWantedKept::anotherAccountSeesNothingOfIt()
{
    acceptReactions();
    reactOffline(3, kThumb);
    m->chat->close();
    m->server.hello.user = {kOther, u"grace"_s, u"Grace"_s};
    m->chat->open(m->server.url(), u"token"_s, kOther);
    QVERIFY(m->openRoom());
    QCOMPARE(reactions(3), QStringList());
    fence();
    QCOMPARE(asked(), 0);
    m->chat->close();
    m->server.hello.user = {kSelf, u"ada"_s, u"Ada"_s};
    m->open();
    QTRY_COMPARE(m_asked, QStringList{u"3 +👍"_s});
}

void TestWantedKept::anotherServersDataHaveNoneOfIt()
{
    m->server.hello.server.epoch = u"before"_s;
    m->start();
    QVERIFY(m->openRoom());
    acceptReactions();
    reactOffline(3, kThumb);
    m->server.hello.server.epoch = u"restored"_s;
    m->start();
    QVERIFY(m->openRoom());
    fence();
    QCOMPARE(asked(), 0);
    QCOMPARE(waiting(), 0);
}

void TestWantedKept::loggedOutItStays()
{
    acceptReactions();
    reactOffline(3, kThumb);
    m->chat->closeAndForget();
    m->open();
    QVERIFY(m->openRoom());
    QTRY_COMPARE(m_asked, QStringList{u"3 +👍"_s});
}

void TestWantedKept::discardedWithTheOutbox()
{
    acceptReactions();
    reactOffline(3, kThumb);
    m->chat->discardAll();
    QCOMPARE(waiting(), 0);
    QCOMPARE(reactions(3), QStringList());
    m->start();
    QVERIFY(m->openRoom());
    fence();
    QCOMPARE(asked(), 0);
}

void TestWantedKept::diskThatTakesNothing()
{
    m->chat = std::make_unique<Chat>(u"/proc/no/such/folder"_s);
    m->open();
    QVERIFY(m->openRoom());
    m->chat->connection().close();
    QSignalSpy notKept(&m->chat->wanted(), &WantedChanges::notKept);
    m->chat->react(kRoom, 3, kThumb, true);
    QCOMPARE(reactions(3), QStringList());
    QTRY_COMPARE(notKept.count(), 1);
    QCOMPARE(reactions(3), QStringList());
    QCOMPARE(waiting(), 0);
    openAgain();
    fence();
    QCOMPARE(asked(), 0);
}

void TestWantedKept::diskThatTakesNothingWhileOnline()
{
    acceptReactions();
    m->chat = std::make_unique<Chat>(u"/proc/no/such/folder"_s);
    m->open();
    QVERIFY(m->openRoom());
    QSignalSpy notKept(&m->chat->wanted(), &WantedChanges::notKept);
    m->chat->react(kRoom, 3, kThumb, true);
    QTRY_VERIFY(isLogged(3));
    fence();
    QCOMPARE(notKept.count(), 0); // nothing had to be kept
    ignoreReactions();
    m->chat->react(kRoom, 2, kThumb, true);
    QTRY_COMPARE(m->server.count(u"reaction.add"_s), 2);
    QCOMPARE(reactions(2), QStringList());
    m->server.goAway();
    QTRY_COMPARE(notKept.count(), 1);
    QCOMPARE(waiting(), 0);
}

//! What takes its place cannot be written: it is what is wanted still.
void TestWantedKept::restoredWhenItsSuccessorCannotBeKept()
{
    constexpr int kBusyMs = 20'000; // SQLite waits for the other program
    ignoreReactions();
    m->chat->react(kRoom, 3, kThumb, true);
    QTRY_COMPARE(asked(), 1);
    m->chat->connection().close();
    QTRY_COMPARE(reactions(3), QStringList{u"👍7"_s});
    QSignalSpy notKept(&m->chat->wanted(), &WantedChanges::notKept);
    {
        auto other = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s);
        other.setDatabaseName(m->folder.filePath(u"local.db"_s));
        QVERIFY(other.open());
        QVERIFY(!other.exec(u"BEGIN IMMEDIATE"_s).lastError().isValid());
        m->chat->react(kRoom, 3, kThumb, false);
        QTRY_COMPARE_WITH_TIMEOUT(notKept.count(), 1, kBusyMs);
    }
    QSqlDatabase::removeDatabase(u"other"_s);
    QCOMPARE(reactions(3), QStringList{u"👍7"_s});
    QCOMPARE(waiting(), 1);
    acceptReactions();
    openAgain();
    QTRY_COMPARE(m_asked, QStringList{u"3 +👍"_s});
}

QTEST_GUILESS_MAIN(TestWantedKept)
#include "tst_wanted_kept.moc"
