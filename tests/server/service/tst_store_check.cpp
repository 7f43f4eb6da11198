// SPDX-License-Identifier: MIT
#include "server/service/room_service.h"
#include "server/service/server_marks.h"
#include "server/service/store_repair.h"
#include "tests/server/store/store_on_disk.h"
#include "tests/support/fake_clock.h"
#include <QCryptographicHash>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

namespace {

//! "kind" or "kind heals", sorted, each once.
QStringList told(const QList<CheckFinding> &findings)
{
    QStringList words;
    for (const CheckFinding &finding : findings)
        words.append(finding.canHeal ? finding.kind + u" heals"_s : finding.kind);
    words.removeDuplicates();
    words.sort();
    return words;
}

} // namespace

//! Damage of each kind, made by SQL in a database that the rules filled: it is found, and healed
//! where the log knows better.
class TestStoreCheck : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void soundAsItIs();
    void damage_data();
    void damage();
    void indexIsMadeAnew();
    void damagedFileIsLeft();
    void ownersPassAsTheRulesPassThem();
    void markersStayWhereTheyCan();
    void stopsWhenTold();

private:
    template <class Request>
    auto ask(const Request &request, UserId by)
    {
        return m_rules->handle(request, {by, {}});
    }
    void post(UserId by, const QString &text)
    {
        VERIFY_RESULT(ask(protocol::PostMessage{m_room, u"key-"_s + text, text}, by));
    }
    //! With no rule of the engine's in the way.
    void harm(const QString &script);
    QByteArray log();
    //! Every row of the views.
    QByteArray views();
    QByteArray digest(const QString &sql);

    std::unique_ptr<StoreOnDisk> m_store;
    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<RoomService> m_rules;
    wire::Limits m_limits;
    UserId m_ada;
    UserId m_grace;
    UserId m_joan;
    RoomId m_room;
};

void TestStoreCheck::init()
{
    m_rules.reset();
    m_store = std::make_unique<StoreOnDisk>();
    VERIFY_RESULT(m_store->opened);
    m_clock = std::make_unique<FakeClock>();
    m_rules = std::make_unique<RoomService>(m_store->database, m_limits, *m_clock);
    m_ada = m_store->user(u"ada"_s);
    m_grace = m_store->user(u"grace"_s);
    m_joan = m_store->user(u"joan"_s);
    const auto made = ask(protocol::CreateRoom{u"engines"_s, u"steam"_s}, m_ada);
    VERIFY_RESULT(made);
    m_room = made->room.id;
    VERIFY_RESULT(ask(protocol::CreateRoom{u"looms"_s, {}}, m_grace));
    VERIFY_RESULT(ask(protocol::JoinRoom{m_room}, m_grace)); // 2
    post(m_ada, u"one"_s); // 3
    post(m_grace, u"two"_s); // 4
    VERIFY_RESULT(ask(protocol::SetTopic{m_room, u"coal"_s}, m_grace)); // 5
    VERIFY_RESULT(ask(protocol::JoinRoom{m_room}, m_joan)); // 6
    VERIFY_RESULT(ask(protocol::PostMessage{m_room, u"key-three"_s, u"three"_s, 4}, m_ada)); // 7
    VERIFY_RESULT(m_store->accounts.addSession({.id = {5}, .user = m_joan, .expiresAt = kNow}));
}

void TestStoreCheck::harm(const QString &script)
{
    VERIFY_RESULT(m_store->database.execute(u"PRAGMA foreign_keys = OFF"_s));
    for (const QString &statement : script.split(u';'))
        VERIFY_RESULT(m_store->database.execute(statement));
    VERIFY_RESULT(m_store->database.execute(u"PRAGMA foreign_keys = ON"_s));
}

QByteArray TestStoreCheck::digest(const QString &sql)
{
    // A literal is its own key among the prepared statements, so it has to live on.
    static QHash<QString, QByteArray> texts;
    QByteArray &text = texts[sql];
    text = sql.toUtf8();
    Database reader;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!reader.open(m_store->path(), Database::Access::ReadOnly))
        return {};
    Query query = reader.prepare(text.constData());
    if (!query.run())
        return {};
    for (;;) {
        const auto more = query.next();
        if (!more)
            return {};
        if (!*more)
            return hash.result().toHex();
        for (int i = 0; i < 9; ++i)
            hash.addData(query.bytes(i) + '\n');
    }
}

