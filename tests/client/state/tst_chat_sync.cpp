// SPDX-License-Identifier: MIT
#include "tests/client/state/chat_fixture.h"
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

static protocol::RoomSync eventsOf(RoomId room, Seq from, Seq to)
{
    QList<protocol::RoomEvent> events;
    for (Seq seq = from; seq <= to; ++seq)
        events.append(messageEvent(room, seq, kOther, u"text %1"_s.arg(seq)));
    return {.room = room, .events = events};
}

//! The server's room went on while nobody was connected.
static void setHead(ChatFixture &fixture, Seq head)
{
    fixture.server.hello.rooms.first().head = head;
    fixture.server.hello.rooms.first().n = head - 1;
}

static QStringList texts(Seq from, Seq to)
{
    QStringList list;
    for (Seq seq = from; seq <= to; ++seq)
        list.append(u"text %1"_s.arg(seq));
    return list;
}

//! How the chat catches up with what it missed, by every answer that protocol.md knows.
class TestChatSync : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void liveEventsAreShown();
    void holeIsAskedForOnce();
    void missedEventsAfterAReconnect();
    void moreIsAskedForAgain();
    void uselessMoreEnds();
    void gapShowsTheNewestPage();
    void olderPageAfterAGapDoesNotJoinOn();
    void resetStartsAnew();
    void otherEpochStartsAnew();
    void roomThatOneIsNotIn();
    void refusedSyncIsTriedAgain();
    void syncThatCannotBeReadLoadsThePage();
    void unknownEventsCount();
    void markerOutsideLoadsAnew();
    void stretchInTheMiddleIsNotSynced();
    void newerPageAfterAJumpDoesNotJoinOn();

private:
    Timeline *openInTheMiddle();

    std::unique_ptr<ChatFixture> m;
};

void TestChatSync::init()
{
    m = std::make_unique<ChatFixture>();
    m->start();
}

void TestChatSync::cleanup()
{
    m.reset();
}

void TestChatSync::liveEventsAreShown()
{
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    m->server.sendEvent(messageEvent(kRoom, 4, kOther, u"text 4"_s));
    m->server.sendEvent(messageEvent(kRoom, 4, kOther, u"text 4"_s)); // twice on the line
    QTRY_COMPARE(shown(*timeline), texts(2, 4));
    QCOMPARE(m->server.count(u"session.sync"_s), 0);
}

void TestChatSync::holeIsAskedForOnce()
{
    Seq after = 0;
    m->server.on<protocol::Sync>([&](const protocol::Sync &ask) {
        after = ask.rooms.first().after;
        return protocol::SyncReply{{eventsOf(kRoom, 4, 7)}, {}, {}};
    });
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    for (Seq seq = 6; seq <= 8; ++seq)
        m->server.sendEvent(messageEvent(kRoom, seq, kOther, u"text %1"_s.arg(seq)));
    QTRY_COMPARE(shown(*timeline), texts(2, 8));
    QCOMPARE(after, 3);
    QCOMPARE(m->server.count(u"session.sync"_s), 1);
}

void TestChatSync::missedEventsAfterAReconnect()
{
    m->server.on<protocol::Sync>([&](const protocol::Sync &) {
        return protocol::SyncReply{{eventsOf(kRoom, 4, 6)}, {}, {}};
    });
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    m->server.hello.rooms = {roomOf(kRoom, u"general"_s, 6, 5)};
    m->server.cut();
    QTRY_COMPARE(shown(*timeline), texts(2, 6));
    QCOMPARE(m->chat->rooms().find(kRoom)->n, 5);
}

