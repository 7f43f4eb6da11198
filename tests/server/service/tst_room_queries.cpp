// SPDX-License-Identifier: MIT
#include "server/service/room_queries.h"
#include "server/service/room_service.h"
#include "tests/server/store/store_on_disk.h"
#include "tests/support/fake_clock.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;
using namespace salon::protocol;

namespace {

constexpr qsizetype kAnswerBytes = 256 * 1024;

} // namespace

//! What can be read of rooms: pages with their bounds, sync with its gaps, and never more than an
//! answer holds.
class TestRoomQueries : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void pages_data();
    void pages();
    void pageOfAnEmptyRoom_data();
    void pageOfAnEmptyRoom();
    void wrongPages();
    void largePagesAreCut_data();
    void largePagesAreCut();
    void hello();
    void helloAndListsOfManyRooms();
    void membersAndUsers();
    void eventsNeedMembership();
    void syncOfWhatIsMissing();
    void syncOfManyEvents();
    void syncIsCutToAnAnswer();
    void syncWithAGap();
    void touchedOfAGap();
    void syncOfWhoIsAhead();
    void digest();
    void roomByName();

private:
    static QString key(int number)
    {
        return u"00000000-0000-4000-8000-%1"_s.arg(number, 12, 10, QChar(u'0'));
    }
    void post(const Caller &by, const QString &text)
    {
        VERIFY_RESULT(m_service->handle(PostMessage{m_room, key(++m_posts), text, {}}, by));
    }
    //! `count` messages in turns: seq 3 and up, n 1 and up.
    void postMany(int count, const QString &text = u"x"_s)
    {
        Transaction transaction(m_store->database);
        for (int i = 0; i < count; ++i)
            post(i % 2 ? m_grace : m_ada, text);
        VERIFY_RESULT(transaction.commit());
    }
    Result<RoomSync> syncAfter(Seq after)
    {
        TRY_ASSIGN(const auto reply, m_queries->handle(Sync{{{m_room, after}}}, m_ada));
        return reply.rooms.first();
    }

    std::unique_ptr<StoreOnDisk> m_store;
    std::unique_ptr<RoomService> m_service;
    std::unique_ptr<RoomQueries> m_queries;
    FakeClock m_clock;
    wire::Limits m_limits;
    Caller m_ada;
    Caller m_grace;
    Caller m_linus;
    RoomId m_room; //!< ada's "engines", in which grace is too
    int m_posts = 0;
};

void TestRoomQueries::init()
{
    m_queries.reset();
    m_service.reset();
    m_store = std::make_unique<StoreOnDisk>();
    VERIFY_RESULT(m_store->opened);
    m_service = std::make_unique<RoomService>(m_store->database, m_limits, m_clock);
    m_queries = std::make_unique<RoomQueries>(m_store->database);
    m_ada = {m_store->user(u"ada"_s), {11}};
    m_grace = {m_store->user(u"grace"_s), {21}};
    m_linus = {m_store->user(u"linus"_s), {31}};
    m_room = m_service->handle(CreateRoom{u"engines"_s, {}}, m_ada)->room.id;
    VERIFY_RESULT(m_service->handle(JoinRoom{m_room}, m_grace));
    m_posts = 0;
}