QByteArray TestStoreCheck::log()
{
    return digest(u"SELECT room_id, seq, kind, at, by_user, data, 0, 0, 0 FROM events"_s);
}

QByteArray TestStoreCheck::views()
{
    return digest(u"SELECT id, name, topic, head, n, last_at, 0, 0, 0 FROM rooms"_s)
        + digest(
               u"SELECT room_id, seq, n, rev, at, by_user, key, text || coalesce(edited_at, 0) || deleted, reply_to FROM messages"_s)
        + digest(u"SELECT room_id, user_id, role, joined_seq, read_seq, read_n, 0, 0, 0 "
                 "FROM members"_s)
        + digest(u"SELECT id, user_id, 0, 0, 0, 0, 0, 0, 0 FROM sessions"_s);
}

void TestStoreCheck::soundAsItIs()
{
    const auto report = StoreCheck(m_store->database, StoreCheck::Snapshots::EachRoom).run();
    VERIFY_RESULT(report);
    QCOMPARE(told(report->findings), QStringList());
    QCOMPARE(report->rooms, 2);
    QCOMPARE(report->events, 8);
    const auto epoch = epochOf(m_store->database);
    const auto repaired = repairStore(m_store->database);
    VERIFY_RESULT(repaired);
    QCOMPARE(*epochOf(m_store->database), *epoch);
}

