// SPDX-License-Identifier: MIT
#include "tests/client/state/wanted_scene.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! What is done with messages while the server cannot be asked, or does not answer.
class TestWantedChanges : public WantedScene {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { m.reset(); }
    void doneOfflineIsShownAndSentLater();
    void survivesARestart();
    void toggledTwiceIsForgotten();
    void toggledAgainAfterItWasSent();
    void toggledTwiceAfterItWasSent();
    void lastOneOfManyTogglesCounts();
    void shownUntilItsEventComes();
    void eventBeforeTheAnswer();
    void refusedIsTold_data();
    void refusedIsTold();
    void refusedForNowIsSentAgain();
    void lostAnswerIsAskedForAgain();
    void endedSessionKeepsIt();
    void goesWhenTheMessageIsDeleted();
    void oneAfterTheOther();
    void behindANewTextOfTheSameMessage();
};

void TestWantedChanges::doneOfflineIsShownAndSentLater()
{
    acceptReactions();
    QSignalSpy changed(m->chat->openRoom(kRoom), &Timeline::changed);
    reactOffline(3, kThumb);
    QCOMPARE(reactions(3), QStringList{u"👍7"_s});
    QCOMPARE(changed.count(), 1); // so that its row is made anew
    QVERIFY(!isLogged(3));
    QCOMPARE(reactions(2), QStringList());
    QCOMPARE(waiting(), 1);
    QVERIFY(m->chat->outboxCount().oldest);
    openAgain();
    QTRY_VERIFY(isLogged(3));
    QCOMPARE(m_asked, QStringList{u"3 +👍"_s});
    QCOMPARE(reactions(3), QStringList{u"👍7"_s});
    QCOMPARE(waiting(), 0);
}

void TestWantedChanges::survivesARestart()
{
    reactOffline(3, kThumb);
    ignoreReactions();
    m->start();
    QVERIFY(m->openRoom());
    QCOMPARE(reactions(3), QStringList{u"👍7"_s});
    QTRY_COMPARE(asked(), 1);
    QCOMPARE(waiting(), 1);
    acceptReactions();
    m->start();
    QVERIFY(m->openRoom());
    QTRY_COMPARE(m_asked, QStringList{u"3 +👍"_s});
    QTRY_COMPARE(waiting(), 0);
    m->start();
    QVERIFY(m->openRoom());
    fence();
    QCOMPARE(m_asked.size(), 1);
}

void TestWantedChanges::toggledTwiceIsForgotten()
{
    acceptReactions();
    reactOffline(3, kThumb);
    reactOffline(3, kHeart);
    QSignalSpy dropped(&m->chat->wanted(), &WantedChanges::dropped);
    m->chat->react(kRoom, 3, kThumb, false);
    QTRY_COMPARE(dropped.count(), 1);
    QCOMPARE(reactions(3), QStringList{u"❤️7"_s});
    QCOMPARE(waiting(), 1);
    m->start(); // from the disk, too
    QVERIFY(m->openRoom());
    QTRY_VERIFY(isLogged(3));
    fence();
    QCOMPARE(m_asked, QStringList{u"3 +❤️"_s});
}

void TestWantedChanges::toggledAgainAfterItWasSent()
{
    ignoreReactions();
    m->chat->react(kRoom, 3, kThumb, true);
    QTRY_COMPARE(m->server.count(u"reaction.add"_s), 1); // and perhaps done
    QTRY_COMPARE(reactions(3), QStringList{u"👍7"_s});
    m->server.goAway();
    QTRY_VERIFY(!m->isOnline());
    m->chat->react(kRoom, 3, kThumb, false);
    QTRY_COMPARE(reactions(3), QStringList());
    QCOMPARE(waiting(), 1);
    acceptReactions();
    m->server.comeBack();
    m->start();
    QVERIFY(m->openRoom());
    QTRY_COMPARE(m_asked, QStringList{u"3 -👍"_s});
}

void TestWantedChanges::toggledTwiceAfterItWasSent()
{
    ignoreReactions();
    m->chat->react(kRoom, 3, kThumb, true);
    QTRY_COMPARE(m->server.count(u"reaction.add"_s), 1);
    m->server.goAway();
    QTRY_VERIFY(!m->isOnline());
    QSignalSpy waits(&m->chat->wanted(), &WantedChanges::waits);
    m->chat->react(kRoom, 3, kThumb, false);
    QTRY_COMPARE(waits.count(), 1);
    m->chat->react(kRoom, 3, kThumb, true);
    QTRY_COMPARE(waits.count(), 2);
    acceptReactions();
    m->server.comeBack();
    QTRY_VERIFY(isLogged(3));
    QCOMPARE(m_asked, QStringList{u"3 +👍"_s});
}