void TestRoomQueries::pages_data()
{
    QTest::addColumn<QString>("bound");
    QTest::addColumn<qint64>("seq");
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<QList<qint64>>("covers"); // first and last seq of the messages, from, to
    QTest::addColumn<bool>("hasBefore");
    QTest::addColumn<bool>("hasAfter");
    // seq 1 created, 2 joined, 3 to 42 messages, 43 topic
    const auto row = [](const char *name, const QString &bound, qint64 seq, qint64 limit,
                        const QList<qint64> &covers, bool hasBefore, bool hasAfter) {
        QTest::newRow(name) << bound << seq << limit << covers << hasBefore << hasAfter;
    };
    row("newest", {}, 0, 0, {13, 42, 13, 43}, true, false);
    row("newest ten", {}, 0, 10, {33, 42, 33, 43}, true, false);
    row("all", {}, 0, 200, {3, 42, 1, 43}, false, false);
    row("before", u"before"_s, 13, 10, {3, 12, 1, 12}, false, true);
    row("before, more", u"before"_s, 13, 5, {8, 12, 8, 12}, true, true);
    row("before the head's event", u"before"_s, 43, 5, {38, 42, 38, 42}, true, false);
    row("before the first", u"before"_s, 3, 5, {0, 0, 1, 2}, false, true);
    row("before nothing", u"before"_s, 0, 5, {0, 0, 1, 0}, false, true);
    row("before the future", u"before"_s, 999, 2, {41, 42, 41, 43}, true, false);
    row("after", u"after"_s, 10, 5, {11, 15, 11, 15}, true, true);
    row("after the start", u"after"_s, 0, 5, {3, 7, 1, 7}, false, true);
    row("after, to the end", u"after"_s, 40, 5, {41, 42, 41, 43}, true, false);
    row("after the last", u"after"_s, 42, 5, {0, 0, 43, 43}, true, false);
    row("after the future", u"after"_s, 999, 5, {0, 0, 44, 43}, true, false);
    row("around", u"around"_s, 20, 5, {18, 22, 18, 22}, true, true);
    row("around the first", u"around"_s, 3, 5, {3, 7, 1, 7}, false, true);
    row("around the start", u"around"_s, 0, 5, {3, 7, 1, 7}, false, true);
    row("around the last", u"around"_s, 42, 5, {40, 42, 40, 43}, true, false);
    row("around the future", u"around"_s, 999, 4, {41, 42, 41, 43}, true, false);
}

void TestRoomQueries::pages()
{
    QFETCH(QString, bound);
    QFETCH(qint64, seq);
    QFETCH(qint64, limit);
    QFETCH(QList<qint64>, covers);
    postMany(40);
    VERIFY_RESULT(m_service->handle(SetTopic{m_room, u"steam"_s}, m_ada));
    ListMessages ask{.room = m_room};
    if (bound == u"before")
        ask.before = seq;
    if (bound == u"after")
        ask.after = seq;
    if (bound == u"around")
        ask.around = seq;
    if (limit > 0)
        ask.limit = limit;
    const auto page = m_queries->handle(ask, m_linus); // a public room is read by anybody
    VERIFY_RESULT(page);
    const bool empty = page->messages.isEmpty();
    const QList<qint64> covered{empty ? 0 : page->messages.first().seq,
                                empty ? 0 : page->messages.last().seq, page->from, page->to};
    QCOMPARE(covered, covers);
    QTEST(page->hasBefore, "hasBefore");
    QTEST(page->hasAfter, "hasAfter");
    QCOMPARE(page->asOf, 43);
    QCOMPARE(page->room, m_room);
    for (qsizetype i = 1; i < page->messages.size(); ++i)
        QCOMPARE(page->messages[i].seq, page->messages[i - 1].seq + 1);
    QCOMPARE(page->users.size(), empty ? 0 : 2);
}

void TestRoomQueries::pageOfAnEmptyRoom_data()
{
    QTest::addColumn<QString>("bound");
    for (const char *bound : {"", "before", "after", "around"})
        QTest::newRow(bound) << QString::fromLatin1(bound);
}

void TestRoomQueries::pageOfAnEmptyRoom()
{
    QFETCH(QString, bound);
    ListMessages ask{.room = m_room};
    if (bound == u"before")
        ask.before = 2;
    if (bound == u"after")
        ask.after = 1;
    if (bound == u"around")
        ask.around = 2;
    const auto page = m_queries->handle(ask, m_ada);
    VERIFY_RESULT(page);
    QVERIFY(page->messages.isEmpty());
    QVERIFY(!page->hasBefore);
    QVERIFY(!page->hasAfter);
    QCOMPARE(page->asOf, 2);
}