void TestChatSync::moreIsAskedForAgain()
{
    m->server.hello.rooms.append(roomOf({6}, u"other"_s, 3, 2));
    m->start();
    Timeline *first = m->openRoom();
    QVERIFY(first);
    Timeline *second = m->chat->openRoom({6});
    QTRY_VERIFY(second->isLoaded());
    // At most six events an answer, in the order of the question, as a server hands them out.
    m->server.on<protocol::Sync>([&](const protocol::Sync &ask) {
        protocol::SyncReply reply;
        Seq budget = 6;
        for (const protocol::SyncPosition &position : ask.rooms) {
            const Seq head = position.room == kRoom ? 12 : 5;
            const Seq to = std::min(head, position.after + budget);
            if (budget > 0)
                reply.rooms.append(eventsOf(position.room, position.after + 1, to));
            if (budget == 0 || to < head)
                reply.more.append(position.room);
            budget -= budget > 0 ? to - position.after : 0;
        }
        return reply;
    });
    m->server.hello.rooms.last().head = 5;
    setHead(*m, 12);
    m->server.cut();
    QTRY_COMPARE(shown(*first), texts(2, 12));
    QTRY_COMPARE(shown(*second), texts(2, 5));
}

void TestChatSync::uselessMoreEnds()
{
    m->server.on<protocol::Sync>([&](const protocol::Sync &) {
        return protocol::SyncReply{{}, {kRoom}, {}};
    });
    m->server.on<protocol::ReadRoom>(
        [](const protocol::ReadRoom &ask) { return markerAt(ask.room, ask.seq, 1, ask.seq); });
    QVERIFY(m->openRoom());
    setHead(*m, 9);
    m->server.cut();
    QTRY_COMPARE(m->server.count(u"session.sync"_s), 1);
    // Whatever it asks next comes behind an endless row of questions, if there is one.
    m->chat->markRead(kRoom, 3);
    QTRY_COMPARE(m->server.count(u"room.read"_s), 1);
    QCOMPARE(m->server.count(u"session.sync"_s), 1);
}

void TestChatSync::gapShowsTheNewestPage()
{
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    m->server.on<protocol::Sync>([&](const protocol::Sync &) {
        // Pushed behind the snapshot, before its answer.
        m->server.sendEvent(messageEvent(kRoom, 931, kOther, u"text 931"_s));
        protocol::RoomSync gap{.room = kRoom};
        gap.gap = protocol::Gap{4, 900, {}};
        gap.page = pageOf(kRoom, 901, 930, true);
        return protocol::SyncReply{{gap}, {}, {}};
    });
    setHead(*m, 930);
    m->server.cut();
    QTRY_COMPARE(shown(*timeline), texts(901, 931));
    QVERIFY(timeline->hasOlder());
}

void TestChatSync::olderPageAfterAGapDoesNotJoinOn()
{
    m->server.on<protocol::ListMessages>(
        [](const protocol::ListMessages &ask) { return pageOf(ask.room, 800, 830, true); });
    setHead(*m, 830);
    m->start();
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    // The answer to the older page comes only when a gap has moved the beginning.
    QString waiting;
    m->server.onRaw(u"room.messages"_s, [&](const QString &id) { waiting = id; });
    m->chat->loadOlder(kRoom);
    QTRY_VERIFY(!waiting.isEmpty());
    m->server.on<protocol::Sync>([&](const protocol::Sync &) {
        protocol::RoomSync gap{.room = kRoom};
        gap.gap = protocol::Gap{831, 1900, {}};
        gap.page = pageOf(kRoom, 1901, 1930, true);
        return protocol::SyncReply{{gap}, {}, {}};
    });
    m->server.sendEvent(messageEvent(kRoom, 1930, kOther, u"text 1930"_s));
    QTRY_COMPARE(shown(*timeline), texts(1901, 1930));
    m->server.send(wire::replyFrame(waiting, wire::encoded(pageOf(kRoom, 770, 799, true))));
    m->server.sendEvent(messageEvent(kRoom, 1931, kOther, u"text 1931"_s));
    QTRY_COMPARE(shown(*timeline), texts(1901, 1931));
}

