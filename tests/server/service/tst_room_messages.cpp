// SPDX-License-Identifier: MIT
#include "tests/server/service/room_fixture.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;
using namespace salon::protocol;

//! The rules of messages and read markers, on a real store.
class TestRoomMessages : public QObject, RoomFixture {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(u"steam"_s); }
    void posting();
    void whoMayNot_data();
    void whoMayNot();
    void resending_data();
    void resending();
    void replies_data();
    void replies();
    void reading_data();
    void reading();
    void markersReachOnesOtherSessions();
    void postingReadsOnesOwn();
};

void TestRoomMessages::posting()
{
    const QString text = u"\uFEFF  exactly\n\tthis \b"_s;
    m_clock.advance(5);
    const auto posted = post(m_ada, 1, text);
    VERIFY_RESULT(posted);
    QCOMPARE(posted->seq, 3);
    QCOMPARE(posted->n, 1);
    QCOMPARE(posted->at, m_clock.now());
    QVERIFY(!m_service->takeWasKnown());
    const auto events = m_service->takeEffects().events;
    QCOMPARE(events.size(), 1);
    wire::JsonParser parser;
    const auto event = wire::decoded<RoomEvent>(*parser.parse(events.first().frame), {});
    VERIFY_RESULT(event);
    QCOMPARE(event->seq, 3);
    QCOMPARE(event->by, m_ada.user);
    QCOMPARE(event->message()->text, text);
    QCOMPARE(event->message()->n, 1);
    QCOMPARE(m_store->log.messagesAfter(m_room, 0, 9, kNoLimit)->first().text, text);
    QCOMPARE(post(m_grace, 1)->n, 2); // keys are one's own
}

void TestRoomMessages::whoMayNot_data()
{
    QTest::addColumn<bool>("isThere");
    QTest::addColumn<int>("code");
    QTest::newRow("not a member") << true << int(ErrorCode::Forbidden);
    QTest::newRow("no such room") << false << int(ErrorCode::NotFound);
}

void TestRoomMessages::whoMayNot()
{
    QFETCH(bool, isThere);
    QFETCH(int, code);
    const RoomId room = isThere ? m_room : RoomId{99};
    const auto check = [&](const auto &result) {
        QVERIFY(!result);
        QCOMPARE(int(result.error().code), code);
        QCOMPARE(result.error().reason, isThere ? Reason::NotAMember : Reason::None);
    };
    check(m_service->handle(PostMessage{room, key(1), u"x"_s, {}}, m_linus));
    check(m_service->handle(SetTopic{room, u"x"_s}, m_linus));
    check(m_service->handle(ReadRoom{room, 1}, m_linus));
    check(m_service->handle(UnreadRoom{room, 1}, m_linus));
    QCOMPARE(kinds().size(), 2);
    QVERIFY(m_service->takeEffects().events.isEmpty());
}

void TestRoomMessages::resending_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isReply");
    QTest::addColumn<bool>("elsewhere");
    QTest::addColumn<bool>("isKnown");
    QTest::newRow("the same") << u"hello"_s << false << false << true;
    QTest::newRow("other text") << u"hello "_s << false << false << false;
    QTest::newRow("now a reply") << u"hello"_s << true << false << false;
    QTest::newRow("another room") << u"hello"_s << false << true << false;
}

void TestRoomMessages::resending()
{
    QFETCH(QString, text);
    QFETCH(bool, isReply);
    QFETCH(bool, elsewhere);
    QFETCH(bool, isKnown);
    const auto other = m_service->handle(CreateRoom{u"looms"_s, {}}, m_ada);
    VERIFY_RESULT(post(m_ada, 9));
    const auto first = post(m_ada, 1);
    m_service->takeEffects();
    m_clock.advance(1000);
    const auto again =
        m_service->handle(PostMessage{elsewhere ? other->room.id : m_room, key(1), text,
                                      isReply ? std::optional<Seq>(3) : std::nullopt},
                          m_ada);
    QVERIFY(m_service->takeEffects().events.isEmpty());
    QCOMPARE(row(m_ada).n, 2);
    QCOMPARE(m_service->takeWasKnown(), isKnown);
    if (!isKnown) {
        QCOMPARE(again.error().code, ErrorCode::Conflict);
        QCOMPARE(again.error().reason, Reason::KeyReused);
        QCOMPARE(again.error().path, u"data.key"_s);
        return;
    }
    VERIFY_RESULT(again);
    QCOMPARE(again->seq, first->seq);
    QCOMPARE(again->n, first->n);
    QCOMPARE(again->at, first->at);
    // Even of who has left: what was answered once is answered again.
    VERIFY_RESULT(m_service->handle(LeaveRoom{m_room}, m_ada));
    QCOMPARE(post(m_ada, 1)->seq, first->seq);
}

