// SPDX-License-Identifier: MIT
#include "tests/server/service/room_fixture.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;
using namespace salon::protocol;

constexpr qsizetype kAnswerBytes = 256 * 1024;
constexpr qint64 kMinute = 60'000;

//! What can be read of rooms and people: pages with their bounds, lists, and never more than an
//! answer holds.
class TestRoomQueries : public QObject, RoomFixture {
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
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
    void roomByName();
    void moments_data();
    void moments();
    void momentsOfAnEmptyRoom();
    void wrongMoments();
};

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

void TestRoomQueries::roomByName()
{
    QCOMPARE(*m_queries->idOf(u"engines"_s, m_linus.user), m_room);
    QCOMPARE(*m_queries->idOf(u"ENGINES"_s, m_linus.user), m_room);
    QCOMPARE(m_queries->idOf(u"engine"_s, m_linus.user).error().code, ErrorCode::NotFound);
}

void TestRoomQueries::moments_data()
{
    QTest::addColumn<QList<Timestamp>>("times"); // minutes
    QTest::addColumn<QList<Seq>>("first");
    const auto row = [](const char *name, const QList<Timestamp> &times, const QList<Seq> &first) {
        QTest::newRow(name) << times << first;
    };
    row("nothing asked", {}, {});
    row("before all", {-1'000'000'000}, {3});
    row("the very minute", {10}, {3});
    row("within a minute of many", {11}, {5});
    row("between two", {12, 15, 19}, {7, 7, 7});
    row("the last", {20}, {7});
    row("after all", {21, 22}, {0, 0});
    row("as a calendar does", {0, 5, 10, 11, 12, 20, 21}, {3, 3, 3, 5, 7, 7, 0});
    row("the same twice", {11, 11}, {5, 5});
}

//! seq 3 and 4 at minute 10, 5 at 11, 6 is no message, 7 at 20
void TestRoomQueries::moments()
{
    QFETCH(const QList<Timestamp>, times);
    QFETCH(const QList<Seq>, first);
    const Timestamp start = m_clock.now();
    const auto at = [&](qint64 minutes) { return start + minutes * kMinute; };
    m_clock.advance(10 * kMinute);
    postMany(2);
    m_clock.advance(kMinute);
    postMany(1);
    VERIFY_RESULT(m_service->handle(SetTopic{m_room, u"steam"_s}, m_ada));
    m_clock.advance(9 * kMinute);
    postMany(1);
    FindMoments ask{m_room, {}};
    for (const Timestamp minutes : times)
        ask.times.append(at(minutes));
    const auto reply = m_queries->handle(ask, m_linus); // as he may read it
    VERIFY_RESULT(reply);
    QCOMPARE(reply->room, m_room);
    QCOMPARE(reply->first, first);
}

void TestRoomQueries::momentsOfAnEmptyRoom()
{
    const auto reply = m_queries->handle(FindMoments{m_room, {0, m_clock.now()}}, m_ada);
    VERIFY_RESULT(reply);
    QCOMPARE(reply->first, (QList<Seq>{0, 0}));
}

void TestRoomQueries::wrongMoments()
{
    const auto back = m_queries->handle(FindMoments{m_room, {5, 6, 4}}, m_ada);
    QVERIFY(!back);
    QCOMPARE(back.error().code, ErrorCode::BadRequest);
    QCOMPARE(back.error().path, u"data.times[2]"_s);
    QCOMPARE(m_queries->handle(FindMoments{{999}, {0}}, m_ada).error().code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestRoomQueries)
#include "tst_room_queries.moc"