void TestChatSync::resetStartsAnew()
{
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    for (Seq seq = 4; seq <= 20; ++seq)
        m->server.sendEvent(messageEvent(kRoom, seq, kOther, u"lost %1"_s.arg(seq)));
    QTRY_COMPARE(timeline->known(), 20);
    QList<Seq> asked;
    m->server.on<protocol::Sync>([&](const protocol::Sync &ask) {
        asked.append(ask.rooms.first().after);
        if (asked.size() > 1)
            return protocol::SyncReply{{eventsOf(kRoom, 6, 7)}, {}, {}};
        // Events of the new log below the number that the client believes in.
        m->server.sendEvent(messageEvent(kRoom, 6, kOther, u"text 6"_s));
        m->server.sendEvent(messageEvent(kRoom, 7, kOther, u"text 7"_s));
        protocol::RoomSync reset{.room = kRoom};
        reset.reset = true;
        reset.page = pageOf(kRoom, 2, 5);
        return protocol::SyncReply{{reset}, {}, {}};
    });
    m->server.cut();
    QTRY_COMPARE(shown(*timeline), texts(2, 7));
    QCOMPARE(asked, (QList<Seq>{20, 5}));
}

void TestChatSync::otherEpochStartsAnew()
{
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    m->chat->setDraft(kRoom, {u"kept"_s});
    m->server.hello.server.epoch = u"epoch-2"_s;
    m->server.on<protocol::ListMessages>([](const protocol::ListMessages &ask) {
        auto page = pageOf(ask.room, 2, 3);
        page.messages[0].text = u"from the backup"_s;
        return page;
    });
    m->server.cut();
    QTRY_COMPARE(shown(*timeline).value(0), u"from the backup"_s);
    QCOMPARE(m->server.count(u"session.sync"_s), 0);
    QCOMPARE(m->chat->draft(kRoom).text, u"kept"_s);
}

void TestChatSync::roomThatOneIsNotIn()
{
    QVERIFY(m->openRoom());
    m->server.on<protocol::Sync>([&](const protocol::Sync &) {
        protocol::RoomSync refused{.room = kRoom};
        refused.error = protocol::RoomError{u"forbidden"_s};
        return protocol::SyncReply{{refused}, {}, {}};
    });
    setHead(*m, 9);
    m->server.cut();
    QTRY_VERIFY(m->server.count(u"session.sync"_s) == 1 && !m->chat->rooms().find(kRoom));
}

void TestChatSync::refusedSyncIsTriedAgain()
{
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    m->server.on<protocol::Sync>([&](const protocol::Sync &) -> Result<protocol::SyncReply> {
        if (m->server.count(u"session.sync"_s) == 1)
            return Error::rateLimited(50);
        return protocol::SyncReply{{eventsOf(kRoom, 4, 5)}, {}, {}};
    });
    setHead(*m, 5);
    m->server.cut();
    QTRY_COMPARE(shown(*timeline), texts(2, 5));
}

void TestChatSync::syncThatCannotBeReadLoadsThePage()
{
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    m->server.onRaw(u"session.sync"_s, [&](const QString &id) {
        m->server.send(wire::replyFrame(
            id,
            R"({"rooms":[{"room":"5","events":[{"type":"message.posted","room":"5","seq":4,"at":1,)"
            R"("by":"8","data":{}}]}],"more":[],"users":[]})"));
    });
    m->server.on<protocol::ListMessages>(
        [](const protocol::ListMessages &ask) { return pageOf(ask.room, 2, 6); });
    setHead(*m, 6);
    m->server.cut();
    QTRY_COMPARE(shown(*timeline), texts(2, 6));
    QCOMPARE(m->server.count(u"session.sync"_s), 1);
}

static QByteArray paintedEvent(Seq seq)
{
    return protocol::eventFrame(kRoom, seq, 1, kOther, "room.painted", R"({"colour":"red"})");
}

//! A newer server has kinds that this client does not know: they have their place, and no more.
void TestChatSync::unknownEventsCount()
{
    m->server.onRaw(u"session.sync"_s, [&](const QString &id) {
        m->server.send(wire::replyFrame(id,
                                        R"({"rooms":[{"room":"5","events":[)" + paintedEvent(8)
                                            + R"(]}],"more":[],"users":[]})"));
    });
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    m->server.send(paintedEvent(4));
    m->server.sendEvent(messageEvent(kRoom, 5, kOther, u"text 5"_s));
    m->server.send(paintedEvent(6));
    m->server.sendEvent(messageEvent(kRoom, 7, kOther, u"text 7"_s));
    QTRY_COMPARE(timeline->known(), 7);
    QCOMPARE(shown(*timeline), (QStringList{u"text 2"_s, u"text 3"_s, u"text 5"_s, u"text 7"_s}));
    QCOMPARE(m->server.count(u"session.sync"_s), 0);
    QCOMPARE(m->chat->rooms().find(kRoom)->head, 7);
    // Also among what was missed.
    m->server.sendEvent(messageEvent(kRoom, 9, kOther, u"text 9"_s));
    QTRY_COMPARE(shown(*timeline).last(), u"text 9"_s);
    QCOMPARE(m->server.count(u"session.sync"_s), 1);
    QCOMPARE(m->server.count(u"room.messages"_s), 1); // the first page only
}

