// SPDX-License-Identifier: MIT
#include "shared/wire/envelope.h"
#include "tests/support/http_client.h"
#include "tests/support/process_memory.h"
#include "tests/support/raw_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_client.h"
#include "tests/support/window_user.h"
#include <QDirIterator>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::test;
using salon::RawClient;
namespace protocol = salon::protocol;
namespace wire = salon::wire;

namespace {

// Made up, so that they stand nowhere by chance.
const QString kPassword = u"canary-Zq7-one-fledged"_s;
const QString kNewPassword = u"canary-Zq7-two-fledged"_s;
const QString kSetPassword = u"canary-Zq7-three-fledged"_s;
const QString kWrongPassword = u"canary-Zq7-wrong-fledged"_s;
const QByteArray kAnyPassword = "canary-Zq7"; // what all of them begin with
const QByteArray kMarker = "marker-Kx4-seen"; // what must be found, or the search is worth nothing
const QByteArray kConfiguration = "[server]\nlog = \"debug\"\nname = \"" + kMarker + "\"\n"
    + kCheapPasswords + "[throttle]\nname_attempts = 1000\nnetwork_attempts = 1000\n";

QByteArray utf16(const QByteArray &ascii)
{
    QByteArray wide;
    for (const char c : ascii)
        wide += QByteArray(1, c) + '\0';
    return wide;
}

bool holds(const QByteArray &bytes, const QByteArray &secret)
{
    return bytes.contains(secret) || bytes.contains(utf16(secret))
        || bytes.contains(secret.toBase64(QByteArray::OmitTrailingEquals));
}

//! Files under the folder that hold the bytes.
QStringList filesWith(const QByteArray &secret, const QString &folder)
{
    QStringList found;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && holds(file.readAll(), secret))
            found.append(files.fileName());
    }
    return found;
}

QByteArray loginBody(const QString &user, const QString &password)
{
    return wire::encoded(protocol::Login{user, password, u"test"_s});
}

//! Bodies that hold the password and are refused.
QByteArrayList brokenLogins(const QByteArray &password)
{
    return {R"({"username":"ada","password":")" + password,
            R"({"username":"ada","password":")" + password + R"(","device":7})",
            R"({"username":"ada","password":")" + password + R"("})",
            R"({"username":"ada","password":")" + password + R"(\u0000","device":"x"})",
            "username=ada&password=" + password,
            "\"" + password + "\""};
}

} // namespace

//! Passwords and tokens are where they must be, for as long as they must be, and nowhere else.
class TestSecrets : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void notInLogsErrorsFiguresOrFiles();
    void notInMemoryAfterTheAnswer();
    void noCoreDump();
    void clientKeepsTheTokenOnly();

private:
    void startWithAda();
    //! Keeps the answer, to be searched.
    HttpReply keep(const HttpReply &reply);
    void useEverything();
    int inMemory(const QByteArray &secret) const;

    std::unique_ptr<SalondProcess> m_salond;
    QByteArray m_said; //!< all answers and all that commands printed
    QByteArray m_token;
};

void TestSecrets::init()
{
    m_said.clear();
    m_token.clear();
    m_salond = std::make_unique<SalondProcess>(kConfiguration);
}

//! The account is made with the files, before the server runs.
void TestSecrets::startWithAda()
{
    QVERIFY(m_salond->addUser(u"ada"_s, kPassword));
    const auto started = m_salond->start();
    QVERIFY2(started, qPrintable(started ? QString() : started.error().message));
}

HttpReply TestSecrets::keep(const HttpReply &reply)
{
    for (auto it = reply.headers.begin(); it != reply.headers.end(); ++it)
        m_said += it.key() + it.value() + '\n';
    if (reply.status >= 300)
        m_said += reply.body + '\n';
    return reply;
}

