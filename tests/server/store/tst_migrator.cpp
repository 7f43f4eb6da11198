// SPDX-License-Identifier: MIT
#include "server/store/sql_script.h"
#include "tests/server/store/store_on_disk.h"
#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

namespace {

const QString kFolder = u":/migrations/sqlite"_s;

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

} // namespace

class TestMigrator : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void twiceIsOnce();
    void anOlderDatabaseKeepsItsContent_data();
    void anOlderDatabaseKeepsItsContent();
    void refused_data();
    void refused();
    void aFailedMigrationLeavesNothing();
};

void TestMigrator::initTestCase()
{
    StoreOnDisk store; // brings the migrations into memory
    VERIFY_RESULT(store.opened);
}

void TestMigrator::twiceIsOnce()
{
    StoreOnDisk store;
    VERIFY_RESULT(store.accounts.setSetting(u"a"_s, u"b"_s));
    VERIFY_RESULT(migrate(store.database));
    Query query = store.database.prepare(
        "SELECT count(*), min(length(checksum)), min(applied_at) FROM migrations");
    VERIFY_RESULT(query.run());
    VERIFY_RESULT(query.next());
    QCOMPARE(query.integer(0), QDir(kFolder).entryList({u"*.sql"_s}).size());
    QCOMPARE(query.integer(1), 64);
    QVERIFY(query.integer(2) > 0);
}

void TestMigrator::anOlderDatabaseKeepsItsContent_data()
{
    QTest::addColumn<qsizetype>("schema");
    const auto files = QDir(kFolder).entryList({u"*.sql"_s});
    for (qsizetype schema = 1; schema <= files.size(); ++schema)
        QTest::newRow(qPrintable(files[schema - 1])) << schema;
}

void TestMigrator::anOlderDatabaseKeepsItsContent()
{
    QFETCH(qsizetype, schema);
    QTemporaryDir folder;
    const auto files = QDir(kFolder).entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    for (const QString &name : files.first(schema))
        QVERIFY(QFile::copy(kFolder + u'/' + name, folder.filePath(name)));
    Database database;
    VERIFY_RESULT(database.open(folder.filePath(u"salon.db"_s), Database::Access::ReadWrite));
    VERIFY_RESULT(migrate(database, folder.path()));
    QFile fixture(QStringLiteral(SALON_FIXTURES)
                  + u"/after_%1.sql"_s.arg(schema, 3, 10, QChar(u'0')));
    QVERIFY2(fixture.open(QIODevice::ReadOnly), "every migration wants a fixture");
    for (const QString &statement : statementsOf(QString::fromUtf8(fixture.readAll())))
        VERIFY_RESULT(database.execute(statement));

    VERIFY_RESULT(migrate(database));
    AccountStore accounts(database);
    RoomStore rooms(database);
    LogStore log(database);
    QCOMPARE(*accounts.setting(u"epoch"_s), u"kept"_s);
    const auto users = accounts.list();
    VERIFY_RESULT(users);
    QCOMPARE(users->size(), 3);
    QCOMPARE(users->last().disabledAt, std::optional<Timestamp>(200));
    const auto sessions = accounts.sessionsOf({2});
    VERIFY_RESULT(sessions);
    QCOMPARE(sessions->first().id, SessionId{9'000'000'000'000'000'001});
    const auto room = rooms.find({1}, {3});
    VERIFY_RESULT(room);
    QCOMPARE(room->topic, u"all; of 'it'"_s);
    QCOMPARE(room->counter, 2);
    QCOMPARE(log.roomsWithWrongHead()->size(), 0);
    QCOMPARE((*log.findByKey({3}, u"key"_s))->text, u"hello"_s);
    QCOMPARE(*rooms.firstMemberBut({1}, {3}), UserId{1});
    QCOMPARE(*rooms.firstMemberBut({1}, {1}), UserId{3});
}

void TestMigrator::refused_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("newer") << u"INSERT INTO migrations VALUES (9999, 'x', 'y', 1)"_s
                           << u"written by a newer version"_s;
    QTest::newRow("checksum") << u"UPDATE migrations SET checksum = 'other' WHERE number = 1"_s
                              << u"001_core.sql is not the one"_s;
}

void TestMigrator::refused()
{
    QFETCH(QString, change);
    QFETCH(QString, sentence);
    StoreOnDisk store;
    VERIFY_RESULT(store.database.execute(change));
    const auto result = migrate(store.database);
    QVERIFY(!result);
    QVERIFY2(result.error().message.contains(sentence), qPrintable(result.error().message));
}

void TestMigrator::aFailedMigrationLeavesNothing()
{
    QTemporaryDir folder;
    write(folder.filePath(u"001_a.sql"_s), "CREATE TABLE a (x INTEGER) STRICT;");
    write(folder.filePath(u"002_b.sql"_s),
          "CREATE TABLE b (x INTEGER) STRICT; CREATE TABLE a (y);");
    Database database;
    VERIFY_RESULT(database.open(folder.filePath(u"salon.db"_s), Database::Access::ReadWrite));
    const auto result = migrate(database, folder.path());
    QVERIFY(!result);
    QVERIFY2(result.error().message.contains(u"002_b.sql"_s), qPrintable(result.error().message));
    VERIFY_RESULT(database.execute(u"SELECT x FROM a"_s));
    QVERIFY(!database.execute(u"SELECT x FROM b"_s));

    write(folder.filePath(u"002_b.sql"_s), "CREATE TABLE b (x INTEGER) STRICT;");
    VERIFY_RESULT(migrate(database, folder.path()));
    write(folder.filePath(u"004_d.sql"_s), "CREATE TABLE d (x INTEGER) STRICT;");
    const auto hole = migrate(database, folder.path());
    QVERIFY(!hole);
    QVERIFY2(hole.error().message.contains(u"should be number 3"_s),
             qPrintable(hole.error().message));
}

QTEST_GUILESS_MAIN(TestMigrator)
#include "tst_migrator.moc"
