// SPDX-License-Identifier: MIT
#include "tests/client/state/scripted_log.h"
#include <QPointer>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

static constexpr RoomId kSecond{6};
static constexpr RoomId kThird{9};

//! The program is started again with the same profile: what it shows before any network, what it
//! asks when the network is there, and what it has forgotten.
class TestChatCache : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void offlineStartShowsTheLastTime();
    void offlineOneWritesAndSwitches();
    void whatWasMissedIsAskedFor();
    void whatDidNotChangeCostsNothing();
    void pushedIsCachedInAllRooms();
    void jumpIsAskedForInRoomsThatAreNotOpen();
    void unreadOpensWhereOneStopped();
    void whoScrollsMeanwhileStays();
    void otherEpochForgetsTheLog();
    void shorterLogForgetsTheRoom();
    void roomThatOneIsNotInIsForgotten();
    void roomThatWasLeftElsewhereIsForgotten();
    void timelinesOfManyRoomsDoNotStay();
    void placeGoesWithTheRoom();
    void logOutForgetsAll();
    void everyRoomShowsItsOwn();
    void pagesOfAnotherAccountAreNobodys();

private:
    //! As at the first start: online, everything listed.
    void arrive();
    //! The program is started while the server cannot be reached.
    void startOffline();
    Timeline *shownRoom(RoomId room);

    std::unique_ptr<ChatFixture> m;
    std::unique_ptr<ScriptedLog> m_log;
};

void TestChatCache::init()
{
    m = std::make_unique<ChatFixture>();
    m_log = std::make_unique<ScriptedLog>(m->server);
    m_log->setHead(kRoom, 300);
    m_log->setHead(kSecond, 50);
    m_log->setHead(kThird, 20);
}

void TestChatCache::cleanup()
{
    m->chat.reset();
    m_log.reset();
    m.reset();
}

void TestChatCache::arrive()
{
    m->chat.reset();
    m->chat = std::make_unique<Chat>(m->folder.path());
    QSignalSpy ready(m->chat.get(), &Chat::ready);
    m->open();
    QTRY_COMPARE(ready.count(), 1);
    m_log->pages.clear();
}

void TestChatCache::startOffline()
{
    m->chat.reset();
    m->server.goAway();
    m->chat = std::make_unique<Chat>(m->folder.path());
    QSignalSpy restored(m->chat.get(), &Chat::restored);
    m->open();
    QTRY_COMPARE(restored.count(), 1);
    QVERIFY(!m->isOnline());
}

Timeline *TestChatCache::shownRoom(RoomId room)
{
    Timeline *timeline = m->chat->openRoom(room);
    return QTest::qWaitFor([&] { return timeline->isLoaded(); }) ? timeline : nullptr;
}

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

