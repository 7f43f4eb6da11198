// SPDX-License-Identifier: MIT
#include "tests/client/state/cache_fixture.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! The program is started again with the same profile: what it shows before any network, and what
//! it asks when the network is there.
class TestChatCache : public QObject, private CacheFixture {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void offlineStartShowsTheLastTime();
    void offlineOneWritesAndSwitches();
    void whatWasMissedIsAskedFor();
    void whatDidNotChangeCostsNothing();
    void pushedIsCachedInAllRooms();
    void jumpIsAskedForInRoomsThatAreNotOpen();
    void unreadOpensWhereOneStopped();
    void whatRestsIsNotOpenedAgain();
    void whoScrollsMeanwhileStays_data();
    void whoScrollsMeanwhileStays();
    void everyRoomShowsItsOwn();
    void pagesOfAnotherAccountAreNobodys();

private:
    const Timeline *missedFourHundred();
};

void TestChatCache::offlineStartShowsTheLastTime()
{
    arrive();
    Timeline *timeline = shownRoom(kRoom);
    QVERIFY(timeline);
    m->chat->loadOlder(kRoom);
    QTRY_COMPARE(timeline->entries().size(), 130);
    m_log->say(kRoom);
    QTRY_COMPARE(timeline->entries().size(), 131);
    startOffline();
    QSignalSpy failed(m->chat.get(), &Chat::messagesNotLoaded);
    QCOMPARE(m->chat->rooms().all().size(), 3);
    QCOMPARE(m->chat->rooms().find(kRoom)->head, 301);
    timeline = shownRoom(kRoom);
    QVERIFY(timeline);
    QCOMPARE(shown(*timeline), ScriptedLog::texts(kRoom, 272, 301));
    QCOMPARE(m->chat->nameOf(kOther), u"Grace"_s);
    // Back through everything that is cached, and no further.
    while (timeline->firstSeq() > 171) {
        const Seq first = timeline->firstSeq();
        m->chat->loadOlder(kRoom);
        QTRY_VERIFY(timeline->firstSeq() < first);
    }
    QCOMPARE(shown(*timeline), ScriptedLog::texts(kRoom, 171, 301));
    QVERIFY(timeline->hasOlder());
    m->chat->loadOlder(kRoom);
    QCOMPARE(failed.count(), 0);
    // And on, when the network is there.
    m->server.comeBack();
    m->chat->connection().retryNow();
    QTRY_VERIFY(m->isOnline());
    m->chat->loadOlder(kRoom);
    QTRY_COMPARE(timeline->firstSeq(), 71);
    QCOMPARE(m_log->syncs.size(), 0);
}

void TestChatCache::offlineOneWritesAndSwitches()
{
    arrive();
    QVERIFY(shownRoom(kRoom));
    QVERIFY(shownRoom(kSecond));
    startOffline();
    Timeline *timeline = shownRoom(kRoom);
    QVERIFY(timeline);
    m->chat->post(kRoom, u"written offline"_s);
    QTRY_COMPARE(shown(*timeline).last(), u"written offline?"_s);
    QCOMPARE(shown(*shownRoom(kSecond)), ScriptedLog::texts(kSecond, 21, 50));
    // Nothing of it is cached: it waits for the network.
    const Timeline *third = m->chat->openRoom(kThird);
    m->server.on<protocol::PostMessage>([this](const protocol::PostMessage &post) {
        m->server.sendEvent(messageEvent(kRoom, 301, kSelf, post.text, post.key));
        return protocol::Posted{post.room, 301, 300, 1};
    });
    QVERIFY(!third->isLoaded());
    m->server.comeBack();
    m->chat->connection().retryNow();
    QTRY_VERIFY(third->isLoaded());
    QTRY_COMPARE(shown(*timeline).last(), u"written offline"_s);
}

void TestChatCache::whatWasMissedIsAskedFor()
{
    arrive();
    QVERIFY(shownRoom(kRoom));
    startOffline();
    Timeline *timeline = shownRoom(kRoom);
    QVERIFY(timeline);
    m_log->setHead(kRoom, 310);
    m->server.comeBack();
    m->chat->connection().retryNow();
    QTRY_COMPARE(shown(*timeline), ScriptedLog::texts(kRoom, 271, 310));
    QCOMPARE(m_log->syncs.size(), 1);
    QCOMPARE(m_log->syncs.first().rooms.size(), 1);
    QCOMPARE(m_log->syncs.first().rooms.first().after, 300);
    // What came is cached, and not asked for again.
    startOffline();
    timeline = shownRoom(kRoom);
    QCOMPARE(timeline->entries().last().message.seq, 310);
}

