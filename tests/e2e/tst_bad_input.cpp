// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/raw_client.h"
#include "tests/support/salond_process.h"
#include "tests/support/test_client.h"
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::test;
using salon::ErrorCode;
using salon::RawClient;

static const QByteArray kConfiguration =
    kCheapPasswords + "[limits]\nrequests_per_second = 10000\n";
static const QByteArray kPost = R"({"key":"7b0c8b1e-5a7e-4b7e-9a63-0d9c8a3f2b11","text":"first"})";

//! What nobody should send, sent to a real salond: a clear error, and nothing is lost by it.
class TestBadInput : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void frames_data();
    void frames();
    void breaksOfTheProtocol_data();
    void breaksOfTheProtocol();
    void helloWithoutAnId();
    void byteByByte();
    void halfSent();
    void requests_data();
    void requests();
    void methods_data();
    void methods();
    void tokens_data();
    void tokens();
    void expiredToken();
    void foreignOrigin();
    void userNames_data();
    void userNames();
    void cleanup();

private:
    std::unique_ptr<SalondProcess> m_salond;
    QByteArray m_token;
};

void TestBadInput::initTestCase()
{
    m_salond = std::make_unique<SalondProcess>(kConfiguration);
    const auto started = m_salond->start();
    QVERIFY2(started, qPrintable(started ? QString() : started.error().message));
    HttpClient http(m_salond->port());
    for (const QString &name : {u"ada"_s, u"grace"_s})
        QVERIFY(m_salond->addUser(name, u"correct horse 7"_s));
    const auto ada = http.login(u"ada"_s, u"correct horse 7"_s);
    const auto grace = http.login(u"grace"_s, u"correct horse 7"_s);
    QVERIFY(ada && grace);
    m_token = ada->token.toUtf8();
    http.setToken(grace->token.toUtf8());
    QCOMPARE(http.post("/api/rooms", R"({"name":"grace alone"})").status, 201);
    http.setToken(m_token);
    QCOMPARE(http.post("/api/rooms/general/messages", kPost).status, 201);
}

//! After whatever was sent: the server lives and what it stored is there.
void TestBadInput::cleanup()
{
    QVERIFY2(m_salond->isRunning(), m_salond->log().right(2000));
    HttpClient http(m_salond->port());
    http.setToken(m_token);
    const auto page = HttpClient::decodedBody<salon::protocol::MessagePage>(
        http.get("/api/rooms/general/messages"));
    QVERIFY(page);
    QCOMPARE(page->messages.size(), 1);
    QCOMPARE(page->messages.first().text, u"first"_s);
}

