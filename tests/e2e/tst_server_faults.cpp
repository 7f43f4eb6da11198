// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/other_program.h"
#include "tests/support/raw_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/small_disk.h"
#include "tests/support/test_certificates.h"
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QUuid>
#include <array>
#include <csignal>
#include <future>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;

namespace {

const auto kPassword = u"correct horse 7"_s;
constexpr int kPatienceMs = 30'000;

//! A salond with an account, seen from both sides.
struct Server {
    explicit Server(const QByteArray &configuration = kCheapPasswords) : salond(configuration) { }

    Result<> begin()
    {
        TRY(salond.start());
        TRY(salond.addUser(u"ada"_s, kPassword));
        return logIn();
    }
    Result<> logIn()
    {
        HttpClient http(salond.url());
        TRY_ASSIGN(const auto login, http.login(u"ada"_s, kPassword));
        token = login.token.toLatin1();
        return {};
    }
    HttpReply post(const QString &text = u"hello"_s) const
    {
        HttpClient http(salond.url());
        http.setToken(token);
        return http.post("/api/rooms/general/messages",
                         R"({"key":")" + QUuid::createUuid().toByteArray(QUuid::WithoutBraces)
                             + R"(","text":")" + text.toUtf8() + R"("})");
    }
    bool isReady() const { return HttpClient(salond.url()).get("/readyz").status == 200; }
    double metric(const QByteArray &series) const
    {
        for (const QByteArray &line : salond.command({u"metrics"_s}).output.split('\n')) {
            if (line.startsWith(series + ' '))
                return line.mid(series.size() + 1).toDouble();
        }
        return -1;
    }
    double faults(const QByteArray &kind) const
    {
        return metric("salon_faults_total{kind=\"" + kind + "\"}");
    }
    //! The first line of the log of that message that holds `word`.
    QJsonObject line(const QString &message, const QString &word = {}) const
    {
        for (const QByteArray &each : salond.log().split('\n')) {
            const QJsonObject found = QJsonDocument::fromJson(each).object();
            if (found[u"message"_s] == message && each.contains(word.toUtf8()))
                return found;
        }
        return {};
    }

    SalondProcess salond;
    QByteArray token;
};

} // namespace

//! What goes wrong with the server itself reaches who runs it: a line of the log with the id that
//! the client was given, a figure, and where nothing can be stored, readiness that ends and comes
//! back.
class TestServerFaults : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void storeFails_data();
    void storeFails();
    void ruleBreaks();
    void tooManyHashes();
    void slowConsumer();
    void certificateIsBad();
    void checkFindsDamage();
    void backupFails();
    void tokenKeyIsOpenToAll();

private:
    static void expectRefused(const Server &server, const HttpReply &reply, Reason reason);
};

//! The answer, the line of the log, and that both name the same request.
void TestServerFaults::expectRefused(const Server &server, const HttpReply &reply, Reason reason)
{
    const Error error = reply.error();
    QCOMPARE(error.reason, reason);
    QVERIFY(!error.trace.isEmpty());
    const auto isThere = [&] {
        return !server.line(u"request failed"_s, u"\"trace\":\""_s + error.trace).isEmpty();
    };
    QTRY_VERIFY2(isThere(), qPrintable(error.trace));
    const auto name = wireName(reason);
    QCOMPARE(server.line(u"request failed"_s, error.trace)[u"reason"_s].toString(),
             QString::fromLatin1(name.data(), qsizetype(name.size())));
}

void TestServerFaults::storeFails_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<int>("reason");
    QTest::newRow("disk full") << "store_full"_ba << int(Reason::StorageFull);
    QTest::newRow("writes fail") << "store_write"_ba << int(Reason::StorageFailed);
    QTest::newRow("database busy") << "store_write"_ba << int(Reason::Busy);
}

