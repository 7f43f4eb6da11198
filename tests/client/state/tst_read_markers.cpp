// SPDX-License-Identifier: MIT
#include "tests/client/state/chat_fixture.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! How far one has read, on this device and the others, and that it is never lost, never guessed
//! and never moved by mistake.
class TestReadMarkers : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void readWhileOffline();
    void setBackWhileOffline();
    void setBackElsewhereIsNotUndone();
    void readOnElsewhereEndsTheHold();
    void olderWordDoesNotEndOnesOwnHold();
    void setBackElsewhereWhileAwayIsNotUndone();
    void seenDoesNotCountUntilTheRoomIsOpenedAgain();
    void escapeCountsAtOnce();
    void allRoomsAtOnce();
    void refusedForNowIsSentAgain();
    void refusedForGoodIsShownAsItIs();
    void ownPostEndsIt();
    void countedWhileRoomsComeInPages();
    void countedWhileHelloIsOnItsWay();
    void countedOverAGap();
    void ownPostsBehindAGap();
    void eventsOvertakenByAMove();
    void comparedAsTheServerCounts();
    void differenceIsMended();
    void moveOnItsWayIsNoDifference();
    void lostMoveIsMended();
    void nothingChangedIsNotCompared();

private:
    void answerMoves();
    void openAt(Seq read, qint64 unread);
    const protocol::Room &room() const { return *m->chat->rooms().find(kRoom); }
    int asked(const char *kind) const { return m->server.count(QString::fromLatin1(kind)); }
    void otherPosts(Seq seq);

    std::unique_ptr<ChatFixture> m;
    QList<Seq> m_reads;
    QList<Seq> m_unreads;
    qint64 m_counter = 10;
    QList<protocol::Digest> m_digests;
};

void TestReadMarkers::init()
{
    m_reads.clear();
    m_unreads.clear();
    m_digests.clear();
    m_counter = 10;
    m = std::make_unique<ChatFixture>();
    m->server.on<protocol::ListMessages>(
        [](const protocol::ListMessages &ask) { return pageOf(ask.room, 2, 11); });
}

void TestReadMarkers::cleanup()
{
    m.reset();
}

//! A room of ten messages, 2 to 11, of which so many were read; it is open.
void TestReadMarkers::openAt(Seq read, qint64 unread)
{
    auto row = roomOf(kRoom, u"general"_s, 11, 10);
    row.read = read;
    row.unread = unread;
    row.counter = m_counter;
    m->server.hello.rooms = {row};
    m->start();
    QVERIFY(m->openRoom());
}

void TestReadMarkers::answerMoves()
{
    m->server.on<protocol::ReadRoom>([this](const protocol::ReadRoom &ask) {
        m_reads.append(ask.seq);
        return markerAt(ask.room, ask.seq, ++m_counter, std::max<Seq>(11, ask.seq));
    });
    m->server.on<protocol::UnreadRoom>([this](const protocol::UnreadRoom &ask) {
        m_unreads.append(ask.seq);
        return markerAt(ask.room, ask.seq, ++m_counter, std::max<Seq>(11, ask.seq));
    });
}

void TestReadMarkers::otherPosts(Seq seq)
{
    m->server.sendEvent(messageEvent(kRoom, seq, kOther, u"new"_s));
    QTRY_COMPARE(room().head, seq);
}

void TestReadMarkers::readWhileOffline()
{
    openAt(4, 7);
    m->chat->connection().close();
    m->chat->markRead(kRoom, 9);
    QCOMPARE(room().unread, 2);
    answerMoves();
    m->start(); // the program anew
    QTRY_COMPARE(m_reads, QList<Seq>{9});
    QTRY_COMPARE(room().counter, m_counter);
    m->start();
    QTRY_VERIFY(m->isOnline() && m->chat->rooms().find(kRoom));
    m->chat->markAllRead(kRoom); // behind what would be sent again
    QTRY_COMPARE(m_reads.last(), 11);
    QCOMPARE(m_reads.size(), 2);
}

void TestReadMarkers::setBackWhileOffline()
{
    openAt(11, 0);
    m->chat->connection().close();
    m->chat->markUnread(kRoom, 6);
    QCOMPARE(room().unread, 6);
    answerMoves();
    m->start();
    QTRY_COMPARE(m_unreads, QList<Seq>{5});
    QTRY_COMPARE(room().counter, m_counter);
    QCOMPARE(room().unread, 6);
    QVERIFY(m_reads.isEmpty());
}

void TestReadMarkers::setBackElsewhereIsNotUndone()
{
    openAt(11, 0);
    answerMoves();
    m->server.push(movedTo(kRoom, 5, ++m_counter, 11));
    QTRY_COMPARE(room().unread, 6);
    otherPosts(12);
    m->chat->markRead(kRoom, 12); // it is in view here, too
    QCOMPARE(room().unread, 7);
    m->chat->markAllRead(kRoom);
    QTRY_COMPARE(m_reads, QList<Seq>{12});
}

