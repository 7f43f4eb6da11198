// SPDX-License-Identifier: MIT
#include "server/service/room_service.h"
#include "shared/wire/envelope.h"
#include "tests/server/store/store_on_disk.h"
#include "tests/support/fake_clock.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;
using namespace salon::protocol;

//! The rules of rooms, members, messages and markers, on a real store.
class TestRoomService : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void creating_data();
    void creating();
    void aNewRoomIsToldToAll();
    void joining();
    void leaving();
    void theLastOwnerHasAnHeir();
    void topics_data();
    void topics();
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
    void defaultRooms();

private:
    static QString key(int number)
    {
        return u"00000000-0000-4000-8000-%1"_s.arg(number, 12, 10, QChar(u'0'));
    }
    Result<Posted> post(const Caller &by, int number, const QString &text = u"hello"_s,
                        std::optional<Seq> replyTo = {})
    {
        return m_service->handle(PostMessage{m_room, key(number), text, replyTo}, by);
    }
    QStringList kinds() const
    {
        QStringList all;
        const auto events = m_store->log.events(m_room, 0, 500, kNoLimit);
        for (const EventRow &event : *events)
            all.append(event.kind);
        return all;
    }
    template <class Push>
    static Push pushed(const QByteArray &frame)
    {
        wire::JsonParser parser;
        const auto read = wire::readFrame(parser, frame);
        const auto push = wire::decoded<Push>(*wire::frameData(*read), {});
        return read->type == wire::fromUtf8(Push::kind) && push ? *push : Push{};
    }
    RoomRow row(const Caller &caller) { return *m_store->rooms.find(m_room, caller.user); }

    std::unique_ptr<StoreOnDisk> m_store;
    std::unique_ptr<RoomService> m_service;
    FakeClock m_clock;
    wire::Limits m_limits;
    Caller m_ada;
    Caller m_grace;
    Caller m_linus;
    RoomId m_room; //!< ada's "engines", in which grace is too
};

void TestRoomService::init()
{
    m_service.reset();
    m_store = std::make_unique<StoreOnDisk>();
    VERIFY_RESULT(m_store->opened);
    m_service = std::make_unique<RoomService>(m_store->database, m_limits, m_clock);
    m_ada = {m_store->user(u"ada"_s), {11}};
    m_grace = {m_store->user(u"grace"_s), {21}, {201}};
    m_linus = {m_store->user(u"linus"_s), {31}, {301}};
    const auto made = m_service->handle(CreateRoom{u"engines"_s, u"steam"_s}, m_ada);
    VERIFY_RESULT(made);
    m_room = made->room.id;
    VERIFY_RESULT(m_service->handle(JoinRoom{m_room}, m_grace));
    m_service->takeEffects();
}

void TestRoomService::creating_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("topic");
    QTest::addColumn<int>("code"); // -1 when it is made
    QTest::addColumn<QString>("path");
    const auto row = [](const char *label, const QString &name, const QString &topic,
                        std::optional<ErrorCode> code, const QString &path = {}) {
        QTest::newRow(label) << name << topic << (code ? int(*code) : -1) << path;
    };
    using enum ErrorCode;
    row("plain", u"looms"_s, u"weaving"_s, {});
    row("a space within", u"the looms"_s, {}, {});
    row("taken", u"engines"_s, {}, Conflict, u"data.name"_s);
    row("other case", u"Engines"_s, {}, Conflict, u"data.name"_s);
    row("look-alike", u"engin\u0435s"_s, {}, Conflict, u"data.name"_s);
    row("digits", u"42"_s, {}, BadRequest, u"data.name"_s);
    row("slash", u"a/b"_s, {}, BadRequest, u"data.name"_s);
    row("dots", u".."_s, {}, BadRequest, u"data.name"_s);
    row("outer space", u" looms"_s, {}, BadRequest, u"data.name"_s);
    row("too long", QString(81, u'x'), {}, TooLarge, u"data.name"_s);
    row("hidden in the topic", u"looms"_s, u"a\u202Eb"_s, BadRequest, u"data.topic"_s);
    row("topic too long", u"looms"_s, QString(251, u'x'), TooLarge, u"data.topic"_s);
}

