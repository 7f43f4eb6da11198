// SPDX-License-Identifier: MIT
#include "tests/server/net/gateway_host.h"
#include "tests/server/net/http_words.h"
#include "tests/server/net/socket_kinds.h"
#include "tests/support/raw_client.h"
#include <QTest>
#include <llhttp.h>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

namespace {

//! RFC 9112, 5.2 leaves it to the server; llhttp does since 9.2, where a trailer is folded.
constexpr bool kEngineRefusesFolds = LLHTTP_VERSION_MAJOR * 100 + LLHTTP_VERSION_MINOR >= 902;

void row(const char *name, const QByteArray &request, const char *status)
{
    QTest::newRow(name) << request << QByteArray(status);
}

} // namespace

//! Requests that two readers could understand differently, or that cost too much: refused with the
//! right status, closed, and nothing that follows in the same packet is answered.
class TestHttpRefusals : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase_data() { socketKinds(); }

    void framing_data();
    void framing() { refuses(); }
    void lines_data();
    void lines() { refuses(); }
    void fields_data();
    void fields() { refuses(); }
    void targets_data();
    void targets() { refuses(); }
    void sizes_data();
    void sizes() { refuses(); }
    void onlyTheHeadOfHead();
    void accepts_data();
    void accepts();

private:
    static void refuses();
    static void columns();
};

void TestHttpRefusals::columns()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("status");
}

void TestHttpRefusals::refuses()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, status);
    GatewayHost host(settingsOfKind());
    RawClient client(host.port());
    client.send(request + kGood); // in one packet: what a smuggler wants to be read as a second one
    const QByteArray response = client.readResponse();
    QCOMPARE(response.mid(9, 3), status);
    const QByteArray code = status == "413" ? "too_large" : "bad_request";
    const QByteArray beginning = "\r\n\r\n{\"error\":{\"code\":\"" + code + "\",\"message\":\"";
    QVERIFY2(response.contains(beginning), response.constData());
    QVERIFY(response.contains("\r\nConnection: close\r\n"));
    QVERIFY(response.contains("\r\nCache-Control: no-store\r\n"));
    client.send(kGood);
    QVERIFY(client.readUntilClosed());
    QVERIFY2(client.received().isEmpty(), client.received().constData());
    QCOMPARE(host.seen.requests.load(), 0);
    QTRY_COMPARE(host.connections(), 0);
    RawClient next(host.port());
    next.send(kGood);
    QVERIFY(next.readResponse().startsWith("HTTP/1.1 200 "));
}