void TestRoomQueries::wrongPages()
{
    ListMessages ask{.room = m_room};
    ask.before = 3;
    ask.after = 1;
    QCOMPARE(m_queries->handle(ask, m_ada).error().code, ErrorCode::BadRequest);
    ask.before.reset();
    ask.around = 2;
    QCOMPARE(m_queries->handle(ask, m_ada).error().code, ErrorCode::BadRequest);
    QCOMPARE(m_queries->handle(ListMessages{.room = RoomId{99}}, m_ada).error().code,
             ErrorCode::NotFound);
}

void TestRoomQueries::largePagesAreCut_data()
{
    QTest::addColumn<QString>("bound");
    QTest::addColumn<QString>("text");
    // The same text takes 1, 3 or 6 bytes a character as JSON.
    const QList<std::pair<const char *, QString>> texts{{"Latin", QString(9000, u'x')},
                                                        {"Chinese", QString(9000, u'\u4E2D')},
                                                        {"escaped", QString(9000, u'\b')}};
    for (const auto &[name, text] : texts) {
        for (const char *bound : {"newest", "before", "after", "around"})
            QTest::addRow("%s, %s", bound, name) << QString::fromLatin1(bound) << text;
    }
}

void TestRoomQueries::largePagesAreCut()
{
    QFETCH(QString, bound);
    QFETCH(QString, text);
    postMany(60, text); // seq 3 to 62
    ListMessages ask{.room = m_room, .limit = 60};
    Seq near = 62;
    if (bound == u"before") {
        ask.before = 50;
        near = 49;
    } else if (bound == u"after") {
        ask.after = 10;
        near = 11;
    } else if (bound == u"around") {
        ask.around = near = 30;
    }
    const auto page = m_queries->handle(ask, m_ada);
    VERIFY_RESULT(page);
    const auto &messages = page->messages;
    QVERIFY(!messages.isEmpty());
    const qsizetype size = wire::encoded(*page).size();
    QVERIFY2(size < kAnswerBytes + 4096, qPrintable(QString::number(size)));
    QVERIFY2(size > kAnswerBytes / 2, "what fits is there");
    // Nearest to where the reader is: that is never what was left out.
    QVERIFY2(std::ranges::find(messages, near, &Message::seq) != messages.end(),
             qPrintable(u"%1 to %2"_s.arg(messages.first().seq).arg(messages.last().seq)));
    if (bound == u"around" && messages.size() > 2)
        QVERIFY(messages.first().seq < near && messages.last().seq > near);
    QCOMPARE(page->hasBefore, messages.first().n > 1);
    QCOMPARE(page->hasAfter, messages.last().n < 60);
    if (page->hasBefore && bound != u"after")
        QCOMPARE(page->from, messages.first().seq);
    if (page->hasAfter && bound != u"before")
        QCOMPARE(page->to, messages.last().seq);
    for (qsizetype i = 1; i < messages.size(); ++i)
        QCOMPARE(messages[i].seq, messages[i - 1].seq + 1);
}

void TestRoomQueries::hello()
{
    postMany(3);
    m_service->handle(CreateRoom{u"looms"_s, {}}, m_grace).value();
    const auto hello = m_queries->hello(m_ada.user);
    VERIFY_RESULT(hello);
    QCOMPARE(hello->user.name, u"ada"_s);
    QCOMPARE(hello->rooms.size(), 1); // one's own
    const Room room = hello->rooms.first();
    QCOMPARE(room.role, u"owner"_s);
    QCOMPARE(room.head, 5);
    QCOMPARE(room.n, 3);
    QCOMPARE(room.first, 1);
    QCOMPARE(room.read, 5); // her own post was the last
    QCOMPARE(room.unread, 0);
    QVERIFY(!hello->roomsMore);
    QCOMPARE(hello->users.size(), 1);
    QCOMPARE(m_queries->hello(m_grace.user)->rooms.first().unread, 1);
    QCOMPARE(m_queries->hello(UserId{99}).error().code, ErrorCode::NotFound);
}