void TestRoomService::creating()
{
    QFETCH(QString, name);
    QFETCH(QString, topic);
    QFETCH(int, code);
    QFETCH(QString, path);
    const auto made = m_service->handle(CreateRoom{name, topic}, m_grace);
    if (!made) {
        QCOMPARE(int(made.error().code), code);
        QCOMPARE(made.error().path, path);
        QCOMPARE(m_store->rooms.listPublic(m_ada.user, {}, 9)->size(), 1);
        return;
    }
    QCOMPARE(-1, code);
    QCOMPARE(made->room.name, name);
    QCOMPARE(made->room.topic, topic);
    QCOMPARE(made->room.role, u"owner"_s);
    QCOMPARE(made->room.head, 1);
    QCOMPARE(made->room.n, 0);
    QCOMPARE(made->room.read, 1);
    QCOMPARE(made->room.unread, 0);
}

void TestRoomService::aNewRoomIsToldToAll()
{
    const auto made = m_service->handle(CreateRoom{u"looms"_s, {}}, m_grace);
    const Effects effects = m_service->takeEffects();
    QCOMPARE(effects.toAll.size(), 1);
    QCOMPARE(effects.toAll.first().except, m_grace.user);
    const Room others = pushed<RoomListed>(effects.toAll.first().frame).room;
    QCOMPARE(others.name, u"looms"_s);
    QCOMPARE(others.role, u"none"_s);
    QCOMPARE(others.head, 1);
    QCOMPARE(others.read, 0);
    QCOMPARE(others.unread, 0);
    QCOMPARE(effects.userPushes.size(), 1); // one's other sessions see it as their own
    QCOMPARE(effects.userPushes.first().except, m_grace.connection);
    QCOMPARE(pushed<RoomListed>(effects.userPushes.first().frame).room.role, u"owner"_s);
    QCOMPARE(effects.joined.size(), 1);
    QCOMPARE(effects.joined.first().room, made->room.id);
    QCOMPARE(effects.events.size(), 1);
}

void TestRoomService::joining()
{
    VERIFY_RESULT(post(m_ada, 1));
    m_service->takeEffects();
    const auto joined = m_service->handle(JoinRoom{m_room}, m_linus);
    VERIFY_RESULT(joined);
    QCOMPARE(joined->room.role, u"member"_s);
    QCOMPARE(joined->room.head, 4);
    QCOMPARE(joined->room.read, 4); // nothing of before counts as unread
    QCOMPARE(joined->room.unread, 0);
    const Effects effects = m_service->takeEffects();
    QCOMPARE(effects.joined.size(), 1);
    QCOMPARE(effects.events.size(), 1);
    QCOMPARE(effects.userPushes.size(), 1);
    QCOMPARE(effects.userPushes.first().user, m_linus.user);
    QCOMPARE(effects.userPushes.first().except, m_linus.connection);
    QCOMPARE(pushed<RoomListed>(effects.userPushes.first().frame).room.head, 4);
    const auto again = m_service->handle(JoinRoom{m_room}, m_linus);
    VERIFY_RESULT(again);
    QCOMPARE(again->room.head, 4);
    QVERIFY(m_service->takeEffects().events.isEmpty());
    QCOMPARE(m_service->handle(JoinRoom{RoomId{99}}, m_linus).error().code, ErrorCode::NotFound);
}

void TestRoomService::leaving()
{
    VERIFY_RESULT(m_service->handle(LeaveRoom{m_room}, m_grace));
    const Effects effects = m_service->takeEffects();
    QCOMPARE(effects.left.size(), 1);
    QCOMPARE(effects.left.first().user, m_grace.user);
    QCOMPARE(effects.events.size(), 1);
    QCOMPARE(effects.userPushes.size(), 1); // no heir: grace owned nothing
    QCOMPARE(effects.userPushes.first().except, m_grace.connection);
    QCOMPARE(pushed<RoomRemoved>(effects.userPushes.first().frame).room, m_room);
    QCOMPARE(kinds().last(), u"member.left"_s);
    QCOMPARE(row(m_grace).role, QString());
    VERIFY_RESULT(m_service->handle(LeaveRoom{m_room}, m_grace));
    QVERIFY(m_service->takeEffects().events.isEmpty());
    QCOMPARE(m_service->handle(LeaveRoom{RoomId{99}}, m_grace).error().code, ErrorCode::NotFound);
}