//! Where a message ends: RFC 9112, sections 6 and 7.
void TestHttpRefusals::framing_data()
{
    columns();
    const QByteArray both = "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n";
    row("6.1 both lengths", posted(both, "0\r\n\r\n"), "400");
    row("6.1 both lengths, other order",
        posted("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "abc"), "400");
    row("6.1 chunked in HTTP/1.0",
        "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400");
    row("6.1 unknown coding", posted("Transfer-Encoding: gzip\r\n", {}), "501");
    row("6.1 two codings", posted("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), "501");
    row("6.1 chunked twice in a list",
        posted("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), "400");
    row("6.1 chunked twice in two fields",
        posted("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "400");
    row("6.1 chunked, then identity",
        posted("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n"),
        "400");
    row("6.1 a coding like chunked", posted("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), "501");
    row("6.1 quoted chunked", posted("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), "501");
    row("6.1 chunked after a control",
        posted("Transfer-Encoding: \x0b"
               "chunked\r\n",
               "0\r\n\r\n"),
        "400");
    row("6.1 empty coding", posted("Transfer-Encoding:\r\n", "0\r\n\r\n"), "501");
    row("6.3 two lengths", posted("Content-Length: 3\r\nContent-Length: 4\r\n", "abc"), "400");
    row("6.3 the same length twice", posted("Content-Length: 3\r\nContent-Length: 3\r\n", "abc"),
        "400");
    row("6.3 a list of lengths", posted("Content-Length: 3, 3\r\n", "abc"), "400");
    row("6.3 negative length", posted("Content-Length: -1\r\n", {}), "400");
    row("6.3 signed length", posted("Content-Length: +3\r\n", "abc"), "400");
    row("6.3 hexadecimal length", posted("Content-Length: 0x3\r\n", "abc"), "400");
    row("6.3 length with a blank inside", posted("Content-Length: 1 0\r\n", "abc"), "400");
    row("6.3 length with a fraction", posted("Content-Length: 3.0\r\n", "abc"), "400");
    row("6.3 empty length", posted("Content-Length:\r\n", "abc"), "400");
    row("6.3 length beyond 64 bits", posted("Content-Length: 99999999999999999999\r\n", {}), "400");
    row("6.3 length that comes round to 3",
        posted("Content-Length: 18446744073709551619\r\n", "abc"), "400");
    row("7.1 chunk size without digits", chunked("xyz\r\n"), "400");
    row("7.1 empty chunk size", chunked("\r\nabc\r\n0\r\n\r\n"), "400");
    row("7.1 negative chunk size", chunked("-3\r\nabc\r\n0\r\n\r\n"), "400");
    row("7.1 chunk size with 0x", chunked("0x3\r\nabc\r\n0\r\n\r\n"), "400");
    row("7.1 chunk size beyond 64 bits", chunked("fffffffffffffffff\r\n"), "400");
    row("7.1 chunk size that comes round to 3", chunked("10000000000000003\r\nabc\r\n0\r\n\r\n"),
        "400");
    row("7.1 blank before a chunk size", chunked(" 3\r\nabc\r\n0\r\n\r\n"), "400");
    row("7.1 blank after a chunk size", chunked("3 \r\nabc\r\n0\r\n\r\n"), "400");
    row("7.1 no CR LF after a chunk", chunked("3\r\nabcX\r\n0\r\n\r\n"), "400");
    row("7.1 bare LF after a chunk size", chunked("3\nabc\r\n0\r\n\r\n"), "400");
    row("7.1 bare LF after a chunk", chunked("3\r\nabc\n0\r\n\r\n"), "400");
    row("7.1 bare CR after a chunk", chunked("3\r\nabc\rX0\r\n\r\n"), "400");
    row("7.1 bare LF after the last chunk", chunked("0\n\n"), "400");
    row("7.1.1 bare LF in a chunk extension", chunked("3;x\nabc\r\n0\r\n\r\n"), "400");
    row("7.1.1 NUL in a chunk extension", chunked(QByteArray("3;x\0y\r\nabc\r\n0\r\n\r\n", 20)),
        "400");
    row("7.1.2 bare LF in a trailer", chunked("0\r\nX: y\n\r\n"), "400");
    row("7.1.2 blank before a trailer's colon", chunked("0\r\nX : y\r\n\r\n"), "400");
}

//! The request line and the ends of lines: RFC 9112, sections 2 and 3.
void TestHttpRefusals::lines_data()
{
    columns();
    const QByteArray version = " HTTP/1.1\r\nHost: h\r\n\r\n";
    row("2.2 bare LF", "GET /show HTTP/1.1\nHost: h\n\n", "400");
    row("2.2 bare LF after the line", "GET /show HTTP/1.1\nHost: h\r\n\r\n", "400");
    row("2.2 bare LF in a field", "GET /show HTTP/1.1\r\nHost: h\nX: y\r\n\r\n", "400");
    row("2.2 bare LF at the end", "GET /show HTTP/1.1\r\nHost: h\r\n\n", "400");
    row("2.2 bare CR", "GET /show HTTP/1.1\r\nHost: h\rX: y\r\n\r\n", "400");
    row("2.2 CR CR LF", "GET /show HTTP/1.1\r\r\nHost: h\r\n\r\n", "400");
    row("2.2 blank before the first field", "GET /show HTTP/1.1\r\n X: y\r\nHost: h\r\n\r\n",
        "400");
    row("2.3 HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505");
    row("2.3 HTTP/2.0", "GET /show HTTP/2.0\r\nHost: h\r\n\r\n", "505");
    row("2.3 HTTP/1.7", "GET /show HTTP/1.7\r\nHost: h\r\n\r\n", "505");
    row("2.3 HTTP/0.9", "GET /show\r\n\r\n", "505");
    row("2.3 HTTP/1.10", "GET /show HTTP/1.10\r\nHost: h\r\n\r\n", "505");
    row("2.3 HTTP/1", "GET /show HTTP/1\r\nHost: h\r\n\r\n", "505");
    row("2.3 lower case version", "GET /show http/1.1\r\nHost: h\r\n\r\n", "400");
    row("2.3 another protocol", "SOURCE /show ICE/1.0\r\nHost: h\r\n\r\n", "400");
    row("2.3 RTSP", "DESCRIBE /show RTSP/1.0\r\nHost: h\r\n\r\n", "400");
    row("2.3 TLS", QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15), "400");
    row("3 two blanks before the target", "GET  /show" + version, "400");
    row("3 two blanks before the version", "GET /show " + version, "400");
    row("3 tab before the target", "GET\t/show" + version, "400");
    row("3 tab before the version", "GET /show\tHTTP/1.1\r\nHost: h\r\n\r\n", "400");
    row("3 blank after the version", "GET /show HTTP/1.1 \r\nHost: h\r\n\r\n", "400");
    row("3 blank before the method", " GET /show" + version, "400");
    row("3 blank in the target", "GET /sh ow" + version, "400");
    row("3 no target", "GET HTTP/1.1\r\nHost: h\r\n\r\n", "400");
    row("3 not HTTP", "hello there\r\n\r\n", "400");
    row("3.1 lower case method", "get /show" + version, "400");
    row("3.1 method with a colon", "GE:T /show" + version, "400");
    row("3.1 unknown method", "BREW /show" + version, "501");
    row("3.1 TRACE", "TRACE /show" + version, "501");
}

//! Header fields: RFC 9112, sections 3.2 and 5; RFC 9110, sections 5 and 10.
void TestHttpRefusals::fields_data()
{
    columns();
    row("3.2 no Host", "GET /show HTTP/1.1\r\n\r\n", "400");
    row("3.2 two Hosts", get("/show", "Host: other\r\n"), "400");
    row("3.2 the same Host twice", get("/show", "Host: h\r\n"), "400");
    row("3.2 two Hosts in HTTP/1.0", "GET /show HTTP/1.0\r\nHost: h\r\nHost: i\r\n\r\n", "400");
    const auto host = [](const QByteArray &value) {
        return "GET /show HTTP/1.1\r\nHost: " + value + "\r\n\r\n";
    };
    row("3.2 Host with a blank", host("h i"), "400");
    row("3.2 a list of Hosts", host("h, i"), "400");
    row("3.2 Host with a path", host("h/show"), "400");
    row("3.2 Host with a user", host("ada@h"), "400");
    row("5 no colon", get("/show", "Xa\r\n"), "400");
    row("5 empty name", get("/show", ": a\r\n"), "400");
    row("5.1 blank before the colon", get("/show", "X : a\r\n"), "400");
    row("5.1 tab before the colon", get("/show", "X\t: a\r\n"), "400");
    row("5.1 blank before the colon of a length", posted("Content-Length : 3\r\n", "abc"), "400");
    row("5.1 control in a name", get("/show", "X\x01: a\r\n"), "400");
    row("5.1 NUL in a name", get("/show", QByteArray("X\0: a\r\n", 7)), "400");
    row("5.1 beyond ASCII in a name", get("/show", "X\xc3\xa9: a\r\n"), "400");
    row("5.1 bracket in a name", get("/show", "X(y): a\r\n"), "400");
    row("5.2 folded field", get("/show", "X: a\r\n b\r\n"), "400");
    row("5.2 folded by a tab", get("/show", "X: a\r\n\tb\r\n"), "400");
    row("5.2 folded length", posted("Content-Length:\r\n 3\r\n", "abc"), "400");
    row("9110-5.5 NUL in a value", get("/show", QByteArray("X: a\0b\r\n", 8)), "400");
    row("9110-5.5 bell in a value", get("/show", "X: a\x07z\r\n"), "400");
    row("9110-5.5 escape in a value", get("/show", "X: a\x1bz\r\n"), "400");
    row("9110-5.5 delete in a value", get("/show", "X: a\x7fz\r\n"), "400");
    row("9110-5.5 vertical tab before a value", get("/show", "X:\x0bz\r\n"), "400");
    row("9110-10.1.1 unmet expectation", get("/show", "Expect: a-miracle\r\n"), "417");
    row("9110-10.1.1 one of two is unmet",
        posted("Content-Length: 3\r\nExpect: 100-continue\r\nExpect: a-miracle\r\n", "abc"), "417");
    row("9110-7.8 upgrade with a body", RawClient::upgradeRequest("Content-Length: 3\r\n") + "abc",
        "400");
    row("9110-7.8 upgrade with chunks",
        RawClient::upgradeRequest("Transfer-Encoding: chunked\r\n") + "0\r\n\r\n", "400");
}

//! What is asked for: RFC 9112, section 3.2; RFC 3986.
void TestHttpRefusals::targets_data()
{
    columns();
    row("3.2.1 without slash", get("show"), "400");
    row("3.2.1 broken percent", get("/show/%4"), "400");
    row("3.2.1 percent without digits", get("/show/%zz"), "400");
    row("3.2.1 not UTF-8", get("/show/%ff"), "400");
    row("3.2.1 raw bytes that are not UTF-8", get("/show/\xff"), "400");
    row("3.2.1 over-long UTF-8", get("/show/%c0%af"), "400");
    row("3.2.1 surrogate in UTF-8", get("/show/%ed%a0%80"), "400");
    row("3.2.1 NUL", get("/show/%00"), "400");
    row("3.2.1 control byte", get("/show/\x01"), "400");
    row("3.2.1 fragment", get("/show#part"), "400");
    row("3.2.2 absolute form without a path's slash", get("http:show"), "400");
    row("3.2.2 absolute form of nothing", get("http://"), "400");
    row("3.2.2 absolute form with a user", get("http://ada@h/show"), "400");
    row("3.2.2 absolute form of another scheme", get("ftp://h/show"), "400");
    row("3.2.3 authority form", "CONNECT h:443 HTTP/1.1\r\nHost: h\r\n\r\n", "501");
    row("3.2.3 authority form of another method", get("h:443"), "400");
    row("3.2.4 asterisk form of another method", get("*"), "400");
}

//! The limits of NetSettings.
void TestHttpRefusals::sizes_data()
{
    columns();
    const QByteArray big(0x20001, 'x');
    row("body too long", posted("Content-Length: 131073\r\n", big), "413");
    row("one chunk too long", chunked("20001\r\n" + big + "\r\n0\r\n\r\n"), "413");
    const QByteArray chunk = "4000\r\n" + big.left(0x4000) + "\r\n";
    row("many chunks too long", chunked(chunk.repeated(9) + "0\r\n\r\n"), "413");
    row("one byte a chunk", chunked(QByteArray("1\r\nx\r\n").repeated(0x20001) + "0\r\n\r\n"),
        "413");
    row("chunk extensions without end", chunked("1;" + QByteArray(1200000, 'x')), "413");
    row("trailers without end", chunked("0\r\n" + QByteArray("X: y\r\n").repeated(200000)), "413");
    row("target too long", get("/" + QByteArray(9000, 'a')), "414");
    row("target without end", "GET /" + QByteArray(100000, 'a'), "414");
    row("method without end", QByteArray(100000, 'A'), "414");
    row("header too long", get("/show", "X: " + QByteArray(17000, 'h') + "\r\n"), "431");
    row("header without end", "GET /show HTTP/1.1\r\nX: " + QByteArray(100000, 'h'), "431");
    row("too many fields for the size", get("/show", QByteArray("X: y\r\n").repeated(3000)), "431");
    row("too many fields", get("/show", QByteArray("X:\r\n").repeated(101)), "431");
}

//! RFC 9110, 9.3.2: an answer to HEAD has no content, a refusal as little; one that follows it has.
void TestHttpRefusals::onlyTheHeadOfHead()
{
    GatewayHost host(settingsOfKind());
    RawClient refused(host.port());
    refused.send("HEAD /show HTTP/1.1\r\nHost: h\r\nExpect: a-miracle\r\n\r\n");
    QVERIFY(refused.readUntilClosed());
    QVERIFY(refused.received().startsWith("HTTP/1.1 417 "));
    QVERIFY2(refused.received().endsWith("\r\n\r\n"), refused.received().constData());

    RawClient next(host.port());
    next.send("HEAD /show HTTP/1.1\r\nHost: h\r\n\r\nGET /show HTTP/1.1\r\n\r\n");
    QVERIFY(next.readUntilClosed());
    QVERIFY(next.received().contains("HTTP/1.1 400 "));
    QVERIFY2(next.received().endsWith("}}"), next.received().constData());
}

void TestHttpRefusals::accepts_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("statuses"); // of all that is answered, a request behind it too
    row("6.1 coding in capitals", posted("Transfer-Encoding: CHUNKED\r\n", "0\r\n\r\n"), "200 200");
    row("7.1 hexadecimal and zeros",
        chunked("00a\r\n0123456789\r\nB\r\n0123456789a\r\n000\r\n\r\n"), "200 200");
    row("7.1.1 quoted extension", chunked("1;a=\"b c\"\r\nx\r\n0;d\r\n\r\n"), "200 200");
    row("7.1.2 folded trailer", chunked("0\r\nX: y\r\n z\r\n\r\n"),
        kEngineRefusesFolds ? "400" : "200 200");
    row("7.1.2 trailers", chunked("0\r\nX: y\r\nHost: other\r\n\r\n"), "200 200");
    row("3.2 empty Host", "GET /show HTTP/1.1\r\nHost:\r\n\r\n", "200 200");
    row("3.2 Host with a port", "GET /show HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", "200 200");
    row("3.2.2 absolute form, whose host counts", get("HTTP://other:81/show?x=/y"), "200 200");
    row("5 no blank after the colon", get("/show", "X:y\r\nY: \t z \t\r\n"), "200 200");
    row("9110-5.5 beyond ASCII in a value", get("/show", "X: \xc3\xa9\xff\r\n"), "200 200");
    row("a hundred fields", get("/show", QByteArray("X: y\r\n").repeated(99)), "200 200");
    row("9.3 close", get("/show", "Connection: close\r\n"), "200");
    row("9.3 close among others", get("/show", "Connection: x, CLOSE\r\n"), "200");
    row("9.3 HTTP/1.0", "GET /show HTTP/1.0\r\n\r\n", "200");
    row("9.3 HTTP/1.0 that stays", "GET /show HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
        "200 200");
    row("9110-10.1.1 HTTP/1.0 expects nothing",
        "POST /echo HTTP/1.0\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc", "200");
    row("9110-7.8 HTTP/1.0 upgrades to nothing",
        RawClient::upgradeRequest({}, "/show").replace("HTTP/1.1", "HTTP/1.0"), "200 200");
    row("9110-7.8 another protocol is offered",
        get("/show", "Connection: Upgrade\r\nUpgrade: h2c\r\n"), "200 200");
}

//! What looks odd and is right.
void TestHttpRefusals::accepts()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, statuses);
    GatewayHost host(settingsOfKind());
    RawClient client(host.port());
    client.send(request + get("/show", "Connection: close\r\n"));
    QVERIFY(client.readUntilClosed());
    QByteArrayList seen;
    for (qsizetype at = -1; (at = client.received().indexOf("HTTP/1.1 ", at + 1)) >= 0;)
        seen.append(client.received().mid(at + 9, 3));
    QCOMPARE(seen.join(' '), statuses);
}

QTEST_GUILESS_MAIN(TestHttpRefusals)
#include "tst_http_refusals.moc"
