// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_client.h"
#include <QDir>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::test;
using salon::Result;

//! Cheap hashes: what is tested here is not argon2id.

//! How a salond goes up and down, and what it says when it cannot.
class TestStartStop : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void stopsWithinFiveSeconds();
    void keepsWhatItAcknowledged_data();
    void keepsWhatItAcknowledged();
    void refusesAPortInUse();
    void refusesAFolderInUse();
    void refusesAFolderThatCannotBeMade();
    void refusesANewerDatabase();
    void opensADatabaseWithNamesThatLookAlike();
    void refusesAConfiguration_data();
    void refusesAConfiguration();
    void refusesACommandLine_data();
    void refusesACommandLine();
};

//! What `text` must hold, and that it is a sentence and not a crash.
static void compareRefusal(const CommandResult &result, const QByteArray &expected)
{
    QVERIFY2(result.exitCode > 0, "crashed, hung or claimed to be fine: " + result.errors);
    QVERIFY2(result.errors.contains(expected), result.errors);
    QVERIFY2(result.errors.count('\n') <= 2, result.errors);
}

//! In the file of a salond that has stopped.
static void inDatabase(const SalondProcess &salond, const QString &statement)
{
    {
        auto database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"stopped"_s);
        database.setDatabaseName(salond.dataFolder() + u"/salon.db"_s);
        QVERIFY(database.open());
        QSqlQuery query(database);
        QVERIFY2(query.exec(statement), qPrintable(query.lastError().text()));
    }
    QSqlDatabase::removeDatabase(u"stopped"_s);
}

void TestStartStop::stopsWithinFiveSeconds()
{
    SalondProcess salond(kCheapPasswords);
    const auto started = salond.start();
    QVERIFY2(started, qPrintable(started ? QString() : started.error().message));
    QVERIFY(salond.addUser(u"ada"_s, u"correct horse 7"_s));
    const auto login = HttpClient(salond.port()).login(u"ada"_s, u"correct horse 7"_s);
    QVERIFY(login);
    TestClient client(salond.url());
    QVERIFY(client.open(login->token));

    QCOMPARE(salond.stop(5000), std::optional<int>(0));
    QTRY_VERIFY(!client.isOpen());
    QCOMPARE(client.closeCode(), 1001);
}

void TestStartStop::keepsWhatItAcknowledged_data()
{
    QTest::addColumn<bool>("isKilled");
    QTest::newRow("SIGTERM") << false;
    QTest::newRow("kill -9") << true;
}

void TestStartStop::keepsWhatItAcknowledged()
{
    QFETCH(bool, isKilled);
    SalondProcess salond(kCheapPasswords);
    QVERIFY(salond.start());
    QVERIFY(salond.addUser(u"ada"_s, u"correct horse 7"_s));
    HttpClient http(salond.port());
    const auto login = http.login(u"ada"_s, u"correct horse 7"_s);
    QVERIFY(login);
    http.setToken(login->token.toUtf8());
    const HttpReply posted =
        http.post("/api/rooms/general/messages",
                  R"({"key":"7b0c8b1e-5a7e-4b7e-9a63-0d9c8a3f2b11","text":"still here"})");
    QCOMPARE(posted.status, 201);
    if (isKilled)
        salond.kill();
    else
        QCOMPARE(salond.stop(), std::optional<int>(0));
    QCOMPARE(QFile::exists(salond.dataFolder() + u"/salon.db-wal"_s), isKilled);
    QVERIFY(salond.start());

    // The token is still good, too.
    const HttpReply page = http.get("/api/rooms/general/messages");
    QCOMPARE(page.status, 200);
    const auto messages = HttpClient::decodedBody<salon::protocol::MessagePage>(page);
    QVERIFY(messages);
    QCOMPARE(messages->messages.size(), 1);
    QCOMPARE(messages->messages.first().text, u"still here"_s);
}

void TestStartStop::refusesAPortInUse()
{
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    QTemporaryDir folder;
    const QString listen = u"127.0.0.1:%1"_s.arg(taken.serverPort());
    compareRefusal(runSalond({u"serve"_s, u"--data"_s, folder.path(), u"--listen"_s, listen}),
                   listen.toUtf8());
}

void TestStartStop::refusesAFolderInUse()
{
    SalondProcess salond(kCheapPasswords);
    QVERIFY(salond.start());
    compareRefusal(runSalond({u"serve"_s, u"--data"_s, salond.dataFolder(), u"--listen"_s,
                              u"127.0.0.1:%1"_s.arg(freePort())}),
                   "in use by another salond");
    QCOMPARE(HttpClient(salond.port()).get("/api/server").status, 200);
}