//! Many messages came since: one is where one stopped, not at their end.
void TestChatCache::unreadOpensWhereOneStopped()
{
    m->server.hello.rooms.first().read = 300;
    arrive();
    QVERIFY(shownRoom(kRoom));
    startOffline();
    const Timeline *timeline = shownRoom(kRoom);
    QVERIFY(timeline);
    QCOMPARE(timeline->entries().last().message.seq, 300);
    m_log->setHead(kRoom, 700);
    m->server.hello.rooms.first().unread = 400;
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

void TestChatCache::whoScrollsMeanwhileStays()
{
    m->server.hello.rooms.first().read = 300;
    arrive();
    QVERIFY(shownRoom(kRoom));
    startOffline();
    const Timeline *timeline = shownRoom(kRoom);
    QVERIFY(timeline);
    m_log->setHead(kRoom, 700);
    m->server.hello.rooms.first().unread = 400;
    QString waiting;
    m->server.onRaw(u"room.messages"_s, [&](const QString &id) { waiting = id; });
    QSignalSpy again(m->chat.get(), &Chat::openedAgain);
    QSignalSpy reset(timeline, &Timeline::wasReset);
    m->server.comeBack();
    m->chat->connection().retryNow();
    QTRY_VERIFY(!waiting.isEmpty());
    m->chat->setReading(kRoom, {290}); // what was the end, now that more came behind it
    m->chat->setReading(kRoom, {280});
    m->server.send(wire::replyFrame(waiting, wire::encoded(pageOf(kRoom, 270, 330))));
    QTRY_VERIFY((m->chat->loadNewer(kRoom), timeline->known() > 300)); // that page was looked at
    QCOMPARE(again.count(), 0);
    QCOMPARE(reset.count(), 0);
    QCOMPARE(shown(*timeline), ScriptedLog::texts(kRoom, timeline->firstSeq(), timeline->known()));
}

void TestChatCache::otherEpochForgetsTheLog()
{
    arrive();
    Timeline *timeline = shownRoom(kRoom);
    QVERIFY(timeline);
    m->chat->setDraft(kRoom, u"half a thought"_s);
    startOffline();
    m->chat->post(kRoom, u"written offline"_s);
    timeline = shownRoom(kRoom);
    QTRY_COMPARE(shown(*timeline).last(), u"written offline?"_s);
    // The backup ends at the same number, with other messages.
    m->server.hello.server.epoch = u"restored"_s;
    for (Seq seq = 2; seq <= 300; ++seq)
        m_log->edit(kRoom, seq, seq, u"restored %1"_s.arg(seq));
    m->server.comeBack();
    m->chat->connection().retryNow();
    QTRY_COMPARE(shown(*timeline).value(29), u"restored 300"_s);
    QCOMPARE(shown(*timeline).last(), u"written offline?"_s);
    QCOMPARE(timeline->entries().size(), 31);
    QCOMPARE(m->chat->draft(kRoom), u"half a thought"_s);
    QCOMPARE(m_log->syncs.size(), 0);
    startOffline();
    timeline = shownRoom(kRoom);
    QTRY_COMPARE(shown(*timeline).value(0), u"restored 271"_s);
    QCOMPARE(m->chat->draft(kRoom), u"half a thought"_s);
    QCOMPARE(shown(*timeline).last(), u"written offline?"_s);
}

void TestChatCache::shorterLogForgetsTheRoom()
{
    arrive();
    QVERIFY(shownRoom(kRoom));
    m->chat.reset();
    m_log->setHead(kRoom, 200); // an older state, under the same epoch
    arrive();
    QTRY_COMPARE(m_log->syncs.size(), 2); // once more for what was pushed meanwhile
    QCOMPARE(m_log->syncs.first().rooms.first().after, 300);
    QCOMPARE(m_log->syncs.last().rooms.first().after, 200);
    startOffline();
    const Timeline *timeline = shownRoom(kRoom);
    QVERIFY(timeline);
    QCOMPARE(shown(*timeline), ScriptedLog::texts(kRoom, 171, 200));
}

void TestChatCache::roomThatOneIsNotInIsForgotten()
{
    arrive();
    QVERIFY(shownRoom(kRoom));
    QVERIFY(shownRoom(kSecond));
    m->chat.reset();
    m_log->setHead(kSecond, 60);
    m_log->shut(kSecond);
    arrive();
    QTRY_VERIFY(!m->chat->rooms().find(kSecond));
    startOffline();
    QVERIFY(!m->chat->rooms().find(kSecond));
    QCOMPARE(m->chat->rooms().all().size(), 2);
    const Timeline *gone = m->chat->openRoom(kSecond);
    QVERIFY(shownRoom(kRoom)); // the cache answers in the order of the questions
    QVERIFY(!gone->isLoaded());
}

void TestChatCache::roomThatWasLeftElsewhereIsForgotten()
{
    arrive();
    QVERIFY(shownRoom(kRoom));
    QVERIFY(shownRoom(kSecond));
    startOffline();
    QVERIFY(shownRoom(kSecond));
    m->server.hello.rooms.removeAt(1);
    m->server.comeBack();
    m->chat->connection().retryNow();
    QTRY_VERIFY(!m->chat->rooms().find(kSecond));
    startOffline();
    QVERIFY(!m->chat->rooms().find(kSecond));
    const Timeline *gone = m->chat->openRoom(kSecond);
    QVERIFY(shownRoom(kRoom));
    QVERIFY(!gone->isLoaded());
}

void TestChatCache::timelinesOfManyRoomsDoNotStay()
{
    constexpr int kVisited = 60;
    for (qint64 room = 101; room < 101 + kVisited; ++room)
        m_log->setHead({room}, 20);
    arrive();
    QHash<RoomId, QPointer<Timeline>> timelines;
    for (qint64 room = 101; room < 101 + kVisited; ++room) {
        timelines[{room}] = shownRoom({room});
        QVERIFY(timelines[{room}]);
        m->chat->closeRoom({room});
    }
    const auto left =
        int(std::ranges::count_if(timelines, [](const auto &timeline) { return !!timeline; }));
    QVERIFY2(left <= 30, qPrintable(QString::number(left)));
    QVERIFY(timelines[{160}]); // where one was just now is there at once
    Timeline *again = shownRoom({101});
    QVERIFY(again);
    QCOMPARE(shown(*again), ScriptedLog::texts({101}, 2, 20));
}

void TestChatCache::placeGoesWithTheRoom()
{
    arrive();
    QVERIFY(shownRoom(kRoom));
    m->chat->setReading(kRoom, {100, 0, 10});
    QCOMPARE(m->chat->openingPlace(kRoom).seq, 100);
    m->server.push(protocol::RoomRemoved{kRoom});
    QTRY_VERIFY(!m->chat->rooms().find(kRoom));
    auto again = roomOf(kRoom, u"general"_s, 300, 299);
    again.read = 300;
    m->server.push(protocol::RoomListed{again});
    QTRY_VERIFY(m->chat->rooms().find(kRoom));
    QVERIFY(m->chat->openingPlace(kRoom).isEnd());
}

//! What was typed and not sent is not part of it.
void TestChatCache::logOutForgetsAll()
{
    arrive();
    QVERIFY(shownRoom(kRoom));
    m->chat->setDraft(kRoom, u"a draft"_s);
    m->chat->closeAndForget();
    m->chat.reset();
    QVERIFY(!QFile::exists(m->folder.filePath(u"cache.db"_s)));
    arrive();
    QCOMPARE(m->chat->draft(kRoom), u"a draft"_s);
    QVERIFY(shownRoom(kRoom));
    QVERIFY(!m_log->pages.isEmpty());
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