void TestStoreCheck::damage_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QStringList>("found");
    QTest::addColumn<bool>("comesBack"); // every row of the views is as it was before
    const auto view = [](const char *name, const QString &kind, const QString &script) {
        QTest::newRow(name) << script << QStringList{kind + u" heals"_s} << true;
    };
    view("head", u"room"_s, u"UPDATE rooms SET head = 9 WHERE id = 1"_s);
    view("messages counted", u"room"_s, u"UPDATE rooms SET n = 2 WHERE id = 1"_s);
    view("time", u"room"_s, u"UPDATE rooms SET last_at = 1 WHERE id = 1"_s);
    view("topic", u"room"_s, u"UPDATE rooms SET topic = 'tea' WHERE id = 1"_s);
    view("name", u"room"_s, u"UPDATE rooms SET name = 'x' WHERE id = 1"_s);
    view("text", u"message"_s, u"UPDATE messages SET text = 'never' WHERE seq = 4"_s);
    view("author", u"message"_s, u"UPDATE messages SET by_user = 3 WHERE seq = 4"_s);
    view("number", u"message"_s, u"UPDATE messages SET n = 7 WHERE seq = 4"_s);
    view("key", u"message"_s, u"UPDATE messages SET key = 'k' WHERE seq = 4"_s);
    view("reply", u"message"_s, u"UPDATE messages SET reply_to = 3 WHERE seq = 7"_s);
    view("lost message", u"message"_s, u"DELETE FROM messages WHERE seq = 3"_s);
    view("all messages", u"message"_s, u"DELETE FROM messages"_s);
    view("message of no event", u"message"_s,
         u"INSERT INTO messages (room_id, seq, n, rev, at, by_user, key, text) "
         "VALUES (1, 5, 9, 5, 0, 1, 'k', 't')"_s);
    view("key in another room", u"message"_s,
         u"UPDATE messages SET key = 'kept' WHERE seq = 3; "
         "INSERT INTO messages (room_id, seq, n, rev, at, by_user, key, text) "
         "VALUES (2, 8, 9, 5, 0, 1, 'key-one', 't')"_s);
    view("stranger in a room", u"member"_s,
         u"INSERT INTO members VALUES (2, 3, 'member', 0, 0, 0, 1, 1)"_s);
    view("role", u"member"_s, u"UPDATE members SET role = 'owner' WHERE user_id = 3"_s);
    view("joined", u"member"_s, u"UPDATE members SET joined_seq = 1 WHERE user_id = 3"_s);
    view("lost member", u"member"_s, u"DELETE FROM members WHERE user_id = 3"_s);
    view("marker's number", u"marker"_s, u"UPDATE members SET read_n = 3 WHERE user_id = 2"_s);
    view("session of nobody", u"orphan"_s,
         u"INSERT INTO sessions VALUES (6, 99, '', '', 0, 0, 0, NULL)"_s);
    view("message of no room", u"orphan"_s,
         u"INSERT INTO messages (room_id, seq, n, rev, at, by_user, key, text) "
         "VALUES (99, 1, 1, 1, 0, 1, 'k', 't')"_s);
    view("member of no room", u"orphan"_s,
         u"INSERT INTO members VALUES (99, 3, 'member', 0, 0, 0, 1, 1)"_s);
    QTest::newRow("member without account")
        << u"INSERT INTO members VALUES (1, 99, 'member', 0, 0, 0, 1, 1)"_s
        << QStringList{u"member heals"_s, u"orphan heals"_s} << true;
    QTest::newRow("marker beyond the log")
        << u"UPDATE members SET read_seq = 99 WHERE room_id = 1 AND user_id = 1"_s
        << QStringList{u"marker heals"_s} << true;

    const auto log = [](const char *name, const QStringList &kinds, const QString &script) {
        QTest::newRow(name) << script << kinds << false;
    };
    log("gap", {u"log"_s, u"message"_s}, u"DELETE FROM events WHERE seq = 4"_s);
    log("first event", {u"log"_s, u"room"_s},
        u"DELETE FROM events WHERE room_id = 1 AND seq = 1"_s);
    log("first event of another kind", {u"log"_s, u"room"_s},
        u"UPDATE events SET kind = 'member.joined' WHERE room_id = 1 AND seq = 1"_s);
    log("unreadable", {u"log"_s}, u"UPDATE events SET data = X'7B' WHERE seq = 6"_s);
    log("unknown kind", {u"log"_s}, u"UPDATE events SET kind = 'a.b' WHERE seq = 6"_s);
    log("earlier", {u"log"_s}, u"UPDATE events SET at = 1 WHERE seq = 6"_s);
    log("event of nobody", {u"log"_s, u"orphan"_s},
        u"UPDATE events SET by_user = 99 WHERE seq = 5"_s);
    log("event of no room", {u"orphan"_s},
        u"INSERT INTO events VALUES (99, 1, 'member.left', 0, 1, X'7B7D')"_s);
    log("empty log", {u"log"_s, u"member"_s, u"room"_s}, u"DELETE FROM events WHERE room_id = 2"_s);
}

void TestStoreCheck::damage()
{
    QFETCH(QString, script);
    QFETCH(QStringList, found);
    QFETCH(bool, comesBack);
    const QByteArray before = views();
    const QString epoch = *epochOf(m_store->database);
    harm(script);
    const QByteArray logBefore = log();
    const QByteArray harmed = views();
    const auto report = StoreCheck(m_store->database, StoreCheck::Snapshots::EachRoom).run();
    VERIFY_RESULT(report);
    const QStringList kinds = told(report->findings);
    if (comesBack)
        QCOMPARE(kinds, found);
    for (const QString &kind : found)
        QVERIFY2(kinds.contains(kind), qPrintable(kinds.join(u' ')));

    const auto repaired = repairStore(m_store->database);
    VERIFY_RESULT(repaired);
    QCOMPARE(log(), logBefore);
    const auto after = StoreCheck(m_store->database, StoreCheck::Snapshots::EachRoom).run();
    VERIFY_RESULT(after);
    QCOMPARE(after->findings, repaired->left);
    QCOMPARE(after->findings.isEmpty(), comesBack);
    const bool hasHealed = kinds.join(u' ').contains(u"heals"_s);
    QCOMPARE(*epochOf(m_store->database) != epoch, hasHealed);
    QCOMPARE(views(), comesBack ? before : harmed);
}

