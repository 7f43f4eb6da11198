// SPDX-License-Identifier: MIT
#include "tests/server/net/gateway_host.h"
#include "tests/server/net/http_words.h"
#include "tests/server/net/socket_kinds.h"
#include "tests/support/raw_client.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

namespace {

QByteArray post(const QByteArray &target, const QByteArray &body, const QByteArray &fields = {})
{
    return "POST " + target + " HTTP/1.1\r\nHost: h\r\nContent-Length: "
        + QByteArray::number(body.size()) + "\r\n" + fields + "\r\n" + body;
}

QByteArray statusOf(const QByteArray &response)
{
    return response.mid(9, 3);
}

QByteArray bodyOf(const QByteArray &response)
{
    const qsizetype end = response.indexOf("\r\n\r\n");
    return end < 0 ? QByteArray() : response.mid(end + 4);
}

} // namespace

//! The HTTP side of the port, seen by a client that speaks bytes, on each kind of socket.
class TestHttpGateway : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase_data() { socketKinds(); }

    void answers_data();
    void answers();
    void refusedAtTheLimitsOnly();
    void keepsTheConnection();
    void answersPipelinedRequestsInOrder();
    void readsByteByByte();
    void sendsHeadWithoutBody();
    void invitesTheBody();
    void sendsALargeAnswerToTheEnd();
    void survivesAPeerThatLeft();
    void answersForAForgetfulHandler();
    void knowsThePeerBehindAProxy();
    void checksTheOrigin();
    void idleConnectionsGiveWay();
    void saysWhyItCannotListen();
};

void TestHttpGateway::answers_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("path") << get("/show/a%2Fb/c%20d") << QByteArray("GET show|a/b|c d 127.0.0.1");
    QTest::newRow("query") << get("/show?x=1&y=a+b%26&z")
                           << QByteArray("GET show x=1 y=a b& z= 127.0.0.1");
    QTest::newRow("UTF-8") << get("/show/%C3%A9") << QByteArray("GET show|\xc3\xa9 127.0.0.1");
    QTest::newRow("absolute form")
        << get("http://h/show?x=1") << QByteArray("GET show x=1 127.0.0.1");
    QTest::newRow("empty segment") << get("/show//") << QByteArray("GET show|| 127.0.0.1");
    QTest::newRow("post") << post("/echo", "said") << QByteArray("said");
    QTest::newRow("chunked") << QByteArray(
        "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: t\r\n\r\n")
                             << QByteArray("abcde");
    QTest::newRow("empty line before") << "\r\n" + get("/show") << QByteArray("GET show 127.0.0.1");
    QTest::newRow("another protocol offered")
        << get("/show", "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n")
        << QByteArray("GET show 127.0.0.1");
    QTest::newRow("HTTP/1.0") << QByteArray("GET /show HTTP/1.0\r\n\r\n")
                              << QByteArray("GET show 127.0.0.1");
}

void TestHttpGateway::answers()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, body);
    GatewayHost host(settingsOfKind());
    RawClient client(host.port());
    client.send(request);
    const QByteArray response = client.readResponse();
    QCOMPARE(statusOf(response), "200");
    QCOMPARE(bodyOf(response), body);
    QVERIFY(response.contains("\r\nCache-Control: no-store\r\n"));
}

void TestHttpGateway::refusedAtTheLimitsOnly()
{
    GatewayHost host(settingsOfKind());
    RawClient client(host.port());
    const QByteArray body(128 * 1024, 'x');
    client.send(post("/echo", body));
    QCOMPARE(bodyOf(client.readResponse()), body);
    client.send(get("/show/" + QByteArray(8000, 'a')));
    QCOMPARE(statusOf(client.readResponse()), "200");
    client.send(get("/show", "X: " + QByteArray(16000, 'h') + "\r\n"));
    QCOMPARE(statusOf(client.readResponse()), "200");
}

void TestHttpGateway::keepsTheConnection()
{
    GatewayHost host(settingsOfKind());
    RawClient client(host.port());
    for (int i = 0; i < 3; ++i) {
        client.send(post("/echo", QByteArray::number(i)));
        const QByteArray response = client.readResponse();
        QCOMPARE(bodyOf(response), QByteArray::number(i));
        QVERIFY(response.contains("\r\nConnection: keep-alive\r\n"));
    }
    client.send(get("/show", "Connection: close\r\n"));
    QVERIFY(client.readResponse().contains("\r\nConnection: close\r\n"));
    QVERIFY(client.readUntilClosed());
}

void TestHttpGateway::answersPipelinedRequestsInOrder()
{
    GatewayHost host(settingsOfKind());
    RawClient client(host.port());
    QByteArray requests = get("/later/150") + post("/echo", "second");
    for (int i = 0; i < 300; ++i)
        requests += post("/echo", "n" + QByteArray::number(i));
    client.send(requests + get("/later/10") + "GET /bad\n");
    QCOMPARE(bodyOf(client.readResponse()), "later");
    QCOMPARE(bodyOf(client.readResponse()), "second");
    for (int i = 0; i < 300; ++i)
        QCOMPARE(bodyOf(client.readResponse()), "n" + QByteArray::number(i));
    QCOMPARE(bodyOf(client.readResponse()), "later");
    QCOMPARE(statusOf(client.readResponse()), "400");
    QVERIFY(client.readUntilClosed());
}

void TestHttpGateway::readsByteByByte()
{
    GatewayHost host(settingsOfKind());
    RawClient client(host.port());
    client.sendByteByByte(post("/echo", "one at a time"));
    QCOMPARE(bodyOf(client.readResponse()), "one at a time");
}

