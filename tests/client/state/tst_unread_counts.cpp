// SPDX-License-Identifier: MIT
#include "tests/client/state/marker_fixture.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! What is unread is counted as the server counts it, and where it is not, that is noticed.
class TestUnreadCounts : public QObject, private MarkerFixture {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_digests.clear();
        begin();
    }
    void cleanup() { m.reset(); }
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
    QList<protocol::Digest> m_digests;
};

void TestUnreadCounts::countedWhileRoomsComeInPages()
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
void TestUnreadCounts::countedWhileHelloIsOnItsWay()
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

void TestUnreadCounts::countedOverAGap()
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
void TestUnreadCounts::ownPostsBehindAGap()
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
void TestUnreadCounts::eventsOvertakenByAMove()
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

void TestUnreadCounts::comparedAsTheServerCounts()
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

void TestUnreadCounts::differenceIsMended()
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

void TestUnreadCounts::moveOnItsWayIsNoDifference()
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

void TestUnreadCounts::lostMoveIsMended()
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

void TestUnreadCounts::nothingChangedIsNotCompared()
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

QTEST_GUILESS_MAIN(TestUnreadCounts)
#include "tst_unread_counts.moc"