void TestRoomService::theLastOwnerHasAnHeir()
{
    VERIFY_RESULT(m_service->handle(JoinRoom{m_room}, m_linus));
    m_service->takeEffects();
    VERIFY_RESULT(m_service->handle(LeaveRoom{m_room}, m_ada));
    QCOMPARE(row(m_grace).role, u"owner"_s); // the longest member
    QCOMPARE(row(m_linus).role, u"member"_s);
    const Effects effects = m_service->takeEffects();
    const auto heirs =
        std::ranges::find(effects.userPushes, m_grace.user, &Effects::UserPush::user);
    QVERIFY(heirs != effects.userPushes.end());
    QCOMPARE(heirs->except, ConnectionId{});
    QCOMPARE(pushed<RoomListed>(heirs->frame).room.role, u"owner"_s);
    VERIFY_RESULT(m_service->handle(LeaveRoom{m_room}, m_linus));
    VERIFY_RESULT(m_service->handle(LeaveRoom{m_room}, m_grace)); // the last of all may go too
    QVERIFY(m_store->rooms.members(m_room, {}, 9)->isEmpty());
}

void TestRoomService::topics_data()
{
    QTest::addColumn<QString>("topic");
    QTest::addColumn<bool>("isEvent");
    QTest::addColumn<bool>("isRefused");
    QTest::newRow("new") << u"boilers"_s << true << false;
    QTest::newRow("none") << QString() << true << false;
    QTest::newRow("the same") << u"steam"_s << false << false;
    QTest::newRow("hidden") << u"\u200B"_s << false << true;
    QTest::newRow("too long") << QString(251, u'x') << false << true;
}

void TestRoomService::topics()
{
    QFETCH(QString, topic);
    QFETCH(bool, isEvent);
    QFETCH(bool, isRefused);
    const auto set = m_service->handle(SetTopic{m_room, topic}, m_grace); // any member may
    QCOMPARE(!set, isRefused);
    QCOMPARE(m_service->takeEffects().events.size(), isEvent ? 1 : 0);
    QCOMPARE(row(m_ada).topic, isRefused ? u"steam"_s : topic);
    QCOMPARE(kinds().last() == u"room.topic_set", isEvent);
}

void TestRoomService::posting()
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

void TestRoomService::whoMayNot_data()
{
    QTest::addColumn<bool>("isThere");
    QTest::addColumn<int>("code");
    QTest::newRow("not a member") << true << int(ErrorCode::Forbidden);
    QTest::newRow("no such room") << false << int(ErrorCode::NotFound);
}

void TestRoomService::whoMayNot()
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

void TestRoomService::resending_data()
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

void TestRoomService::resending()
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

void TestRoomService::replies_data()
{
    QTest::addColumn<qint64>("seq");
    QTest::addColumn<bool>("isFine");
    QTest::newRow("a message") << qint64(3) << true;
    QTest::newRow("no message") << qint64(2) << false;
    QTest::newRow("not yet") << qint64(4) << false;
}

void TestRoomService::replies()
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

void TestRoomService::reading_data()
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

void TestRoomService::reading()
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

void TestRoomService::markersReachOnesOtherSessions()
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
}

void TestRoomService::postingReadsOnesOwn()
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

void TestRoomService::defaultRooms()
{
    const QStringList defaults{u"Engines"_s, u"general"_s};
    VERIFY_RESULT(m_service->joinDefaults(defaults, m_linus.user));
    QCOMPARE(row(m_linus).role, u"member"_s); // known by a name that looks alike
    QCOMPARE(m_store->rooms.findByKey(nameKey(u"general"_s), m_linus.user)->role, u"owner"_s);
    VERIFY_RESULT(m_service->joinDefaults(defaults, m_ada.user));
    QCOMPARE(m_store->rooms.findByKey(nameKey(u"general"_s), m_ada.user)->role, u"member"_s);
    QCOMPARE(row(m_ada).role, u"owner"_s);
    QCOMPARE(m_service->joinDefaults({u"42"_s}, m_ada.user).error().code, ErrorCode::BadRequest);
}

QTEST_GUILESS_MAIN(TestRoomService)
#include "tst_room_service.moc"