void TestStoreCheck::indexIsMadeAnew()
{
    // The index is away while a row changes.
    Database &database = m_store->database;
    VERIFY_RESULT(database.execute(u"CREATE TABLE kept AS SELECT * FROM sqlite_schema"_s));
    VERIFY_RESULT(database.execute(u"PRAGMA writable_schema = ON"_s));
    const QString name = u" WHERE name = 'sessions_by_expiry'"_s;
    VERIFY_RESULT(database.execute(u"DELETE FROM sqlite_schema"_s + name));
    database.close();
    VERIFY_RESULT(database.open(m_store->path(), Database::Access::ReadWrite));
    VERIFY_RESULT(database.execute(u"UPDATE sessions SET expires_at = 77"_s));
    VERIFY_RESULT(database.execute(u"PRAGMA writable_schema = ON"_s));
    VERIFY_RESULT(database.execute(u"INSERT INTO sqlite_schema SELECT * FROM kept"_s + name));
    database.close();
    VERIFY_RESULT(database.open(m_store->path(), Database::Access::ReadWrite));
    VERIFY_RESULT(database.execute(u"DROP TABLE kept"_s));

    const auto repaired = repairStore(database);
    VERIFY_RESULT(repaired);
    QCOMPARE(told(repaired->before.findings), QStringList{u"index heals"_s});
    QCOMPARE(told(repaired->left), QStringList());
}

void TestStoreCheck::damagedFileIsLeft()
{
    for (int i = 0; i < 40; ++i)
        post(m_ada, u"%1 %2"_s.arg(i).arg(QString(3'000, u'x')));
    Database &database = m_store->database;
    harm(u"UPDATE rooms SET topic = 'tea' WHERE id = 1"_s);
    database.close();
    QFile file(m_store->path());
    QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(file.size() - 2 * 4096));
    QVERIFY(file.write(QByteArray(4096, 'x')) == 4096);
    file.close();
    VERIFY_RESULT(database.open(m_store->path(), Database::Access::ReadWrite));
    const auto problems = StoreCheck(database, StoreCheck::Snapshots::EachRoom).run();
    if (problems)
        QVERIFY(told(problems->findings).contains(u"file"_s));
    const auto repaired = repairStore(database);
    QVERIFY(!repaired || told(repaired->left).contains(u"file"_s));
    QCOMPARE(m_store->rooms.find(m_room, m_ada)->topic, u"tea"_s);
}

void TestStoreCheck::ownersPassAsTheRulesPassThem()
{
    VERIFY_RESULT(ask(protocol::LeaveRoom{m_room}, m_ada));
    VERIFY_RESULT(ask(protocol::JoinRoom{m_room}, m_ada));
    VERIFY_RESULT(ask(protocol::LeaveRoom{m_room}, m_grace));
    const QByteArray before = views();
    harm(u"UPDATE members SET role = 'member'"_s);
    VERIFY_RESULT(repairStore(m_store->database));
    QCOMPARE(views(), before);
    QCOMPARE(m_store->rooms.find(m_room, m_joan)->role, u"owner"_s);
}

void TestStoreCheck::markersStayWhereTheyCan()
{
    VERIFY_RESULT(ask(protocol::UnreadRoom{m_room, 3}, m_ada));
    const QByteArray before = views();
    harm(u"UPDATE members SET role = 'member', read_n = 0 WHERE user_id = 1"_s);
    VERIFY_RESULT(repairStore(m_store->database));
    QCOMPARE(views(), before);
}

void TestStoreCheck::stopsWhenTold()
{
    // Enough that the engine asks whether to go on.
    VERIFY_RESULT(m_store->database.execute(
        u"WITH RECURSIVE i (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 20000) "
        "INSERT INTO server SELECT n, n FROM i"_s));
    std::atomic<bool> flag = false;
    Database reader;
    VERIFY_RESULT(reader.open(m_store->path(), Database::Access::ReadOnly));
    reader.stopWhen(flag);
    VERIFY_RESULT(StoreCheck(reader, StoreCheck::Snapshots::EachRoom).run());
    flag = true;
    QVERIFY(!StoreCheck(reader, StoreCheck::Snapshots::EachRoom).run());
}

QTEST_GUILESS_MAIN(TestStoreCheck)
#include "tst_store_check.moc"
