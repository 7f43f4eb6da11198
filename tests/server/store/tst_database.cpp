// SPDX-License-Identifier: MIT
#include "tests/server/store/store_on_disk.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

class TestDatabase : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textsComeBackExactly_data();
    void textsComeBackExactly();
    void valuesComeBack();
    void errorsHaveMeaning_data();
    void errorsHaveMeaning();
    void anUnreadReturningRowDoesNotHoldTheTransaction();
    void othersSeeOnlyWhatIsCommitted();
    void aSnapshotStandsStill();
    void aScopeThatDoesNotCommitLeavesNothing();
    void aReaderCannotWrite();
    void aStatementThatFailedToPrepareIsTriedAgain();
    void theFileIsSafe_data();
    void theFileIsSafe();
    void openFails_data();
    void openFails();
    void canBeOpenedAgain();

private:
    static qint64 number(Database &database, const char *sql)
    {
        Query query = database.prepare(sql);
        return query.run() && query.next() ? query.integer(0) : -1;
    }
};

void TestDatabase::textsComeBackExactly_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << u""_s;
    QTest::newRow("null is empty") << QString();
    QTest::newRow("outer spaces") << u"  a\n"_s;
    QTest::newRow("byte order mark first") << QChar(0xFEFF) + u"a"_s;
    QTest::newRow("only byte order marks") << QString(2, QChar(0xFEFF));
    QTest::newRow("turned byte order mark first") << QChar(0xFFFE) + u"a"_s;
    QTest::newRow("no characters") << u"a"_s + QChar(0xFFFF) + QChar(0xFFFE);
    QTest::newRow("control") << u"a\bb"_s;
    QTest::newRow("beyond the first plane") << u"\U0001F600 e\u0301 \u05D0"_s;
    QTest::newRow("long") << QString(16'000, u'\u20AC');
}

void TestDatabase::textsComeBackExactly()
{
    QFETCH(QString, text);
    StoreOnDisk store;
    VERIFY_RESULT(store.opened);
    const UserId ada = store.user(u"ada"_s);
    const RoomId room = store.room(u"general"_s, ada);
    VERIFY_RESULT(store.post(room, ada, u"k"_s, text));
    const auto found = store.log.findByKey(ada, u"k"_s);
    VERIFY_RESULT(found);
    QVERIFY(found->has_value());
    QVERIFY((*found)->text == text);
    const auto page = store.log.messagesAfter(room, 0, 1, kNoLimit);
    VERIFY_RESULT(page);
    QVERIFY(page->first().text == text);
}

void TestDatabase::valuesComeBack()
{
    StoreOnDisk store;
    VERIFY_RESULT(
        store.database.execute(u"CREATE TABLE t (i INTEGER, o INTEGER, b BLOB NOT NULL) STRICT"_s));
    const qint64 large = (qint64(1) << 62) + 1;
    const QByteArray data("\0\xFF{}", 4);
    VERIFY_RESULT(store.database.prepare("INSERT INTO t VALUES (?, ?, ?), (?, ?, ?)")
                      .run(large, std::optional<qint64>(), data, RoomId{7},
                           std::optional<qint64>(0), QByteArray()));
    Query query = store.database.prepare("SELECT i, o, b FROM t ORDER BY rowid");
    VERIFY_RESULT(query.run());
    VERIFY_RESULT(query.next());
    QCOMPARE(query.integer(0), large);
    QVERIFY(!query.optionalInteger(1));
    QCOMPARE(query.bytes(2), data);
    VERIFY_RESULT(query.next());
    QCOMPARE(query.integer(0), 7);
    QCOMPARE(query.optionalInteger(1), std::optional<qint64>(0));
    QCOMPARE(query.bytes(2), QByteArray());
    const auto more = query.next();
    VERIFY_RESULT(more);
    QVERIFY(!*more);
}

void TestDatabase::errorsHaveMeaning_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<bool>("fatal");
    QTest::newRow("unique") << u"INSERT INTO server VALUES ('a', 'b'), ('a', 'b')"_s
                            << ErrorCode::Conflict << false;
    QTest::newRow("foreign key") << u"INSERT INTO members VALUES (9, 9, '', 0, 0, 0, 0, 1)"_s
                                 << ErrorCode::Conflict << false;
    QTest::newRow("not null") << u"INSERT INTO server VALUES ('a', NULL)"_s << ErrorCode::Conflict
                              << false;
    QTest::newRow("type") << u"INSERT INTO events VALUES ('one', 1, '', 0, 1, x'')"_s
                          << ErrorCode::Internal << false;
    QTest::newRow("no such table") << u"SELECT * FROM nowhere"_s << ErrorCode::Internal << false;
    QTest::newRow("two statements") << u"SELECT 1; SELECT 2"_s << ErrorCode::Internal << false;
}

void TestDatabase::errorsHaveMeaning()
{
    QFETCH(QString, sql);
    StoreOnDisk store;
    const auto result = store.database.execute(sql);
    QVERIFY(!result);
    QTEST(result.error().code, "code");
    QTEST(Database::isFatal(result.error()), "fatal");
    QVERIFY(!result.error().message.isEmpty());
    QCOMPARE(store.database.failure()->code, result.error().code);
    store.database.forgetFailure();
    QVERIFY(!store.database.failure());
}