void TestBadInput::frames_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<QString>("id");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("path");
    const auto row = [](const char *name, const QByteArray &frame, const QString &id,
                        ErrorCode code, const QString &path = {}) {
        QTest::newRow(name) << frame << id << int(code) << path;
    };
    using enum ErrorCode;
    row("not JSON", "hello", {}, BadRequest);
    row("half JSON", R"({"type":"users.get","id":"1")", {}, BadRequest);
    row("duplicate key", R"({"type":"users.get","type":"x","id":"1","data":{"ids":[]}})", {},
        BadRequest);
    row("id too long",
        R"({"type":"users.get","id":")" + QByteArray(65, 'x') + R"(","data":{"ids":[]}})", {},
        BadRequest);
    row("no id", R"({"type":"users.get","data":{"ids":[]}})", {}, BadRequest, u"id"_s);
    row("unknown kind", R"({"type":"room.explode","id":"1","data":{}})", u"1"_s, UnknownKind);
    row("no data", R"({"type":"users.get","id":"1"})", u"1"_s, BadRequest, u"data"_s);
    row("wrong type", R"({"type":"users.get","id":"1","data":{"ids":7}})", u"1"_s, BadRequest,
        u"data.ids"_s);
    row("float for integer", R"({"type":"room.read","id":"1","data":{"room":"1","seq":1.0}})",
        u"1"_s, BadRequest, u"data.seq"_s);
    row("beyond 2^53",
        R"({"type":"room.read","id":"1","data":{"room":"1","seq":9007199254740993}})", u"1"_s,
        BadRequest, u"data.seq"_s);
    row("unknown room", R"({"type":"room.join","id":"1","data":{"room":"999"}})", u"1"_s, NotFound);
    row("not a member",
        R"({"type":"message.post","id":"1","data":{"room":"2","key":"7b0c8b1e-5a7e-4b7e-9a63-0d9c8a3f2b12","text":"x"}})",
        u"1"_s, Forbidden);
    row("blank text",
        R"({"type":"message.post","id":"1","data":{"room":"1","key":"7b0c8b1e-5a7e-4b7e-9a63-0d9c8a3f2b12","text":" \n"}})",
        u"1"_s, BadRequest, u"data.text"_s);
    row("text too long",
        R"({"type":"message.post","id":"1","data":{"room":"1","key":"7b0c8b1e-5a7e-4b7e-9a63-0d9c8a3f2b12","text":")"
            + QByteArray(16'001, 'x') + R"("}})",
        u"1"_s, TooLarge, u"data.text"_s);
    row("known key, other text",
        R"({"type":"message.post","id":"1","data":{"room":"1","key":"7b0c8b1e-5a7e-4b7e-9a63-0d9c8a3f2b11","text":"second"}})",
        u"1"_s, Conflict);
    row("empty name", R"({"type":"room.create","id":"1","data":{"name":""}})", u"1"_s, BadRequest,
        u"data.name"_s);
    row("name too long",
        R"({"type":"room.create","id":"1","data":{"name":")" + QByteArray(81, 'x') + R"("}})",
        u"1"_s, TooLarge, u"data.name"_s);
    row("control character", R"({"type":"room.create","id":"1","data":{"name":"a\u0007b"}})",
        u"1"_s, BadRequest, u"data.name"_s);
    row("right-to-left override", R"({"type":"room.create","id":"1","data":{"name":"a\u202eb"}})",
        u"1"_s, BadRequest, u"data.name"_s);
    row("look-alike name", R"({"type":"room.create","id":"1","data":{"name":"gener\u0430l"}})",
        u"1"_s, Conflict);
    row("name taken", R"({"type":"room.create","id":"1","data":{"name":"GENERAL"}})", u"1"_s,
        Conflict);
}

void TestBadInput::frames()
{
    QFETCH(QByteArray, frame);
    QFETCH(QString, id);
    QFETCH(int, code);
    QFETCH(QString, path);
    TestClient client(m_salond->url());
    QVERIFY(client.open(QString::fromUtf8(m_token)));
    const auto answer = client.answer(frame, id);
    QVERIFY(!answer);
    QCOMPARE(int(answer.error().code), code);
    QCOMPARE(answer.error().path.left(path.size()), path);
    QVERIFY2(client.isOpen(), "a request that is wrong in itself must not end the connection");
    QVERIFY(client.ask(salon::protocol::GetUsers{}));
}

void TestBadInput::breaksOfTheProtocol_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("closeCode");
    QTest::newRow("binary") << RawClient::clientFrame(RawClient::Binary, "abc") << 1003;
    QTest::newRow("invalid UTF-8") << RawClient::clientFrame(RawClient::Text, "\xff\xfe") << 1007;
    QTest::newRow("unmasked") << RawClient::unmaskedFrame(RawClient::Text, "{}") << 1002;
    QTest::newRow("oversized") << RawClient::clientFrame(RawClient::Text,
                                                         QByteArray(128 * 1024 + 1, ' '))
                               << 1009;
    QTest::newRow("stray continuation")
        << RawClient::clientFrame(RawClient::Continuation, "abc") << 1002;
}

void TestBadInput::breaksOfTheProtocol()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, closeCode);
    RawClient client(m_salond->port());
    QVERIFY(client.upgrade("Authorization: Bearer " + m_token + "\r\n"));
    client.send(bytes);
    const RawClient::Frame frame = client.readMessage();
    QCOMPARE(frame.opcode, int(RawClient::Close));
    QCOMPARE(frame.closeCode(), closeCode);
}

void TestBadInput::helloWithoutAnId()
{
    TestClient client(m_salond->url());
    QVERIFY(client.openSocket(QString::fromUtf8(m_token)));
    const auto answer = client.answer(
        R"({"type":"session.hello","data":{"protocol":{"min":1,"max":1},"client":{"name":"t","version":"1"}}})",
        {});
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::BadRequest);
    QCOMPARE(answer.error().path, u"id"_s);
    QTRY_VERIFY(!client.isOpen());
}

