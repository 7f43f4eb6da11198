// SPDX-License-Identifier: MIT
#include "tests/client/state/marker_fixture.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! How far one has read, on this device and the others, and that it is never lost, never guessed
//! and never moved by mistake.
class TestReadMarkers : public QObject, private MarkerFixture {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { m.reset(); }
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
};

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

QTEST_GUILESS_MAIN(TestReadMarkers)
#include "tst_read_markers.moc"