void TestDatabase::anUnreadReturningRowDoesNotHoldTheTransaction()
{
    StoreOnDisk store;
    {
        Transaction transaction(store.database);
        VERIFY_RESULT(transaction.begun());
        VERIFY_RESULT(store.accounts.add({.name = u"ada"_s, .keys = {u"ada"_s}}));
        VERIFY_RESULT(transaction.commit());
    }
    Database other;
    VERIFY_RESULT(other.open(store.path(), Database::Access::ReadOnly));
    QCOMPARE(number(other, "SELECT count(*) FROM users"), 1);
}

void TestDatabase::othersSeeOnlyWhatIsCommitted()
{
    StoreOnDisk store;
    Database other;
    VERIFY_RESULT(other.open(store.path(), Database::Access::ReadOnly));
    Transaction transaction(store.database);
    VERIFY_RESULT(transaction.begun());
    VERIFY_RESULT(store.accounts.setSetting(u"a"_s, u"b"_s));
    QCOMPARE(number(other, "SELECT count(*) FROM server"), 0);
    VERIFY_RESULT(transaction.commit());
    QCOMPARE(number(other, "SELECT count(*) FROM server"), 1);
}

void TestDatabase::aSnapshotStandsStill()
{
    StoreOnDisk store;
    Database reader;
    VERIFY_RESULT(reader.open(store.path(), Database::Access::ReadOnly));
    VERIFY_RESULT(reader.beginRead());
    QCOMPARE(number(reader, "SELECT count(*) FROM server"), 0);
    VERIFY_RESULT(store.accounts.setSetting(u"a"_s, u"b"_s));
    QCOMPARE(number(reader, "SELECT count(*) FROM server"), 0);
    reader.rollback();
    QCOMPARE(number(reader, "SELECT count(*) FROM server"), 1);
}

void TestDatabase::aScopeThatDoesNotCommitLeavesNothing()
{
    StoreOnDisk store;
    {
        Transaction transaction(store.database);
        VERIFY_RESULT(store.accounts.setSetting(u"a"_s, u"b"_s));
    }
    QCOMPARE(number(store.database, "SELECT count(*) FROM server"), 0);
    Transaction next(store.database);
    VERIFY_RESULT(next.begun());
}

void TestDatabase::aReaderCannotWrite()
{
    StoreOnDisk store;
    Database reader;
    VERIFY_RESULT(reader.open(store.path(), Database::Access::ReadOnly));
    const auto result = AccountStore(reader).setSetting(u"a"_s, u"b"_s);
    QVERIFY(!result);
    QCOMPARE(result.error().reason, Reason::StorageFailed);
}

void TestDatabase::aStatementThatFailedToPrepareIsTriedAgain()
{
    StoreOnDisk store;
    constexpr const char *sql = "SELECT * FROM later WHERE a = ?";
    const auto early = store.database.prepare(sql).run(qint64(1));
    QVERIFY(!early);
    QCOMPARE(early.error().code, ErrorCode::Internal);
    VERIFY_RESULT(store.database.execute(u"CREATE TABLE later (a INTEGER) STRICT"_s));
    VERIFY_RESULT(store.database.prepare(sql).run(qint64(1)));
}

void TestDatabase::theFileIsSafe_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<qint64>("expected");
    QTest::newRow("synchronous FULL") << QByteArray("PRAGMA synchronous") << qint64(2);
    QTest::newRow("foreign keys") << QByteArray("PRAGMA foreign_keys") << qint64(1);
    QTest::newRow("deleted bytes are overwritten")
        << QByteArray("PRAGMA secure_delete") << qint64(1);
    QTest::newRow("no memory map") << QByteArray("PRAGMA mmap_size") << qint64(0);
    QTest::newRow("cache in KiB") << QByteArray("PRAGMA cache_size") << qint64(-8192);
}

void TestDatabase::theFileIsSafe()
{
    QFETCH(QByteArray, sql);
    StoreOnDisk store;
    QTEST(number(store.database, sql.constData()), "expected");
    Query mode = store.database.prepare("PRAGMA journal_mode");
    VERIFY_RESULT(mode.run());
    VERIFY_RESULT(mode.next());
    QCOMPARE(mode.text(0), u"wal"_s);
}

void TestDatabase::openFails_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("readOnly");
    QTest::newRow("no such folder") << QByteArray() << u"none/salon.db"_s << false;
    QTest::newRow("no such file to read") << QByteArray() << u"none.db"_s << true;
    QTest::newRow("no database") << QByteArray(8192, 'x') << u"salon.db"_s << false;
}

void TestDatabase::openFails()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, name);
    QFETCH(bool, readOnly);
    QTemporaryDir folder;
    if (!content.isEmpty()) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    Database database;
    const auto result = database.open(
        folder.filePath(name), readOnly ? Database::Access::ReadOnly : Database::Access::ReadWrite);
    QVERIFY(!result);
    QCOMPARE(result.error().reason, Reason::StorageFailed);
    QVERIFY2(result.error().message.contains(name), qPrintable(result.error().message));
    QVERIFY(!database.isOpen());
    const auto begun = database.begin();
    QVERIFY(!begun);
    QCOMPARE(begun.error().reason, Reason::StorageFailed);
}

void TestDatabase::canBeOpenedAgain()
{
    StoreOnDisk store;
    VERIFY_RESULT(store.accounts.setSetting(u"a"_s, u"b"_s));
    VERIFY_RESULT(store.database.open(store.path(), Database::Access::ReadWrite));
    const auto value = store.accounts.setting(u"a"_s);
    VERIFY_RESULT(value);
    QCOMPARE(*value, u"b"_s);
}

QTEST_GUILESS_MAIN(TestDatabase)
#include "tst_database.moc"