void TestChatCache::whatDidNotChangeCostsNothing()
{
    for (qint64 id = 100; id < 400; ++id)
        m_log->setHead({id}, 1'000);
    arrive();
    QVERIFY(shownRoom(kRoom));
    QVERIFY(shownRoom(kSecond));
    m->chat.reset();
    m_log->setHead(kSecond, 51);
    m_log->setHead({100}, 2'000); // nobody ever looked at it
    arrive();
    QTRY_COMPARE(m_log->syncs.size(), 1);
    QCOMPARE(m_log->syncs.first().rooms.size(), 1);
    QCOMPARE(m_log->syncs.first().rooms.first().room, kSecond);
    QCOMPARE(m_log->syncs.first().rooms.first().after, 50);
    QVERIFY(shownRoom(kRoom)); // from the cache
    QCOMPARE(m_log->pages.size(), 0);
}

void TestChatCache::pushedIsCachedInAllRooms()
{
    arrive();
    m_log->say(kSecond);
    m_log->say(kSecond);
    QTRY_COMPARE(m->chat->rooms().find(kSecond)->head, 52);
    startOffline();
    const Timeline *timeline = shownRoom(kSecond);
    QVERIFY(timeline);
    QCOMPARE(shown(*timeline), ScriptedLog::texts(kSecond, 51, 52));
    QVERIFY(timeline->hasOlder());
    QCOMPARE(m->chat->rooms().find(kSecond)->unread, 2);
}

void TestChatCache::jumpIsAskedForInRoomsThatAreNotOpen()
{
    arrive();
    m_log->setHead(kSecond, 58); // seven events that nobody pushed
    m_log->say(kSecond);
    QTRY_COMPARE(m->chat->rooms().find(kSecond)->head, 59);
    QCOMPARE(m_log->syncs.size(), 1);
    QCOMPARE(m_log->syncs.first().rooms.first().after, 50);
    QCOMPARE(m->chat->rooms().find(kSecond)->unread, 9);
    const Timeline *timeline = shownRoom(kSecond);
    QVERIFY(timeline);
    QCOMPARE(timeline->entries().last().message.seq, 59);
}

//! Offline in a room that was read to its end, 300; more was written since.
const Timeline *TestChatCache::missedFourHundred()
{
    m->server.hello.rooms.first().read = 300;
    arrive();
    if (!shownRoom(kRoom))
        return nullptr;
    startOffline();
    const Timeline *timeline = shownRoom(kRoom);
    m_log->setHead(kRoom, 700);
    m->server.hello.rooms.first().unread = 400;
    return timeline;
}

//! Many messages came since: one is where one stopped, not at their end.
void TestChatCache::unreadOpensWhereOneStopped()
{
    const Timeline *timeline = missedFourHundred();
    QVERIFY(timeline);
    QCOMPARE(timeline->entries().last().message.seq, 300);
    QSignalSpy again(m->chat.get(), &Chat::openedAgain);
    m->server.comeBack();
    m->chat->connection().retryNow();
    QTRY_VERIFY(timeline->known() > 300);
    QVERIFY(timeline->hasNewer());
    QVERIFY(timeline->firstSeq() < 300);
    QCOMPARE(timeline->readMarker(), 300);
    QCOMPARE(again.count(), 1);
    QCOMPARE(shown(*timeline), ScriptedLog::texts(kRoom, timeline->firstSeq(), timeline->known()));
    // Its log is followed to the end all the same.
    while (timeline->hasNewer()) {
        const Seq known = timeline->known();
        m->chat->loadNewer(kRoom);
        QTRY_VERIFY(timeline->known() > known);
    }
    QCOMPARE(timeline->entries().last().message.seq, 700);
    QCOMPARE(m_log->syncs.size(), 1);
}

//! Whoever comes to it meanwhile, and reads in the middle, would be moved.
void TestChatCache::whatRestsIsNotOpenedAgain()
{
    QVERIFY(missedFourHundred());
    m->chat->closeRoom(kRoom);
    QSignalSpy again(m->chat.get(), &Chat::openedAgain);
    m->server.comeBack();
    m->chat->connection().retryNow();
    QTRY_COMPARE(m_log->syncs.size(), 1);
    const Timeline *opened = shownRoom(kRoom);
    QVERIFY(opened);
    QTRY_VERIFY((m->chat->loadNewer(kRoom), opened->known() > 300));
    QVERIFY(opened->firstSeq() < 300);
    QCOMPARE(opened->readMarker(), 300);
    QCOMPARE(again.count(), 0);
}

void TestChatCache::whoScrollsMeanwhileStays_data()
{
    QTest::addColumn<ReadingPlace>("then");
    QTest::addColumn<bool>("isMoved");
    QTest::newRow("to another message") << ReadingPlace{280} << false;
    QTest::newRow("within a long one") << ReadingPlace{290, 400, 0} << false;
    QTest::newRow("by a pixel") << ReadingPlace{290, 0, 1} << false;
    QTest::newRow("not at all") << ReadingPlace{290} << true;
}

void TestChatCache::whoScrollsMeanwhileStays()
{
    QFETCH(const ReadingPlace, then);
    QFETCH(const bool, isMoved);
    const Timeline *timeline = missedFourHundred();
    QVERIFY(timeline);
    QString waiting;
    m->server.onRaw(u"room.messages"_s, [&](const QString &id) { waiting = id; });
    QSignalSpy again(m->chat.get(), &Chat::openedAgain);
    QSignalSpy reset(timeline, &Timeline::wasReset);
    m->server.comeBack();
    m->chat->connection().retryNow();
    QTRY_VERIFY(!waiting.isEmpty());
    m->chat->setReading(kRoom, {290}); // what was the end, now that more came behind it
    m->chat->setReading(kRoom, then);
    m->server.send(wire::replyFrame(waiting, wire::encoded(pageOf(kRoom, 270, 330))));
    QTRY_VERIFY((m->chat->loadNewer(kRoom), timeline->known() > 300)); // that page was looked at
    QCOMPARE(again.count(), isMoved ? 1 : 0);
    QCOMPARE(reset.count(), isMoved ? 1 : 0);
    QCOMPARE(timeline->firstSeq() == 270, isMoved);
}

//! Each answer goes to the room that it was asked for, however fast one switches.
void TestChatCache::everyRoomShowsItsOwn()
{
    for (qint64 id = 100; id < 110; ++id)
        m_log->setHead({id}, 200);
    arrive();
    for (qint64 id = 100; id < 105; ++id)
        QVERIFY(shownRoom({id}));
    m->chat.reset();
    arrive();
    QList<Timeline *> timelines; // of them, half are in the cache
    for (int round = 0; round < 5; ++round) {
        for (qint64 id = 100; id < 110; ++id) {
            Timeline *timeline = m->chat->openRoom({id});
            m->chat->loadOlder({id});
            if (round == 0)
                timelines.append(timeline);
            QCoreApplication::processEvents();
            m->chat->closeRoom({id});
        }
    }
    for (Timeline *timeline : std::as_const(timelines)) {
        QTRY_VERIFY(timeline->isLoaded());
        const Seq first = timeline->firstSeq();
        QCOMPARE(shown(*timeline), ScriptedLog::texts(timeline->room(), first, 200));
    }
}

void TestChatCache::pagesOfAnotherAccountAreNobodys()
{
    arrive();
    QVERIFY(shownRoom(kRoom));
    startOffline();
    m->chat->openRoom(kRoom); // asked, and not answered yet
    QSignalSpy restored(m->chat.get(), &Chat::restored);
    m->chat->open(m->server.url(), u"token"_s, kOther);
    QVERIFY(m->chat->rooms().all().isEmpty());
    m->chat->openRoom(kRoom);
    m->chat->open(m->server.url(), u"token"_s, kSelf); // ada again, behind all that is on its way
    QTRY_COMPARE(restored.count(), 1);
    QCOMPARE(shown(*shownRoom(kRoom)), ScriptedLog::texts(kRoom, 271, 300));
}

QTEST_GUILESS_MAIN(TestChatCache)
#include "tst_chat_cache.moc"