void TestStartStop::refusesAFolderThatCannotBeMade()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (const QString &path : {file.fileName(), file.fileName() + u"/below"_s}) {
        compareRefusal(runSalond({u"serve"_s, u"--data"_s, path, u"--listen"_s,
                                  u"127.0.0.1:%1"_s.arg(freePort())}),
                       path.toUtf8());
    }
}

void TestStartStop::refusesANewerDatabase()
{
    SalondProcess salond(kCheapPasswords);
    QVERIFY(salond.start());
    QCOMPARE(salond.stop(), std::optional<int>(0));
    inDatabase(salond,
               u"UPDATE migrations SET number = 9999 WHERE number = "
               "(SELECT max(number) FROM migrations)"_s);
    compareRefusal(salond.command({u"serve"_s, u"--listen"_s, u"127.0.0.1:%1"_s.arg(freePort())}),
                   "newer");
}

//! From before names were unique by what they look like: the younger account goes on beside the
//! older, nobody else may look like them.
void TestStartStop::opensADatabaseWithNamesThatLookAlike()
{
    SalondProcess salond(kCheapPasswords);
    QVERIFY(salond.start());
    for (const auto &name : {u"paypal"_s, u"paypax"_s})
        QVERIFY(salond.addUser(name, u"correct horse 7"_s));
    QVERIFY(salond.stop());
    inDatabase(salond, u"UPDATE users SET look_key = NULL"_s);
    inDatabase(salond,
               u"UPDATE users SET name = 'paypaI', name_key = 'paypai' WHERE name = 'paypax'"_s);
    QVERIFY(salond.start());
    for (const auto &name : {u"paypal"_s, u"paypaI"_s})
        QVERIFY(HttpClient(salond.port()).login(name, u"correct horse 7"_s));
    QVERIFY(!salond.addUser(u"PaypaI"_s, u"correct horse 7"_s));
    QVERIFY(salond.log().contains("the name looks like that of an older one"));
}

void TestStartStop::refusesAConfiguration_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("key");
    QTest::newRow("unknown key") << QByteArray("[server]\nnmae = \"x\"\n") << QByteArray(":2")
                                 << QByteArray("nmae");
    QTest::newRow("unknown section")
        << QByteArray("\n[severs]\nname = \"x\"\n") << QByteArray(":2") << QByteArray("severs");
    QTest::newRow("wrong type") << QByteArray("[server]\nreaders = \"two\"\n") << QByteArray(":2")
                                << QByteArray("readers");
    QTest::newRow("impossible") << QByteArray("[limits]\n\nroom_name = 0\n") << QByteArray(":3")
                                << QByteArray("room_name");
    QTest::newRow("not loopback") << QByteArray("[server]\nlisten = \"0.0.0.0:80\"\n")
                                  << QByteArray(":2") << QByteArray("listen");
    QTest::newRow("not TOML") << QByteArray("[server\n") << QByteArray(":1") << QByteArray();
}

void TestStartStop::refusesAConfiguration()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, key);
    const SalondProcess salond(text);
    for (const QString &command : {u"check-config"_s, u"serve"_s}) {
        const CommandResult result = salond.command({command});
        compareRefusal(result, salond.configurationFile().toUtf8() + line);
        QVERIFY2(result.errors.contains(key), result.errors);
    }
}

void TestStartStop::refusesACommandLine_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown command") << QStringList{u"swerve"_s};
    QTest::newRow("unknown option") << QStringList{u"serve"_s, u"--fast"_s};
    QTest::newRow("no such file") << QStringList{u"check-config"_s, u"--config"_s,
                                                 u"/nowhere/at.all"_s};
    QTest::newRow("no port") << QStringList{u"serve"_s, u"--listen"_s, u"127.0.0.1"_s};
    QTest::newRow("port too high") << QStringList{u"serve"_s, u"--listen"_s, u"127.0.0.1:70000"_s};
    QTest::newRow("not loopback") << QStringList{u"serve"_s, u"--listen"_s, u"192.0.2.1:80"_s};
    QTest::newRow("unknown format") << QStringList{u"describe"_s, u"--format"_s, u"poem"_s};
}

void TestStartStop::refusesACommandLine()
{
    QFETCH(QStringList, arguments);
    QTemporaryDir folder;
    const CommandResult result = runSalond(arguments + QStringList{u"--data"_s, folder.path()});
    QVERIFY2(result.exitCode > 0, result.errors);
    QVERIFY(!result.errors.isEmpty());
}

QTEST_GUILESS_MAIN(TestStartStop)
#include "tst_start_stop.moc"