void TestWantedChanges::lastOneOfManyTogglesCounts()
{
    acceptReactions();
    QSignalSpy done(&m->chat->wanted(), &WantedChanges::done); // of the last one alone
    for (int i = 0; i < 5; ++i)
        m->chat->react(kRoom, 3, kThumb, i % 2 == 0);
    QTRY_COMPARE(done.count(), 1);
    QTRY_COMPARE(m->chat->rooms().find(kRoom)->head, m_nextSeq - 1);
    QCOMPARE(waiting(), 0);
    fence();
    QCOMPARE(m_asked.last(), u"3 +👍"_s);
    QCOMPARE(reactions(3), QStringList{u"👍7"_s});
    m->chat->connection().close();
    for (int i = 0; i < 5; ++i)
        m->chat->react(kRoom, 3, kThumb, i % 2 != 0);
    QTRY_COMPARE(reactions(3), QStringList());
    m_asked.clear();
    openAgain();
    QTRY_VERIFY(!isLogged(3));
    QCOMPARE(m_asked, QStringList{u"3 -👍"_s});
}

void TestWantedChanges::shownUntilItsEventComes()
{
    m->server.on<protocol::AddReaction>([](const protocol::AddReaction &ask) {
        return protocol::MessageChanged{ask.room, ask.seq, 5};
    });
    QSignalSpy done(&m->chat->wanted(), &WantedChanges::done);
    m->chat->react(kRoom, 3, kThumb, true);
    QTRY_COMPARE(done.count(), 1);
    QTRY_COMPARE(waiting(), 0);
    QVERIFY(!isLogged(3));
    QTRY_COMPARE(reactions(3), QStringList{u"👍7"_s});
    m->server.sendEvent({kRoom, 4, 4, kOther, protocol::ReactionAdded{3, kHeart}});
    QTRY_COMPARE(reactions(3), (QStringList{u"❤️8"_s, u"👍7"_s}));
    m->server.sendEvent({kRoom, 5, 5, kSelf, protocol::ReactionAdded{3, kThumb}});
    // Another device of hers takes it back: what was wanted here is over.
    m->server.sendEvent({kRoom, 6, 6, kSelf, protocol::ReactionRemoved{3, kThumb}});
    QTRY_COMPARE_WITH_TIMEOUT(reactions(3), QStringList{u"❤️8"_s},
                              WantedChanges::kSettleMs / 2);
}

void TestWantedChanges::eventBeforeTheAnswer()
{
    QString waiting;
    m->server.onRaw(u"reaction.add"_s, [&](const QString &id) { waiting = id; });
    m->chat->react(kRoom, 3, kThumb, true);
    QTRY_VERIFY(!waiting.isEmpty());
    m->server.sendEvent({kRoom, 4, 4, kSelf, protocol::ReactionAdded{3, kThumb}});
    QTRY_VERIFY(isLogged(3));
    QCOMPARE(reactions(3), QStringList{u"👍7"_s}); // once
    QSignalSpy done(&m->chat->wanted(), &WantedChanges::done);
    m->server.send(wire::replyFrame(waiting, wire::encoded(protocol::MessageChanged{kRoom, 3, 4})));
    QTRY_COMPARE(done.count(), 1);
    m->server.sendEvent({kRoom, 5, 5, kSelf, protocol::ReactionRemoved{3, kThumb}});
    QTRY_COMPARE(reactions(3), QStringList());
}

void TestWantedChanges::refusedIsTold_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("reason");
    QTest::newRow("deleted") << int(ErrorCode::Conflict) << int(Reason::MessageDeleted);
    QTest::newRow("of too many kinds") << int(ErrorCode::TooLarge) << int(Reason::None);
    QTest::newRow("not a member") << int(ErrorCode::Forbidden) << int(Reason::NotAMember);
    QTest::newRow("gone") << int(ErrorCode::NotFound) << int(Reason::None);
}

void TestWantedChanges::refusedIsTold()
{
    QFETCH(int, code);
    QFETCH(int, reason);
    refuseReactions(Error(ErrorCode(code), Reason(reason), {}));
    reactOffline(3, kThumb);
    QSignalSpy refused(&m->chat->wanted(), &WantedChanges::refused);
    openAgain();
    QTRY_COMPARE(refused.count(), 1);
    QCOMPARE(refused.first()[0].value<WantedChange>().emoji, kThumb);
    QCOMPARE(refused.first()[1].value<Error>().code, ErrorCode(code));
    QCOMPARE(reactions(3), QStringList());
    QCOMPARE(waiting(), 0);
    m->start();
    QVERIFY(m->openRoom());
    fence();
    QCOMPARE(asked(), 1);
}