void TestReadMarkers::readOnElsewhereEndsTheHold()
{
    openAt(11, 0);
    answerMoves();
    m->server.push(movedTo(kRoom, 5, ++m_counter, 11));
    QTRY_COMPARE(room().unread, 6);
    m->server.push(movedTo(kRoom, 11, ++m_counter, 11));
    QTRY_COMPARE(room().unread, 0);
    otherPosts(12);
    m->chat->markRead(kRoom, 12); // it is in view here, where nobody opened the room again
    QTRY_COMPARE(m_reads, QList<Seq>{12});
}

void TestReadMarkers::olderWordDoesNotEndOnesOwnHold()
{
    openAt(8, 3);
    QString waiting;
    m->server.onRaw(u"room.unread"_s, [&](const QString &id) { waiting = id; });
    m->chat->markUnread(kRoom, 6);
    QTRY_VERIFY(!waiting.isEmpty());
    // Another device had read on before the server heard of it.
    m->server.push(movedTo(kRoom, 11, ++m_counter, 11));
    m->server.send(wire::replyFrame(waiting, wire::encoded(markerAt(kRoom, 5, ++m_counter, 11))));
    QTRY_COMPARE(room().counter, m_counter);
    answerMoves();
    m->chat->markRead(kRoom, 11);
    QCOMPARE(room().unread, 6);
    QVERIFY(m_reads.isEmpty());
}

void TestReadMarkers::setBackElsewhereWhileAwayIsNotUndone()
{
    openAt(8, 3);
    m->chat->connection().close();
    m->chat->markRead(kRoom, 10);
    answerMoves();
    ++m_counter;
    openAt(4, 7); // another device set it back meanwhile
    QCOMPARE(room().unread, 7);
    m->chat->markRead(kRoom, 5); // behind what would be sent
    QTRY_COMPARE(m_reads, QList<Seq>{5});
}

void TestReadMarkers::seenDoesNotCountUntilTheRoomIsOpenedAgain()
{
    openAt(11, 0);
    answerMoves();
    m->chat->markUnread(kRoom, 6);
    QTRY_COMPARE(m_unreads, QList<Seq>{5});
    m->chat->markRead(kRoom, 11);
    QCOMPARE(room().unread, 6);
    m->chat->closeRoom(kRoom);
    QCOMPARE(m->chat->openRoom(kRoom)->readMarker(), 5); // the line stands above message 6
    m->chat->markRead(kRoom, 11);
    QCOMPARE(room().unread, 0);
    QTRY_COMPARE(m_reads, QList<Seq>{11});
}

void TestReadMarkers::escapeCountsAtOnce()
{
    openAt(11, 0);
    QString waiting;
    m->server.onRaw(u"room.unread"_s, [&](const QString &id) { waiting = id; });
    m->chat->markUnread(kRoom, 6);
    QTRY_VERIFY(!waiting.isEmpty());
    m->chat->markAllRead(kRoom);
    QCOMPARE(room().unread, 0);
    // The answer to the first comes after the second was wanted.
    m->server.send(wire::replyFrame(waiting, wire::encoded(markerAt(kRoom, 5, ++m_counter, 11))));
    answerMoves();
    QTRY_COMPARE(m_reads, QList<Seq>{11});
    QTRY_COMPARE(room().counter, m_counter);
    QCOMPARE(room().unread, 0);
}

void TestReadMarkers::allRoomsAtOnce()
{
    m->server.hello.rooms = {roomOf(kRoom, u"general"_s, 11, 10), roomOf({6}, u"other"_s, 4, 3),
                             roomOf({7}, u"third"_s, 4, 3)};
    m->server.hello.rooms[0].unread = 2;
    m->server.hello.rooms[1].unread = 1;
    m->server.hello.rooms[2].read = 4;
    answerMoves();
    m->start();
    QTRY_VERIFY(m->isOnline() && m->chat->rooms().all().size() == 3);
    m->chat->markAllRead();
    for (const protocol::Room &row : m->chat->rooms().all())
        QCOMPARE(row.unread, 0);
    QTRY_COMPARE(QSet<Seq>(m_reads.begin(), m_reads.end()), (QSet<Seq>{11, 4}));
    QCOMPARE(m_reads.size(), 2); // nothing about the third
}

void TestReadMarkers::refusedForNowIsSentAgain()
{
    openAt(4, 7);
    m->server.on<protocol::ReadRoom>([this](const protocol::ReadRoom &) {
        answerMoves();
        return Error::rateLimited(50);
    });
    m->chat->markRead(kRoom, 9);
    QTRY_COMPARE(m_reads, QList<Seq>{9});
    QCOMPARE(room().unread, 2);
}

