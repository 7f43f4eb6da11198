// SPDX-License-Identifier: MIT
#include "server/operation/request_counts.h"
#include "tests/server/service/room_fixture.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;
using namespace salon::protocol;

constexpr qsizetype kAnswerBytes = 256 * 1024;

//! Catching up with a room: what is missing, what was left out, and never more than an answer
//! holds.
class TestRoomSync : public QObject, RoomFixture {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void eventsNeedMembership();
    void syncOfWhatIsMissing();
    void syncOfManyEvents();
    void syncIsCutToAnAnswer();
    void syncWithAGap();
    void touchedOfAGap();
    void syncOfWhoIsAhead();
    void digest();

private:
    Result<RoomSync> syncAfter(Seq after)
    {
        TRY_ASSIGN(const auto reply, m_queries->handle(Sync{{{m_room, after}}}, m_ada));
        return reply.rooms.first();
    }
};

void TestRoomSync::eventsNeedMembership()
{
    postMany(3);
    const auto events = m_queries->handle(ListEvents{m_room, 1, 2}, m_ada);
    VERIFY_RESULT(events);
    QCOMPARE(events->events.size(), 2);
    QCOMPARE(events->events.first().seq, 2);
    QCOMPARE(events->head, 5);
    QCOMPARE(events->users.size(), 2);
    const auto refused = m_queries->handle(ListEvents{m_room, 0, 9}, m_linus);
    QCOMPARE(refused.error().code, ErrorCode::Forbidden);
    QCOMPARE(refused.error().reason, Reason::NotAMember);
    QVERIFY(m_queries->handle(ListEvents{m_room, 99, 9}, m_ada)->events.isEmpty());
}

void TestRoomSync::syncOfWhatIsMissing()
{
    postMany(3);
    const auto some = syncAfter(3);
    VERIFY_RESULT(some);
    QCOMPARE(some->events->size(), 2);
    QCOMPARE(some->events->first().seq, 4);
    QVERIFY(!some->gap && !some->page && !some->reset && !some->error);
    QCOMPARE(syncAfter(5)->events->size(), 0);
    QCOMPARE(syncAfter(0)->events->size(), 5);
    const auto others = m_queries->handle(Sync{{{m_room, 0}, {RoomId{99}, 0}}}, m_linus);
    QCOMPARE(others->rooms.size(), 2);
    QCOMPARE(others->rooms[0].error->code, u"forbidden"_s);
    QCOMPARE(others->rooms[1].error->code, u"not_found"_s);
    QVERIFY(others->users.isEmpty());
    QCOMPARE(m_queries->handle(Sync{{{m_room, 2}}}, m_ada)->users.size(), 2);
}

void TestRoomSync::syncOfManyEvents()
{
    const RoomId other = m_service->handle(CreateRoom{u"looms"_s, {}}, m_ada)->room.id;
    postMany(498);
    QCOMPARE(syncAfter(0)->events->size(), 500); // just no gap yet
    const Sync ask{{{other, 0}, {m_room, 0}}};
    const auto reply = m_queries->handle(ask, m_ada);
    QCOMPARE(reply->rooms.size(), 2);
    QCOMPARE(reply->rooms[0].events->size() + reply->rooms[1].events->size(), 500);
    QCOMPARE(reply->more, QList<RoomId>{m_room});
    const Seq known = reply->rooms[1].events->last().seq;
    QCOMPARE(syncAfter(known)->events->size(), 500 - known);
}

void TestRoomSync::syncIsCutToAnAnswer()
{
    postMany(60, QString(9000, u'x'));
    Seq known = 0;
    int answers = 0;
    for (bool more = true; more && answers < 10; ++answers) {
        const auto reply = m_queries->handle(Sync{{{m_room, known}}}, m_ada);
        VERIFY_RESULT(reply);
        QVERIFY(wire::encoded(*reply).size() < kAnswerBytes + 4096);
        for (const RoomEvent &event : *reply->rooms.first().events)
            QCOMPARE(event.seq, ++known);
        more = !reply->more.isEmpty();
    }
    QCOMPARE(known, 62);
    QCOMPARE(answers, 3);
}