void TestWantedChanges::refusedForNowIsSentAgain()
{
    refuseReactions(Error::rateLimited(50));
    int pauses = 0;
    connect(m->chat.get(), &Chat::sendingPaused, this, [&](const Error &why) {
        pauses += why.code == ErrorCode::RateLimited && m->chat->pause().leftMs > 0;
    });
    m->chat->react(kRoom, 3, kThumb, true);
    m->chat->react(kRoom, 2, kHeart, true);
    QTRY_COMPARE(pauses, 3);
    QCOMPARE(reactions(3), QStringList{u"👍7"_s});
    QCOMPARE(waiting(), 2);
    QCOMPARE(m->server.count(u"reaction.add"_s), 3); // the second waits behind it
    acceptReactions();
    QTRY_VERIFY(isLogged(3) && isLogged(2));
    QCOMPARE(m_asked, (QStringList{u"3 +👍"_s, u"2 +❤️"_s}));
}

void TestWantedChanges::lostAnswerIsAskedForAgain()
{
    ignoreReactions();
    QSignalSpy waits(&m->chat->wanted(), &WantedChanges::waits);
    m->chat->react(kRoom, 3, kThumb, true);
    QTRY_COMPARE(asked(), 1);
    QTRY_COMPARE(reactions(3), QStringList{u"👍7"_s});
    QCOMPARE(waits.count(), 0); // its answer may come any moment
    acceptReactions();
    m->server.cut();
    QTRY_COMPARE(waits.count(), 1);
    QTRY_VERIFY(isLogged(3));
    QCOMPARE(m_asked, QStringList{u"3 +👍"_s});
}

void TestWantedChanges::endedSessionKeepsIt()
{
    refuseReactions(Error(ErrorCode::SessionExpired, {}));
    m->chat->react(kRoom, 3, kThumb, true);
    QTRY_COMPARE(asked(), 1);
    fence();
    QCOMPARE(asked(), 1);
    QTRY_COMPARE(reactions(3), QStringList{u"👍7"_s});
    acceptReactions();
    m->chat->connection().close();
    openAgain(); // with another session
    QTRY_VERIFY(isLogged(3));
}

void TestWantedChanges::goesWhenTheMessageIsDeleted()
{
    ignoreReactions();
    m->chat->react(kRoom, 3, kThumb, true);
    m->chat->react(kRoom, 2, kThumb, true);
    QTRY_COMPARE(waiting(), 2);
    QSignalSpy refused(&m->chat->wanted(), &WantedChanges::refused);
    m->server.sendEvent({kRoom, 4, 4, kOther, protocol::MessageDeleted{3}});
    QTRY_COMPARE(refused.count(), 1);
    QCOMPARE(refused.first()[1].value<Error>().reason, Reason::MessageDeleted);
    QCOMPARE(reactions(3), QStringList());
    QCOMPARE(waiting(), 1);
    acceptReactions();
    m->start();
    QVERIFY(m->openRoom());
    QTRY_COMPARE(m_asked, QStringList{u"2 +👍"_s});
}

void TestWantedChanges::oneAfterTheOther()
{
    QStringList ids;
    m->server.onRaw(u"reaction.add"_s, [&](const QString &id) { ids.append(id); });
    reactOffline(3, kThumb);
    reactOffline(2, kHeart);
    reactOffline(2, kThumb);
    openAgain();
    QTRY_COMPARE(ids.size(), 1);
    fence();
    QCOMPARE(ids.size(), 1);
    acceptReactions();
    m->server.send(
        wire::replyFrame(ids.first(), wire::encoded(protocol::MessageChanged{kRoom, 3, 3})));
    QTRY_COMPARE(m_asked, (QStringList{u"2 +❤️"_s, u"2 +👍"_s}));
}

void TestWantedChanges::behindANewTextOfTheSameMessage()
{
    acceptReactions();
    QString waiting;
    m->server.onRaw(u"message.edit"_s, [&](const QString &id) { waiting = id; });
    m->chat->connection().close();
    m->chat->beginEdit(kRoom, 3, u"text 3"_s,
                       [&](const QString &key) { m->chat->postAgain(key, u"better"_s); });
    QTRY_VERIFY(m->chat->openRoom(kRoom)->edit(3));
    reactOffline(3, kThumb);
    reactOffline(2, kThumb);
    openAgain();
    QTRY_VERIFY(!waiting.isEmpty());
    QTRY_VERIFY(isLogged(2)); // of another message
    QCOMPARE(m_asked, QStringList{u"2 +👍"_s});
    m->server.send(wire::replyFrame(waiting, wire::encoded(protocol::MessageChanged{kRoom, 3, 3})));
    QTRY_COMPARE(m_asked.size(), 2);
    QCOMPARE(m_asked.last(), u"3 +👍"_s);
}

QTEST_GUILESS_MAIN(TestWantedChanges)
#include "tst_wanted_changes.moc"