void TestReadMarkers::refusedForGoodIsShownAsItIs()
{
    openAt(4, 7);
    m->server.on<protocol::ReadRoom>(
        [](const protocol::ReadRoom &) { return Error(ErrorCode::Forbidden, u"no"_s); });
    m->chat->markRead(kRoom, 9);
    QCOMPARE(room().unread, 2);
    QTRY_COMPARE(room().unread, 7);
}

void TestReadMarkers::ownPostEndsIt()
{
    openAt(11, 0);
    answerMoves();
    m->chat->markUnread(kRoom, 6);
    QTRY_COMPARE(m_unreads.size(), 1);
    m->server.sendEvent(messageEvent(kRoom, 12, kSelf, u"from my other device"_s));
    QTRY_COMPARE(room().unread, 0);
    otherPosts(13);
    m->chat->markRead(kRoom, 13);
    QTRY_COMPARE(m_reads, QList<Seq>{13});
}

void TestReadMarkers::countedWhileRoomsComeInPages()
{
    QString waiting;
    m->server.hello.roomsMore = true;
    m->server.hello.rooms = {};
    m->server.onRaw(u"room.list"_s, [&](const QString &id) { waiting = id; });
    m->start();
    QTRY_VERIFY(!waiting.isEmpty());
    m->server.sendEvent(messageEvent(kRoom, 12, kOther, u"in the row already"_s));
    m->server.push(movedTo(kRoom, 12, m_counter + 1, 12));
    m->server.sendEvent(messageEvent(kRoom, 13, kOther, u"after both"_s));
    protocol::RoomListReply list;
    list.rooms = {roomOf(kRoom, u"general"_s, 12, 11)};
    list.rooms.first().read = 4;
    list.rooms.first().unread = 8;
    list.rooms.first().counter = m_counter;
    m->server.send(wire::replyFrame(waiting, wire::encoded(list)));
    QTRY_VERIFY(m->chat->rooms().find(kRoom));
    QCOMPARE(room().head, 13);
    QCOMPARE(room().read, 12);
    QCOMPARE(room().unread, 1);
}

//! One is subscribed before the server reads what it answers the hello with.
void TestReadMarkers::countedWhileHelloIsOnItsWay()
{
    openAt(11, 0);
    QString waiting;
    m->server.onRaw(u"session.hello"_s, [&](const QString &id) { waiting = id; });
    m->server.cut();
    QTRY_VERIFY(!waiting.isEmpty());
    m->server.sendEvent(messageEvent(kRoom, 12, kSelf, u"from my other device"_s));
    m->server.sendEvent(messageEvent(kRoom, 13, kOther, u"and an answer"_s));
    m->server.push(movedTo(kRoom, 11, m_counter, 11)); // which the row has already
    m->server.send(wire::replyFrame(waiting, wire::encoded(m->server.hello)));
    QTRY_COMPARE(room().head, 13);
    QCOMPARE(room().read, 12);
    QCOMPARE(room().unread, 1);
    QCOMPARE(room().counter, m_counter + 1);
}

void TestReadMarkers::countedOverAGap()
{
    openAt(11, 0);
    m->server.on<protocol::Sync>([](const protocol::Sync &) {
        protocol::RoomSync gap{.room = kRoom};
        gap.gap = protocol::Gap{12, 970, {}};
        gap.page = pageOf(kRoom, 971, 1000, true);
        return protocol::SyncReply{{gap}, {}, {}};
    });
    auto row = roomOf(kRoom, u"general"_s, 1000, 999);
    row.read = 11;
    row.unread = 989;
    row.counter = m_counter;
    m->server.hello.rooms = {row};
    m->server.cut();
    QTRY_COMPARE(m->server.count(u"session.sync"_s), 1);
    QTRY_COMPARE(room().unread, 989);
    otherPosts(1001);
    QCOMPARE(room().unread, 990);
}

//! How often they moved the marker nobody can tell from here: the server is asked.
void TestReadMarkers::ownPostsBehindAGap()
{
    m->server.on<protocol::Sync>([](const protocol::Sync &) {
        protocol::RoomSync gap{.room = kRoom};
        gap.gap = protocol::Gap{14, 970, {}};
        gap.page = pageOf(kRoom, 971, 1000, true);
        return protocol::SyncReply{{gap}, {}, {}};
    });
    m->server.on<protocol::Digest>([this](const protocol::Digest &ask) {
        m_digests.append(ask);
        return protocol::DigestReply{{{kRoom, 1000, 990, m_counter + 7, 10, 0}}};
    });
    openAt(11, 0);
    m->server.sendEvent(messageEvent(kRoom, 13, kOther, u"one is missing before it"_s));
    QTRY_COMPARE(m_digests.size(), 1);
    QCOMPARE(m_digests[0].rooms.first().counter, m_counter); // never above the server's
    QTRY_COMPARE(room().unread, 10);
    QCOMPARE(room().read, 990);
    QTest::qWait(100);
    QCOMPARE(m_digests.size(), 1);
}