void TestBadInput::byteByByte()
{
    RawClient client(m_salond->port());
    QVERIFY(client.upgrade("Authorization: Bearer " + m_token + "\r\n"));
    client.sendByteByByte(RawClient::clientFrame(
        RawClient::Text,
        R"({"type":"session.hello","id":"1","data":{"protocol":{"min":1,"max":1},"client":{"name":"t","version":"1"}}})"));
    const RawClient::Frame frame = client.readMessage();
    QCOMPARE(frame.opcode, int(RawClient::Text));
    QVERIFY2(frame.payload.contains(R"("type":"reply")"), frame.payload);
}

void TestBadInput::halfSent()
{
    RawClient client(m_salond->port());
    QVERIFY(client.upgrade("Authorization: Bearer " + m_token + "\r\n"));
    client.send(RawClient::clientFrame(RawClient::Text, "{\"type\":\"session.hello\"}").left(9));
    client.reset();
}

void TestBadInput::requests_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &method, const QByteArray &path,
                        const QByteArray &body,
                        int status) { QTest::newRow(name) << method << path << body << status; };
    row("unknown path", "GET", "/api/nothing", {}, 404);
    row("unknown kind", "POST", "/api/room.explode", "{}", 404);
    row("not JSON", "POST", "/api/users.get", "ids", 400);
    row("invalid UTF-8", "POST", "/api/rooms", "{\"name\":\"\xff\"}", 400);
    row("body too large", "POST", "/api/rooms", QByteArray(128 * 1024 + 1, ' '), 413);
    row("unknown room", "GET", "/api/rooms/nowhere/messages", {}, 404);
    row("limit over 200", "GET", "/api/rooms/general/messages?limit=201", {}, 400);
    row("two bounds", "GET", "/api/rooms/general/messages?before=3&after=1", {}, 400);
    row("bound no number", "GET", "/api/rooms/general/messages?before=x", {}, 400);
}

void TestBadInput::requests()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    HttpClient http(m_salond->port());
    http.setToken(m_token);
    const HttpReply reply = http.request(method, path, body);
    QCOMPARE(reply.status, status);
    QVERIFY2(reply.body.contains(R"("error":{"code":)"), reply.body);
}

void TestBadInput::methods_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("allow");
    const auto row = [](const char *method, const char *path, int status, const char *allow = "") {
        QTest::addRow("%s %s", method, path)
            << QByteArray(method) << QByteArray(path) << status << QByteArray(allow);
    };
    row("PATCH", "/api/rooms", 405, "GET, HEAD, POST, OPTIONS");
    row("DELETE", "/api/rooms", 405, "GET, HEAD, POST, OPTIONS");
    row("GET", "/api/login", 405, "POST, OPTIONS");
    row("HEAD", "/api/login", 405, "POST, OPTIONS");
    row("PUT", "/api/sessions/1", 405, "DELETE, OPTIONS");
    row("POST", "/healthz", 405, "GET, HEAD, OPTIONS");
    row("GET", "/api/users.get", 405, "POST, OPTIONS");
    row("GET", "/api/room.explode", 404);
    row("POST", "/api/server/", 404);
    row("HEAD", "/api/nothing", 404);
    row("OPTIONS", "/api/nothing", 404);
    row("OPTIONS", "/api/rooms", 204, "GET, HEAD, POST, OPTIONS");
    row("OPTIONS", "/api/sessions/1", 204, "DELETE, OPTIONS");
    row("OPTIONS", "*", 204, "GET, HEAD, POST, DELETE, OPTIONS");
    row("HEAD", "/api/server", 200);
    row("HEAD", "/api/rooms", 200);
    row("HEAD", "/healthz", 200);
}