void TestRoomQueries::helloAndListsOfManyRooms()
{
    const int kRooms = 450;
    {
        Transaction transaction(m_store->database);
        const QString topic(250, u'\u4E2D'); // 750 bytes
        for (int i = 0; i < kRooms; ++i)
            VERIFY_RESULT(m_service->handle(CreateRoom{u"room no %1"_s.arg(i), topic}, m_linus));
        VERIFY_RESULT(transaction.commit());
    }
    const auto hello = m_queries->hello(m_linus.user);
    VERIFY_RESULT(hello);
    QCOMPARE(hello->roomsMore, std::optional(true));
    QVERIFY(hello->rooms.size() < kRooms);
    QVERIFY(wire::encoded(*hello).size() < kAnswerBytes + 4096);
    for (const bool mine : {true, false}) {
        QSet<RoomId> seen;
        ListRooms ask;
        if (mine)
            ask.filter = u"mine"_s;
        for (int pages = 0; pages < 10; ++pages) {
            const auto list = m_queries->handle(ask, m_linus);
            VERIFY_RESULT(list);
            QVERIFY(wire::encoded(*list).size() < kAnswerBytes + 4096);
            for (const Room &room : list->rooms) {
                QVERIFY2(!seen.contains(room.id), "a room is on one page only");
                seen.insert(room.id);
            }
            if (!list->after)
                break;
            ask.after = list->after;
        }
        QCOMPARE(seen.size(), mine ? kRooms : kRooms + 1);
    }
    QCOMPARE(m_queries->handle(ListRooms{{}, u"all"_s}, m_ada).error().path, u"data.filter"_s);
}

void TestRoomQueries::membersAndUsers()
{
    const auto page = m_queries->handle(ListMembers{m_room, {}}, m_linus);
    VERIFY_RESULT(page);
    QCOMPARE(page->members.size(), 2);
    QCOMPARE(page->members.first().role, u"owner"_s);
    QCOMPARE(page->users.size(), 2);
    QVERIFY(!page->after);
    QCOMPARE(m_queries->handle(ListMembers{RoomId{99}, {}}, m_ada).error().code,
             ErrorCode::NotFound);
    const auto users = m_queries->handle(GetUsers{{m_grace.user, UserId{99}, m_grace.user}}, m_ada);
    QCOMPARE(users->users.size(), 1);
    QCOMPARE(users->users.first().name, u"grace"_s);
}

void TestRoomQueries::eventsNeedMembership()
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

void TestRoomQueries::syncOfWhatIsMissing()
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

void TestRoomQueries::syncOfManyEvents()
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

void TestRoomQueries::syncIsCutToAnAnswer()
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

void TestRoomQueries::syncWithAGap()
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

void TestRoomQueries::touchedOfAGap()
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

void TestRoomQueries::syncOfWhoIsAhead()
{
    postMany(5);
    const auto sync = syncAfter(8);
    QCOMPARE(sync->reset, std::optional(true));
    QVERIFY(!sync->events && !sync->gap);
    QCOMPARE(sync->page->messages.size(), 5);
}

void TestRoomQueries::digest()
{
    postMany(4); // grace's was the last: ada has one unread
    const Room room = m_queries->hello(m_ada.user)->rooms.first();
    const DigestRow right{m_room, room.head, room.read, room.counter, room.unread, 0};
    const auto ask = [this](const DigestRow &row) {
        return m_queries->handle(Digest{{row}}, m_ada)->rooms;
    };
    QCOMPARE(room.unread, 1);
    QVERIFY(ask(right).isEmpty());
    DigestRow wrong = right;
    wrong.unread = 7;
    QCOMPARE(ask(wrong).size(), 1);
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

void TestRoomQueries::roomByName()
{
    QCOMPARE(*m_queries->idOf(u"engines"_s, m_linus.user), m_room);
    QCOMPARE(*m_queries->idOf(u"ENGINES"_s, m_linus.user), m_room);
    QCOMPARE(m_queries->idOf(u"engine"_s, m_linus.user).error().code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestRoomQueries)
#include "tst_room_queries.moc"