void TestSecrets::useEverything()
{
    HttpClient http(m_salond->port());
    const auto login = http.login(u"ada"_s, kPassword);
    QVERIFY(login);
    m_token = login->token.toLatin1();
    keep(http.post("/api/login", loginBody(u"ada"_s, kWrongPassword)));
    keep(http.post("/api/login", loginBody(kPassword, kPassword))); // typed into the wrong field
    for (const QByteArray &body : brokenLogins(kPassword.toLatin1()))
        keep(http.post("/api/login", body));
    const QByteArray key = '"' + kPassword.toLatin1() + "\":1";
    keep(http.post("/api/login", "{\"password\":{" + key + ',' + key + "}}"));
    keep(http.get("/api/rooms?token=" + m_token));
    keep(http.get("/api/" + m_token));
    http.setToken(m_token + "x");
    keep(http.get("/api/rooms"));
    http.setToken(m_token);
    QCOMPARE(keep(http.get("/api/rooms")).status, 200);
    keep(http.post("/api/users.get", "{\"ids\":\"" + m_token));

    TestClient client(m_salond->url());
    QVERIFY(client.openSocket());
    const auto hello = [this](const QByteArray &token) {
        return protocol::Hello{
            .protocol = {}, .client = {u"t"_s, u"1"_s}, .token = QString::fromLatin1(token)};
    };
    QVERIFY(client.ask(hello(m_token)));
    client.answer("{\"type\":\"users.get\",\"id\":\"1\",\"data\":\"" + m_token + "\"}", u"1"_s)
        .has_value();
    TestClient refused(m_salond->url());
    QVERIFY(refused.openSocket());
    QVERIFY(!refused.ask(hello(m_token + "x")));
    for (const QByteArray &frame : refused.frames)
        m_said += frame + '\n';

    keep(http.post("/api/password",
                   wire::encoded(protocol::ChangePassword{kWrongPassword, kNewPassword})));
    keep(http.post("/api/password", R"({"old":")" + kPassword.toLatin1() + R"(","new":7})"));
    QVERIFY(http.call("/api/password", protocol::ChangePassword{kPassword, kNewPassword}));
    const CommandResult set =
        m_salond->command({u"user"_s, u"set-password"_s, u"ada"_s, u"--password-stdin"_s},
                          kSetPassword.toLatin1() + '\n');
    QCOMPARE(set.exitCode, 0);
    m_said += set.output + set.errors;
    QVERIFY(http.login(u"ada"_s, kSetPassword));
}

void TestSecrets::notInLogsErrorsFiguresOrFiles()
{
    startWithAda();
    useEverything();
    if (QTest::currentTestFailed())
        return;
    for (const auto &line : {u"timings"_s, u"timings --json"_s, u"user list"_s,
                             u"session list --json"_s, u"room show general"_s, u"slow --samples"_s,
                             u"stats"_s, u"metrics"_s, u"doctor"_s, u"print-config"_s}) {
        const CommandResult result = m_salond->command(line.split(u' '));
        QVERIFY2(!result.output.isEmpty(), qPrintable(line));
        m_said += result.output + result.errors;
    }
    HttpClient monitor(m_salond->port());
    QFile token(m_salond->dataFolder() + u"/metrics.token"_s);
    QVERIFY(token.open(QIODevice::ReadOnly));
    monitor.setToken(token.readAll().trimmed());
    const auto figures = monitor.get("/metrics");
    QCOMPARE(figures.status, 200);
    m_said += figures.body;
    const QByteArray signature = m_token.mid(m_token.lastIndexOf('.') + 1);
    QVERIFY(signature.size() > 40);
    for (const QByteArray &secret : {kAnyPassword, signature}) {
        QVERIFY2(!holds(m_salond->log(), secret), "in the log: " + secret);
        QVERIFY2(!holds(m_said, secret), "in an answer or in what a command printed: " + secret);
        const QStringList files = filesWith(secret, m_salond->dataFolder());
        QVERIFY2(files.isEmpty(), qPrintable(files.join(u' ')));
    }
    // The searches find what is there: while it runs, the account's name stands in the database.
    QVERIFY(!filesWith("ada", m_salond->dataFolder()).isEmpty());
    QVERIFY(holds(m_said, kMarker));
    QVERIFY(m_salond->log().contains("request refused"));
    QCOMPARE(m_salond->stop().value_or(-1), 0);
    QVERIFY(filesWith(kAnyPassword, m_salond->dataFolder()).isEmpty());
}

int TestSecrets::inMemory(const QByteArray &secret) const
{
    return countInMemory(m_salond->pid(), secret).value_or(0)
        + countInMemory(m_salond->pid(), utf16(secret)).value_or(0);
}