//! RFC 9110, 9.3.2, 9.3.7 and 15.5.6. `Allow` stands where a method was not right, and only there.
void TestBadInput::methods()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(int, status);
    QFETCH(QByteArray, allow);
    RawClient client(m_salond->port());
    client.send(method + ' ' + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nAuthorization: "
                + "Bearer " + m_token + "\r\n\r\n");
    QVERIFY(client.readUntilClosed());
    const QByteArray answer = client.received();
    const qsizetype end = answer.indexOf("\r\n\r\n");
    QCOMPARE(answer.mid(9, 3), QByteArray::number(status));
    QCOMPARE(answer.contains("\r\nAllow: "), !allow.isEmpty());
    if (!allow.isEmpty())
        QVERIFY2(answer.contains("\r\nAllow: " + allow + "\r\n"), answer);
    QCOMPARE(answer.contains("\r\nContent-Length: "), status != 204);
    QCOMPARE(answer.size() > end + 4, method != "HEAD" && status != 204);
}

void TestBadInput::tokens_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("wrong") << QByteArray("abc");
    QTest::newRow("three dots") << QByteArray("a.b.c");
    // {"alg":"none","typ":"JWT"} and {"sub":"1","jti":"1","exp":99999999999}
    QTest::newRow("alg none") << QByteArray(
        "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0."
        "eyJzdWIiOiIxIiwianRpIjoiMSIsImV4cCI6OTk5OTk5OTk5OTl9.");
    QTest::newRow("forged") << QByteArray("signature"); // made from the good one below
    QTest::newRow("over-long") << QByteArray(9000, 'x');
}

void TestBadInput::tokens()
{
    QFETCH(QByteArray, token);
    if (token == "signature") {
        token = m_token;
        const auto at = token.lastIndexOf('.') + 3;
        token[at] = token.at(at) == 'A' ? 'B' : 'A';
    }
    HttpClient http(m_salond->port());
    http.setToken(token);
    const HttpReply reply = http.get("/api/rooms");
    QCOMPARE(reply.status, 401);
    QCOMPARE(reply.error().code, ErrorCode::Unauthorized);
}

//! Signed with the server's own key, but its time is over.
void TestBadInput::expiredToken()
{
    constexpr auto kBase64 = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    QFile key(m_salond->dataFolder() + u"/token.key"_s);
    QVERIFY(key.open(QIODevice::ReadOnly));
    const QByteArrayList parts = m_token.split('.');
    QJsonObject claims =
        QJsonDocument::fromJson(QByteArray::fromBase64(parts[1], kBase64)).object();
    claims[u"iat"_s] = claims[u"iat"_s].toInteger() - 7200;
    claims[u"exp"_s] = claims[u"iat"_s].toInteger() + 3600;
    const QByteArray head =
        parts[0] + '.' + QJsonDocument(claims).toJson(QJsonDocument::Compact).toBase64(kBase64);
    const QByteArray signature =
        QMessageAuthenticationCode::hash(head, key.readAll(), QCryptographicHash::Sha256);
    HttpClient http(m_salond->port());
    http.setToken(head + '.' + signature.toBase64(kBase64));
    const HttpReply reply = http.get("/api/rooms");
    QCOMPARE(reply.status, 401);
    QCOMPARE(reply.error().code, ErrorCode::SessionExpired);
}

void TestBadInput::foreignOrigin()
{
    TestClient client(m_salond->url());
    QVERIFY(!client.openSocket(QString::fromUtf8(m_token), u"https://evil.example"_s));
}

void TestBadInput::userNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("empty") << QString() << QByteArray("bad_request");
    QTest::newRow("outer space") << u"linus "_s << QByteArray("bad_request");
    QTest::newRow("control character") << u"li\anus"_s << QByteArray("bad_request");
    QTest::newRow("right-to-left override") << u"li\u202Enus"_s << QByteArray("bad_request");
    QTest::newRow("invisible") << u"li\u200Bnus"_s << QByteArray("bad_request");
    QTest::newRow("too long") << QString(33, u'x') << QByteArray("too_large");
    QTest::newRow("taken") << u"ada"_s << QByteArray("conflict");
    QTest::newRow("other case") << u"ADA"_s << QByteArray("conflict");
    QTest::newRow("look-alike") << u"\u0430d\u0430"_s << QByteArray("conflict");
}

void TestBadInput::userNames()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, code);
    const CommandResult result = m_salond->command({u"user"_s, u"add"_s, u"--from"_s, u"-"_s},
                                                   name.toUtf8() + "\tcorrect horse 7\n");
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.errors.contains(code), result.errors);
}

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_bad_input.moc"