void TestRoomMessages::replies_data()
{
    QTest::addColumn<qint64>("seq");
    QTest::addColumn<bool>("isFine");
    QTest::newRow("a message") << qint64(3) << true;
    QTest::newRow("no message") << qint64(2) << false;
    QTest::newRow("not yet") << qint64(4) << false;
}

void TestRoomMessages::replies()
{
    QFETCH(qint64, seq);
    QFETCH(bool, isFine);
    VERIFY_RESULT(post(m_ada, 1));
    const auto reply = post(m_grace, 2, u"yes"_s, seq);
    QCOMPARE(bool(reply), isFine);
    if (isFine)
        QCOMPARE(m_store->log.findByKey(m_grace.user, key(2))->value().replyTo, seq);
    else
        QCOMPARE(reply.error().path, u"data.reply_to"_s);
}

void TestRoomMessages::reading_data()
{
    QTest::addColumn<bool>("back");
    QTest::addColumn<qint64>("seq");
    QTest::addColumn<qint64>("becomes");
    QTest::addColumn<qint64>("unread");
    QTest::addColumn<bool>("moves");
    // seq 3, 4 and 6 are messages of ada, 5 a topic; grace has read up to 4.
    QTest::newRow("forward") << false << qint64(6) << qint64(6) << qint64(0) << true;
    QTest::newRow("to an event that is no message")
        << false << qint64(5) << qint64(5) << qint64(1) << true;
    QTest::newRow("never back") << false << qint64(3) << qint64(4) << qint64(1) << false;
    QTest::newRow("where it is") << false << qint64(4) << qint64(4) << qint64(1) << false;
    QTest::newRow("beyond the head") << false << qint64(99) << qint64(6) << qint64(0) << true;
    QTest::newRow("back on purpose") << true << qint64(2) << qint64(2) << qint64(3) << true;
    QTest::newRow("to the start") << true << qint64(0) << qint64(0) << qint64(3) << true;
    QTest::newRow("unread beyond the head") << true << qint64(99) << qint64(6) << qint64(0) << true;
}

void TestRoomMessages::reading()
{
    QFETCH(bool, back);
    QFETCH(qint64, seq);
    VERIFY_RESULT(post(m_ada, 1));
    VERIFY_RESULT(post(m_ada, 2));
    VERIFY_RESULT(m_service->handle(SetTopic{m_room, u"x"_s}, m_ada));
    VERIFY_RESULT(post(m_ada, 3));
    QCOMPARE(row(m_grace).n - row(m_grace).readN, 3);
    VERIFY_RESULT(m_service->handle(ReadRoom{m_room, 4}, m_grace));
    const qint64 before = row(m_grace).counter;
    m_service->takeEffects();
    const auto state = back ? m_service->handle(UnreadRoom{m_room, seq}, m_grace)
                            : m_service->handle(ReadRoom{m_room, seq}, m_grace);
    VERIFY_RESULT(state);
    QCOMPARE(state->room, m_room);
    QTEST(state->seq, "becomes");
    QTEST(state->unread, "unread");
    QTEST(state->counter > before, "moves");
    QTEST(!m_service->takeEffects().userPushes.isEmpty(), "moves");
}

void TestRoomMessages::markersReachOnesOtherSessions()
{
    VERIFY_RESULT(post(m_ada, 1));
    m_service->takeEffects();
    const auto state = m_service->handle(ReadRoom{m_room, 3}, m_grace);
    const Effects effects = m_service->takeEffects();
    QVERIFY(effects.events.isEmpty()); // nobody else's business
    QVERIFY(effects.toAll.isEmpty());
    QCOMPARE(effects.userPushes.size(), 1);
    QCOMPARE(effects.userPushes.first().user, m_grace.user);
    QCOMPARE(effects.userPushes.first().except, m_grace.connection);
    const auto moved = pushed<ReadMoved>(effects.userPushes.first().frame);
    QCOMPARE(moved.room, m_room);
    QCOMPARE(moved.seq, 3);
    QCOMPARE(moved.counter, state->counter);
    QCOMPARE(moved.unread, 0);
    QCOMPARE(moved.n, row(m_grace).n);
    QCOMPARE(moved.head, row(m_grace).head);
}

void TestRoomMessages::postingReadsOnesOwn()
{
    VERIFY_RESULT(post(m_ada, 1));
    QCOMPARE(row(m_grace).n - row(m_grace).readN, 1);
    const qint64 before = row(m_grace).counter;
    VERIFY_RESULT(post(m_grace, 1));
    QCOMPARE(row(m_grace).readSeq, 4);
    QCOMPARE(row(m_grace).n, row(m_grace).readN);
    QVERIFY(row(m_grace).counter > before);
    QCOMPARE(row(m_ada).n - row(m_ada).readN, 1);
}

QTEST_GUILESS_MAIN(TestRoomMessages)
#include "tst_room_messages.moc"