void TestRoomSync::syncWithAGap()
{
    postMany(600); // head 602
    const auto sync = syncAfter(50);
    VERIFY_RESULT(sync);
    QVERIFY(!sync->events);
    QCOMPARE(sync->gap->from, 51);
    QCOMPARE(sync->gap->to, sync->page->from - 1);
    QVERIFY(sync->gap->touched.value);
    QVERIFY(sync->gap->touched.value->isEmpty());
    QCOMPARE(sync->page->messages.size(), 30);
    QCOMPARE(sync->page->to, 602);
    QCOMPARE(sync->page->asOf, 602);
    QCOMPARE(syncAfter(102)->events->size(), 500);
    QVERIFY(syncAfter(101)->gap);
}

void TestRoomSync::touchedOfAGap()
{
    postMany(1200);
    const auto change = [this](Seq from, Seq to, Seq rev) {
        return m_store->database.prepare("UPDATE messages SET rev = ? WHERE seq BETWEEN ? AND ?")
            .run(rev, from, to);
    };
    VERIFY_RESULT(change(10, 12, 900));
    VERIFY_RESULT(change(20, 20, 400)); // known already
    VERIFY_RESULT(change(700, 700, 900)); // lies in the gap
    const auto few = syncAfter(600);
    QCOMPARE(few->gap->touched.value->size(), 3);
    QCOMPARE(few->gap->touched.value->first().seq, 10);
    QCOMPARE(few->gap->touched.value->first().rev, 900);
    VERIFY_RESULT(change(10, 509, 900));
    QCOMPARE(syncAfter(600)->gap->touched.value->size(), 500);
    VERIFY_RESULT(change(10, 510, 900));
    QVERIFY2(!syncAfter(600)->gap->touched.value, "too many: forget what is before the gap");
}

void TestRoomSync::syncOfWhoIsAhead()
{
    postMany(5);
    const auto sync = syncAfter(8);
    QCOMPARE(sync->reset, std::optional(true));
    QVERIFY(!sync->events && !sync->gap);
    QCOMPARE(sync->page->messages.size(), 5);
}

void TestRoomSync::digest()
{
    postMany(4); // grace's was the last: ada has one unread
    const Room room = m_queries->hello(m_ada.user)->rooms.first();
    const DigestRow right{m_room, room.head, room.read, room.counter, room.unread, 0};
    const auto ask = [this](const DigestRow &row) {
        return m_queries->handle(Digest{{row}}, m_ada)->rooms;
    };
    QCOMPARE(room.unread, 1);
    const auto differences = [] { return RequestCounts::process().digestDifferences(); };
    const qint64 before = differences();
    QVERIFY(ask(right).isEmpty());
    DigestRow wrong = right;
    wrong.counter -= 1; // a push may be on its way: told, and not counted
    wrong.seq -= 1;
    QCOMPARE(ask(wrong).size(), 1);
    QCOMPARE(differences(), before);
    wrong.counter += 1; // told already, and it has not come
    QCOMPARE(ask(wrong).size(), 1);
    QCOMPARE(differences(), before + 1);
    wrong = right;
    wrong.counter += 1;
    QCOMPARE(ask(wrong).size(), 1);
    QCOMPARE(differences(), before + 2);
    wrong = right;
    wrong.unread = 7;
    QCOMPARE(ask(wrong).size(), 1);
    QCOMPARE(differences(), before + 3);
    QCOMPARE(ask(wrong).first().unread, 1);
    QCOMPARE(ask(wrong).first().counter, room.counter);
    wrong.head -= 1; // still on its way
    QVERIFY(ask(wrong).isEmpty());
    wrong = right;
    wrong.seq += 1;
    QCOMPARE(ask(wrong).size(), 1);
    wrong.room = RoomId{99};
    QVERIFY(ask(wrong).isEmpty());
}

QTEST_GUILESS_MAIN(TestRoomSync)
#include "tst_room_sync.moc"