void TestChatSync::markerOutsideLoadsAnew()
{
    m->server.hello.rooms = {roomOf(kRoom, u"general"_s, 900, 899)};
    m->server.on<protocol::ListMessages>([](const protocol::ListMessages &ask) {
        const Seq from = ask.around ? *ask.around - 20 : 870;
        auto page = pageOf(ask.room, from, from + 30, true);
        page.hasAfter = page.to < 900;
        return page;
    });
    m->start();
    Timeline *timeline = m->openRoom();
    QVERIFY(timeline);
    QCOMPARE(timeline->firstSeq(), 870);
    m->chat->closeRoom(kRoom);
    m->server.push(movedTo(kRoom, 500, 1, 900)); // set back on another device
    QTRY_COMPARE(m->chat->rooms().find(kRoom)->read, 500);
    m->chat->openRoom(kRoom);
    QTRY_COMPARE(timeline->firstSeq(), 480);
    QVERIFY(timeline->hasNewer());
    m->chat->openRoom(kRoom); // it is inside now
    QCOMPARE(timeline->firstSeq(), 480);
}

//! Opens the room where one stopped: 480 to 510 of 900.
Timeline *TestChatSync::openInTheMiddle()
{
    m->server.hello.rooms = {roomOf(kRoom, u"general"_s, 900, 899)};
    m->server.hello.rooms.first().read = 500;
    m->server.hello.rooms.first().unread = 400;
    m->server.on<protocol::ListMessages>([](const protocol::ListMessages &ask) {
        const Seq from = ask.around ? *ask.around - 20 : 870;
        auto page = pageOf(ask.room, from, from + 30, true);
        page.hasAfter = page.to < 900;
        return page;
    });
    m->start();
    return m->openRoom();
}

void TestChatSync::stretchInTheMiddleIsNotSynced()
{
    const Timeline *timeline = openInTheMiddle();
    QVERIFY(timeline);
    QCOMPARE(timeline->firstSeq(), 480);
    m->server.cut();
    QSignalSpy ready(m->chat.get(), &Chat::ready);
    QTRY_COMPARE(ready.count(), 1);
    m->chat->markRead(kRoom, 505);
    QTRY_COMPARE(m->server.count(u"room.read"_s), 1); // behind what it asks first
    QCOMPARE(m->server.count(u"session.sync"_s), 0);
}

void TestChatSync::newerPageAfterAJumpDoesNotJoinOn()
{
    const Timeline *timeline = openInTheMiddle();
    QVERIFY(timeline);
    QString waiting;
    m->server.onRaw(u"room.messages"_s, [&](const QString &id) { waiting = id; });
    m->chat->loadNewer(kRoom);
    QTRY_VERIFY(!waiting.isEmpty());
    m->server.on<protocol::ListMessages>([](const protocol::ListMessages &ask) {
        auto page = pageOf(ask.room, 820, 850, true);
        page.hasAfter = true; // somebody is faster
        return page;
    });
    m->chat->loadLatest(kRoom);
    QTRY_COMPARE(timeline->firstSeq(), 820);
    auto late = pageOf(kRoom, 511, 900);
    m->server.send(wire::replyFrame(waiting, wire::encoded(late)));
    m->chat->markRead(kRoom, 850);
    QTRY_COMPARE(m->server.count(u"room.read"_s), 1);
    QCOMPARE(shown(*timeline), texts(820, 850));
}

QTEST_GUILESS_MAIN(TestChatSync)
#include "tst_chat_sync.moc"