void TestServerFaults::storeFails()
{
    QFETCH(const QByteArray, kind);
    QFETCH(const int, reason);
    Server server;
    SmallDisk disk(server.salond.dataFolder());
    const bool isFull = Reason(reason) == Reason::StorageFull;
    const bool isBusy = Reason(reason) == Reason::Busy;
    if (isFull) {
        if (const auto mounted = disk.mount(4 * 1024 * 1024); !mounted)
            QSKIP(qPrintable(mounted.error().message));
    }
    QVERIFY(server.begin());
    QVERIFY(server.isReady());
    QCOMPARE(server.faults(kind), 0.0);
    const OtherProgram other(server.salond);
    if (isFull)
        disk.fill();
    else if (isBusy)
        QVERIFY(other.lock());
    else if (!limitFileSize(server.salond.pid(), 4096))
        QSKIP("a running process cannot be limited here");

    const HttpReply refused = server.post(QString(8'000, u'x'));
    QCOMPARE(refused.status, 503);
    expectRefused(server, refused, Reason(reason));
    // The store's own line names the request as well.
    QVERIFY(
        !server.line(u"a batch failed; its outcome is unknown"_s, refused.error().trace).isEmpty());
    QVERIFY(!server.isReady());
    QCOMPARE(server.metric("salon_store_healthy"), 0.0);
    QVERIFY(server.faults(kind) >= 1);
    // A request that only reads, or is refused, does not hide it.
    QCOMPARE(HttpClient(server.salond.port()).get("/api/server").status, 200);
    QVERIFY(!server.isReady());

    if (isFull)
        disk.free();
    else if (isBusy)
        QVERIFY(other.run(u"ROLLBACK"_s));
    else
        limitFileSize(server.salond.pid(), -1);
    // Nobody writes: it finds out by itself.
    QTRY_VERIFY_WITH_TIMEOUT(server.isReady(), kPatienceMs);
    QCOMPARE(server.metric("salon_store_healthy"), 1.0);
    QCOMPARE(server.post().status, 201);
}

void TestServerFaults::ruleBreaks()
{
    Server server;
    QVERIFY(server.begin());
    QVERIFY(OtherProgram(server.salond).run(u"ALTER TABLE messages RENAME TO mislaid"_s));
    const HttpReply refused = server.post();
    QCOMPARE(refused.status, 500);
    QCOMPARE(refused.error().code, ErrorCode::Internal);
    expectRefused(server, refused, Reason::None);
    QVERIFY(server.line(u"request failed"_s, refused.error().trace)[u"error"_s].toString().contains(
        u"message"_s)); // the engine's words are for the log
    QVERIFY(!refused.body.contains("no such table"));
    QVERIFY(server.faults("internal") >= 1);
    QVERIFY(server.metric(R"(salon_requests_total{outcome="internal"})") >= 1);
    QVERIFY(OtherProgram(server.salond).run(u"ALTER TABLE mislaid RENAME TO messages"_s));
    QCOMPARE(server.post().status, 201);
}

void TestServerFaults::tooManyHashes()
{
    Server server("[passwords]\nthreads = 1\nwaiting = 1\nper_address = 1\npasses = 40\n"
                  "memory_bytes = 33554432\n");
    QVERIFY(server.begin());
    const auto ask = [port = server.salond.port()] {
        return HttpClient(port).post("/api/login",
                                     R"({"username":"ada","password":"wrong","device":"d"})");
    };
    std::array<std::future<HttpReply>, 4> asked;
    for (auto &each : asked)
        each = std::async(std::launch::async, ask);
    std::optional<HttpReply> busy;
    for (auto &each : asked) {
        HttpReply reply = each.get();
        if (reply.status == 503)
            busy = std::move(reply);
    }
    QVERIFY(busy);
    expectRefused(server, *busy, Reason::Busy);
    QVERIFY(server.faults("hash_queue_full") >= 1);
    QVERIFY(server.isReady()); // messages do not wait for it
}

void TestServerFaults::slowConsumer()
{
    Server server(kCheapPasswords
                  + "[net]\noutbox_bytes = 65536\n[limits]\nmessages_per_second = 10000\n"
                    "message_burst = 10000\n");
    QVERIFY(server.begin());
    RawClient reader(server.salond.port(), u"127.0.0.1"_s, 4096);
    QVERIFY(reader.upgrade("Authorization: Bearer " + server.token + "\r\n"));
    reader.sendText(R"({"type":"session.hello","id":"1","data":{"protocol":{"min":1,"max":1},)"
                    R"("client":{"name":"t","version":"1"}}})");
    QVERIFY(reader.readMessage().payload.contains("\"reply\""));
    const auto isClosed = [&] {
        return !server.line(u"a client does not read and is closed"_s).isEmpty();
    };
    for (int i = 0; i < 2'000 && !isClosed(); ++i)
        QCOMPARE(server.post(QString(15'000, u'x')).status, 201);
    QVERIFY(isClosed());
    const QJsonObject line = server.line(u"a client does not read and is closed"_s);
    QCOMPARE(line[u"level"_s].toString(), u"warning"_s);
    QVERIFY(line[u"user"_s].toInteger() > 0 && line.contains(u"session"_s));
    QCOMPARE(server.faults("slow_consumer"), 1.0);
    QVERIFY(server.isReady());
}

void TestServerFaults::certificateIsBad()
{
    TestAuthority authority;
    authority.installHere();
    const TestCertificate identity = authority.issue();
    QVERIFY2(authority.problem().isEmpty(), qPrintable(authority.problem()));
    Server server(kCheapPasswords + "[net]\ntls_cert = \"" + identity.certificateFile.toUtf8()
                  + "\"\ntls_key = \"" + identity.keyFile.toUtf8() + "\"\n");
    QVERIFY(server.begin());
    QFile file(identity.certificateFile);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const QByteArray good = file.readAll();
    file.resize(0);
    file.write("not a certificate");
    file.close();
    QCOMPARE(::kill(pid_t(server.salond.pid()), SIGHUP), 0);
    QTRY_VERIFY(!server.line(u"the new certificate is not used, the old one stays"_s, u"reason"_s)
                     .isEmpty());
    QCOMPARE(server.faults("certificate_reload"), 1.0);
    QVERIFY(server.isReady()); // by the old one
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(good);
    file.close();
    QCOMPARE(::kill(pid_t(server.salond.pid()), SIGHUP), 0);
    QTRY_VERIFY(server.salond.log().count("certificate in use") == 2);
    QCOMPARE(server.faults("certificate_reload"), 1.0);
}

void TestServerFaults::checkFindsDamage()
{
    Server server;
    QVERIFY(server.begin());
    QCOMPARE(server.post().status, 201);
    server.salond.kill();
    {
        const OtherProgram other(server.salond);
        QVERIFY(other.run(u"UPDATE messages SET text = 'forged'"_s)
                || other.run(u"DELETE FROM messages"_s));
    }
    QVERIFY(server.salond.start());
    QTRY_VERIFY(!server.line(u"the check found something"_s).isEmpty());
    QTRY_VERIFY(server.metric("salon_store_check_problems") >= 1);
    QCOMPARE(server.faults("check_finding"), server.metric("salon_store_check_problems"));
    QVERIFY(server.isReady()); // what is there can be read; who runs it decides
}

void TestServerFaults::backupFails()
{
    Server server;
    QVERIFY(server.begin());
    const CommandResult result =
        server.salond.command({u"backup"_s, u"/nowhere/at/all/salon.db"_s});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.errors.contains("was not made"), result.errors);
    QVERIFY(server.isReady());
}

void TestServerFaults::tokenKeyIsOpenToAll()
{
    Server server;
    QVERIFY(server.begin());
    QCOMPARE(server.salond.stop(), 0);
    const QString key = server.salond.dataFolder() + u"/token.key"_s;
    QVERIFY(QFile::setPermissions(key, QFile::permissions(key) | QFile::ReadOther));
    const auto started = server.salond.start();
    QVERIFY(!started);
    QVERIFY2(started.error().message.contains(u"can be read by others"_s),
             qPrintable(started.error().message));
}

QTEST_GUILESS_MAIN(TestServerFaults)
#include "tst_server_faults.moc"