//! Set back after one's own post, and told before that post is here.
void TestReadMarkers::eventsOvertakenByAMove()
{
    openAt(11, 0);
    m->server.push(movedTo(kRoom, 8, m_counter + 2, 13));
    QTRY_COMPARE(room().counter, m_counter + 2);
    QCOMPARE(room().unread, 3);
    m->server.sendEvent(messageEvent(kRoom, 12, kOther, u"hello"_s));
    m->server.sendEvent(messageEvent(kRoom, 13, kSelf, u"from my other device"_s));
    QTRY_COMPARE(room().head, 13);
    QCOMPARE(room().read, 8);
    QCOMPARE(room().unread, 5);
    QCOMPARE(room().counter, m_counter + 2);
}

void TestReadMarkers::comparedAsTheServerCounts()
{
    m->server.on<protocol::Digest>([this](const protocol::Digest &ask) {
        m_digests.append(ask);
        return protocol::DigestReply();
    });
    openAt(9, 2);
    otherPosts(12);
    m->server.sendEvent(messageEvent(kRoom, 13, kSelf, u"mine"_s));
    otherPosts(14);
    m->chat->markRead(kRoom, 14); // never answered: the server does not know it
    QCOMPARE(room().unread, 0);
    m->chat->markers().compare();
    QTRY_COMPARE(m_digests.size(), 1);
    QCOMPARE(m_digests.first().rooms.size(), 1);
    const protocol::DigestRow row = m_digests.first().rooms.first();
    QCOMPARE(row.head, 14);
    QCOMPARE(row.seq, 13);
    QCOMPARE(row.counter, 11);
    QCOMPARE(row.unread, 1);
}

void TestReadMarkers::differenceIsMended()
{
    m->server.on<protocol::Digest>([this](const protocol::Digest &ask) {
        m_digests.append(ask);
        protocol::DigestRow row = ask.rooms.first();
        row.unread = 5;
        row.seq = 7;
        return protocol::DigestReply{{row}};
    });
    openAt(9, 2);
    m->chat->markers().setCompareEvery(50);
    otherPosts(12);
    QTRY_COMPARE(room().unread, 5);
    QCOMPARE(room().read, 7);
}

void TestReadMarkers::moveOnItsWayIsNoDifference()
{
    m->server.on<protocol::Digest>([this](const protocol::Digest &ask) {
        m_digests.append(ask);
        const auto moved = movedTo(kRoom, 12, ++m_counter, 12);
        // It was told before the push came, as a reader of the database may be.
        QTimer::singleShot(20, this, [this, moved] { m->server.push(moved); });
        return protocol::DigestReply{{{kRoom, 12, moved.seq, moved.counter, 0, 0}}};
    });
    openAt(9, 2);
    otherPosts(12);
    m->chat->markers().compare();
    QTRY_COMPARE(room().unread, 0);
    QTest::qWait(3'500); // the client's patience, and more
    QCOMPARE(m_digests.size(), 1);
}

void TestReadMarkers::lostMoveIsMended()
{
    m->server.on<protocol::Digest>([this](const protocol::Digest &ask) {
        m_digests.append(ask);
        return protocol::DigestReply{{{kRoom, 12, 12, m_counter + 1, 0, 0}}};
    });
    openAt(9, 2);
    otherPosts(12);
    m->chat->markers().compare();
    QTRY_COMPARE(m_digests.size(), 2);
    QCOMPARE(m_digests[0].rooms.first().counter, m_counter);
    QCOMPARE(m_digests[1].rooms.first().counter, m_counter + 1); // it says what it has missed
    QTRY_COMPARE(room().unread, 0);
}

void TestReadMarkers::nothingChangedIsNotCompared()
{
    m->server.on<protocol::Digest>([this](const protocol::Digest &ask) {
        m_digests.append(ask);
        return protocol::DigestReply();
    });
    openAt(9, 2);
    answerMoves();
    m->chat->markers().compare(); // hello has just said it
    otherPosts(12);
    m->chat->markers().compare();
    m->chat->markers().compare();
    m->chat->markRead(kRoom, 12);
    QTRY_COMPARE(m_reads.size(), 1); // behind them
    QCOMPARE(m_digests.size(), 1);
}

QTEST_GUILESS_MAIN(TestReadMarkers)
#include "tst_read_markers.moc"