void TestHttpGateway::sendsHeadWithoutBody()
{
    GatewayHost host(settingsOfKind());
    RawClient client(host.port());
    client.send("HEAD /big/5000 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    QVERIFY(client.readUntilClosed());
    QVERIFY(client.received().contains("\r\nContent-Length: 5000\r\n"));
    QVERIFY(client.received().endsWith("\r\n\r\n"));
}

void TestHttpGateway::invitesTheBody()
{
    GatewayHost host(settingsOfKind());
    RawClient client(host.port());
    const QByteArray request = post("/echo", "body", "Expect: 100-continue\r\n");
    client.send(request.chopped(4));
    QCOMPARE(client.readResponse(), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("body");
    QCOMPARE(bodyOf(client.readResponse()), "body");
}

void TestHttpGateway::sendsALargeAnswerToTheEnd()
{
    GatewayHost host(settingsOfKind());
    RawClient client(host.port());
    client.send(get("/big/4000000", "Connection: close\r\n"));
    QCOMPARE(bodyOf(client.readResponse()).size(), 4000000);
    QVERIFY(client.readUntilClosed());
}

void TestHttpGateway::survivesAPeerThatLeft()
{
    GatewayHost host(settingsOfKind());
    {
        RawClient client(host.port());
        client.send(get("/later/200"));
        QTRY_COMPARE(host.seen.requests.load(), 1);
    }
    QTRY_COMPARE(host.connections(), 0);
    QTRY_COMPARE(host.seen.peersGone.load(), 1);
}

void TestHttpGateway::answersForAForgetfulHandler()
{
    GatewayHost host(settingsOfKind());
    RawClient client(host.port());
    client.send(get("/forgotten"));
    const QByteArray response = client.readResponse();
    QCOMPARE(statusOf(response), "500");
    QVERIFY(response.contains("\"code\":\"internal\""));
}

void TestHttpGateway::knowsThePeerBehindAProxy()
{
    NetSettings limits = settingsOfKind();
    GatewayHost direct(limits);
    RawClient forger(direct.port());
    forger.send(get("/show", "X-Forwarded-For: 9.9.9.9\r\n"));
    QCOMPARE(bodyOf(forger.readResponse()), "GET show 127.0.0.1");

    limits.trustedProxies = {QHostAddress::parseSubnet(u"127.0.0.0/8"_s),
                             QHostAddress::parseSubnet(u"10.0.0.0/8"_s)};
    GatewayHost host(limits);
    RawClient client(host.port());
    client.send(get("/show", "X-Forwarded-For: 9.9.9.9, 8.8.8.8\r\nX-Forwarded-For: 10.1.2.3\r\n"));
    QCOMPARE(bodyOf(client.readResponse()), "GET show 8.8.8.8");
}

void TestHttpGateway::checksTheOrigin()
{
    NetSettings limits = settingsOfKind();
    limits.allowedOrigins = {u"https://chat.example"_s};
    GatewayHost host(limits);
    RawClient client(host.port());
    client.send(get("/show", "Origin: https://chat.example\r\n"));
    QCOMPARE(statusOf(client.readResponse()), "200");
    client.send(get("/show", "Origin: https://chat.example.evil\r\n"));
    const QByteArray response = client.readResponse();
    QCOMPARE(statusOf(response), "403");
    QVERIFY(response.contains("\"reason\":\"origin_not_allowed\""));
    client.send(get("/show", "Origin: null\r\n"));
    QCOMPARE(statusOf(client.readResponse()), "403");
}

void TestHttpGateway::idleConnectionsGiveWay()
{
    NetSettings limits = settingsOfKind();
    limits.unauthenticatedPerAddress = 2;
    GatewayHost host(limits);
    RawClient known(host.port()), idle(host.port());
    known.send(get("/known"));
    QCOMPARE(bodyOf(known.readResponse()), "known");
    idle.send(get("/show"));
    QCOMPARE(statusOf(idle.readResponse()), "200");
    RawClient busy(host.port());
    busy.send(get("/later/2000"));
    QTRY_COMPARE(host.seen.requests.load(), 3);
    RawClient next(host.port()); // full now, but one of them only idles
    next.send(get("/show"));
    QCOMPARE(statusOf(next.readResponse()), "200");
    QVERIFY(idle.readUntilClosed());
    known.send(get("/show")); // not counted, so not closed
    QCOMPARE(statusOf(known.readResponse()), "200");
}

void TestHttpGateway::saysWhyItCannotListen()
{
    GatewayHost host(settingsOfKind());
    const NetSettings limits = settingsOfKind();
    const auto errorOf = [&host, &limits](const QString &where, quint16 port) {
        QString error;
        host.run([&] {
            PortGateway second(limits, {});
            const Result<> listening = second.listen(where, port);
            error = listening ? QString() : listening.error().message;
        });
        return error;
    };
    QCOMPARE(
        errorOf(u"127.0.0.1"_s, host.port()),
        u"cannot listen on 127.0.0.1:%1: the port is in use by another program"_s.arg(host.port()));
    QVERIFY(errorOf(u"192.0.2.1"_s, 0).endsWith(u"this machine does not have the address"_s));
    QVERIFY(errorOf(u"no-such-host.invalid"_s, 0)
                .startsWith(u"cannot listen on \"no-such-host.invalid\": "_s));
    QCOMPARE(errorOf(u"127.0.0.1"_s, 0), QString());
}

QTEST_GUILESS_MAIN(TestHttpGateway)
#include "tst_http_gateway.moc"