void TestSecrets::notInMemoryAfterTheAnswer()
{
    startWithAda();
    if (!countInMemory(m_salond->pid(), kMarker))
        QSKIP("the memory of another process cannot be read here");
    QVERIFY2(inMemory(kMarker) > 0, "the search finds nothing at all");
    HttpClient http(m_salond->port());
    const auto login = http.login(u"ada"_s, kPassword);
    QVERIFY(login);
    QVERIFY(!http.login(u"ada"_s, kWrongPassword));
    QVERIFY(!http.login(u"nobody"_s, kWrongPassword));
    for (const QByteArray &body : brokenLogins(kPassword.toLatin1()))
        QCOMPARE(http.post("/api/login", body).status, 400);
    // In small pieces, and in chunks: buffers grow and move.
    const QByteArray body = loginBody(u"ada"_s, kPassword);
    RawClient slow(m_salond->port());
    slow.sendByteByByte("POST /api/login HTTP/1.1\r\nHost: h\r\nContent-Length: "
                        + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    QVERIFY(slow.readResponse().startsWith("HTTP/1.1 200"));
    RawClient chunked(m_salond->port());
    QByteArray chunks;
    for (qsizetype at = 0; at < body.size(); at += 30) {
        const QByteArray piece = body.mid(at, 30);
        chunks += QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n";
    }
    chunked.send("POST /api/login HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                 + chunks + "0\r\n\r\n");
    QVERIFY(chunked.readResponse().startsWith("HTTP/1.1 200"));
    http.setToken(login->token.toLatin1());
    QVERIFY(http.call("/api/password", protocol::ChangePassword{kPassword, kNewPassword}));
    QVERIFY(!http.call("/api/password", protocol::ChangePassword{kWrongPassword, kPassword}));
    QVERIFY(http.login(u"ada"_s, kNewPassword));
    // Over the local socket.
    for (const QStringList &words : {QStringList{u"user"_s, u"set-password"_s, u"ada"_s},
                                     {u"user"_s, u"add"_s, u"grace"_s},
                                     {u"user"_s, u"add"_s, u"grace"_s}, // refused: she is there
                                     {u"user"_s, u"set-password"_s, u"nobody"_s}})
        m_salond->command(words + QStringList{u"--password-stdin"_s},
                          kSetPassword.toLatin1() + '\n');
    const QByteArray many =
        "linus\t" + kSetPassword.toLatin1() + "\nada\t" + kSetPassword.toLatin1();
    m_salond->command({u"user"_s, u"add"_s, u"--from"_s, u"-"_s}, many);
    for (const QString &name : {u"ada"_s, u"grace"_s, u"linus"_s})
        QVERIFY(http.login(name, kSetPassword));
    for (const QString &password : {kPassword, kNewPassword, kWrongPassword, kSetPassword})
        QTRY_COMPARE(inMemory(password.toLatin1()), 0);
}

void TestSecrets::noCoreDump()
{
    startWithAda();
    QFile limits(u"/proc/%1/limits"_s.arg(m_salond->pid()));
    if (!limits.open(QIODevice::ReadOnly))
        QSKIP("the limits of another process cannot be read here");
    const QByteArray all = limits.readAll().simplified();
    QVERIFY2(all.contains("Max core file size 1 1 bytes"), all);
}

void TestSecrets::clientKeepsTheTokenOnly()
{
    startWithAda();
    WindowUser ada;
    ada.start({m_salond->url(), u"ada"_s, kPassword});
    QTRY_VERIFY(ada.isSignedIn());
    ada.openRoom(u"general"_s);
    ada.say(u"hello"_s);
    QTRY_COMPARE(ada.latest(), u"hello"_s);
    ada.quit();
    QCOMPARE(filesWith(kAnyPassword, ada.profile()), QStringList());
    // Header and dots of the token: {"alg":"HS256","typ":"JWT"}
    const QByteArray token = QByteArray(R"({"alg":"HS256")").toBase64().left(16);
    QCOMPARE(filesWith(token, ada.profile()), QStringList{u"session.json"_s});
    QVERIFY(!filesWith("ada", ada.profile()).isEmpty());
}

QTEST_MAIN(TestSecrets)
#include "tst_secrets.moc"
