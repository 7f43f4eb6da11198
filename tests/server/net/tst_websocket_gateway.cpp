// SPDX-License-Identifier: MIT
#include "tests/server/net/gateway_host.h"
#include "tests/server/net/socket_kinds.h"
#include "tests/support/raw_client.h"
#include <QTest>
#include <memory>
#include <vector>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

namespace {

NetSettings settings()
{
    NetSettings settings = settingsOfKind();
    settings.unauthenticatedPerAddress = 0;
    return settings;
}

const QByteArray kText = "text";

} // namespace

//! The WebSocket side of the port, seen by a client that speaks bytes, on each kind of socket.
class TestWebSocketGateway : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase_data() { socketKinds(); }

    void echoesMessagesOfEverySize();
    void answersManyFramesOfOnePacketInOrder();
    void readsByteByByte();
    void keepsWhatComesWithTheHandshake();
    void greetsBeforeAnythingIsRead();
    void sendsOutsideOfReading();
    void closesWithCodeAndReason();
    void closesAfterWhatIsQueued();
    void tellsThePeersCloseCode();
    void tellsOfACutConnection();
    void abortsWhenThePeerDoesNotLetGo();
    void findsASlowReader();
    void gatheringALotIsNotSlow();
    void servesManyAndForgetsThem();
    void holdsTheSixtyFifth();
    void heldOnesAreClosedInTime();
    void aHeldOneGivesWayToAnotherAddress();
    void countsByTheForwardedAddress();
    void closesAllAndDrains();
    void speaksIpv6();
};

void TestWebSocketGateway::echoesMessagesOfEverySize()
{
    GatewayHost host(settings());
    RawClient client(host.port());
    QVERIFY(client.upgrade());
    for (const int size : {0, 1, 124, 125, 126, 127, 1000, 65535, 65536, 65537, 131072}) {
        const QByteArray text(size, 'q');
        client.sendText(text);
        QCOMPARE(client.readMessage(), (RawClient::Frame{RawClient::Text, text}));
    }
}

void TestWebSocketGateway::answersManyFramesOfOnePacketInOrder()
{
    GatewayHost host(settings());
    RawClient client(host.port());
    QVERIFY(client.upgrade());
    QByteArray packet;
    for (int i = 0; i < 500; ++i)
        packet += RawClient::clientFrame(RawClient::Text, "n" + QByteArray::number(i));
    client.send(packet);
    for (int i = 0; i < 500; ++i)
        QCOMPARE(client.readMessage().payload, "n" + QByteArray::number(i));
    client.sendText("COUNT 2000");
    for (int i = 0; i < 2000; ++i)
        QCOMPARE(client.readMessage().payload, QByteArray::number(i));
}

void TestWebSocketGateway::readsByteByByte()
{
    GatewayHost host(settings());
    RawClient client(host.port());
    client.sendByteByByte(RawClient::upgradeRequest());
    QVERIFY(client.readUpgraded());
    for (const int size : {3, 300}) {
        client.sendByteByByte(RawClient::clientFrame(RawClient::Text, QByteArray(size, 'o')));
        QCOMPARE(client.readMessage().payload, QByteArray(size, 'o'));
    }
}

void TestWebSocketGateway::keepsWhatComesWithTheHandshake()
{
    GatewayHost host(settings());
    RawClient client(host.port());
    client.send(RawClient::upgradeRequest() + RawClient::clientFrame(RawClient::Text, "early")
                + RawClient::clientFrame(RawClient::Text, "half").left(3));
    QVERIFY(client.readUpgraded());
    client.send(RawClient::clientFrame(RawClient::Text, "half").mid(3));
    QCOMPARE(client.readMessage().payload, "early");
    QCOMPARE(client.readMessage().payload, "half");
}

void TestWebSocketGateway::greetsBeforeAnythingIsRead()
{
    GatewayHost host(settings());
    RawClient client(host.port());
    client.send(RawClient::upgradeRequest("X-Greet: 1\r\n")
                + RawClient::clientFrame(RawClient::Text, "early"));
    QVERIFY(client.readUpgraded());
    QCOMPARE(client.readMessage().payload, "welcome");
    QCOMPARE(client.readMessage().payload, "early");
}

void TestWebSocketGateway::sendsOutsideOfReading()
{
    GatewayHost host(settings());
    RawClient client(host.port());
    QVERIFY(client.upgrade());
    client.sendText("TIMER 20");
    QCOMPARE(client.readMessage().payload, "from a timer");
}

void TestWebSocketGateway::closesWithCodeAndReason()
{
    GatewayHost host(settings());
    RawClient client(host.port());
    QVERIFY(client.upgrade());
    client.sendText("CLOSE 4016");
    const RawClient::Frame frame = client.readMessage();
    QCOMPARE(frame.closeCode(), 4016);
    QCOMPARE(frame.payload.mid(2), "bye");
    client.sendText("after the close");
    QVERIFY(client.readUntilClosed());
    QVERIFY(client.received().isEmpty());
    QTRY_COMPARE(host.seen.lastCloseCode.load(), 4016);

    RawClient atOnce(host.port());
    QVERIFY(atOnce.upgrade("X-Close: 1\r\n"));
    QCOMPARE(atOnce.readMessage().closeCode(), 4004);
    QTRY_COMPARE(host.connections(), 0);
}

void TestWebSocketGateway::closesAfterWhatIsQueued()
{
    GatewayHost host(settings());
    RawClient client(host.port());
    QVERIFY(client.upgrade());
    client.sendText("BIGCLOSE 900000");
    QCOMPARE(client.readMessage().payload.size(), 900000);
    QCOMPARE(client.readMessage().closeCode(), 4000);
    QVERIFY(client.readUntilClosed());
}

void TestWebSocketGateway::tellsThePeersCloseCode()
{
    GatewayHost host(settings());
    RawClient client(host.port());
    QVERIFY(client.upgrade());
    client.send(RawClient::clientFrame(RawClient::Close, QByteArray("\x03\xe9") + "leaving"));
    QCOMPARE(client.readMessage().closeCode(), 1001);
    QVERIFY(client.readUntilClosed());
    QTRY_COMPARE(host.seen.lastCloseCode.load(), 1001);
    QCOMPARE(host.seen.closed.load(), 1);
}

void TestWebSocketGateway::tellsOfACutConnection()
{
    GatewayHost host(settings());
    {
        RawClient client(host.port());
        QVERIFY(client.upgrade());
        client.send(RawClient::clientFrame(RawClient::Text, "half").left(4));
    }
    QTRY_COMPARE(host.seen.lastCloseCode.load(), 1006);
    RawClient client(host.port());
    QVERIFY(client.upgrade());
    client.sendText("ABORT");
    QVERIFY(client.readUntilClosed());
    QTRY_COMPARE(host.seen.closed.load(), 2);
    QTRY_COMPARE(host.connections(), 0);
}

void TestWebSocketGateway::abortsWhenThePeerDoesNotLetGo()
{
    NetSettings limits = settings();
    limits.closeGraceMs = 200;
    GatewayHost host(limits);
    RawClient client(host.port(), u"127.0.0.1"_s, 4096);
    QVERIFY(client.upgrade());
    client.sendText("BIGCLOSE 6000000"); // never read: the close frame cannot leave
    QTRY_COMPARE(host.seen.closed.load(), 1);
    QCOMPARE(host.seen.lastCloseCode.load(), 4000);
    QTRY_COMPARE(host.connections(), 0);
}

void TestWebSocketGateway::findsASlowReader()
{
    GatewayHost host(settings());
    RawClient client(host.port(), u"127.0.0.1"_s, 4096);
    QVERIFY(client.upgrade());
    client.sendText("FLOOD 7000");
    QTRY_COMPARE(host.seen.slowReaders.load(), 1);
    QVERIFY(host.seen.mostUnsent > 1024 * 1024);
}

void TestWebSocketGateway::gatheringALotIsNotSlow()
{
    NetSettings limits = settings();
    limits.outboxBytes = 50'000;
    limits.sendBufferBytes = 400'000;
    GatewayHost host(limits);
    RawClient client(host.port());
    QVERIFY(client.upgrade());
    client.sendText("FLOOD 150");
    for (int i = 0; i < 150; ++i)
        QCOMPARE(client.readMessage().payload, QByteArray(1000, 'f'));
    QVERIFY(host.seen.mostUnsent > limits.outboxBytes);
    QCOMPARE(host.seen.slowReaders.load(), 0);
    client.sendText(kText);
    QCOMPARE(client.readMessage().payload, kText);
}

void TestWebSocketGateway::servesManyAndForgetsThem()
{
    GatewayHost host(settings());
    for (int i = 0; i < 200; ++i) {
        RawClient client(host.port());
        QVERIFY(client.upgrade());
        client.sendText(QByteArray::number(i));
        QCOMPARE(client.readMessage().payload, QByteArray::number(i));
        if (i % 3 == 1)
            client.send(RawClient::clientFrame(RawClient::Close, {}));
        if (i % 3 == 2)
            client.sendText("BIG 500000"); // left unread: a reset while the server writes
    }
    QTRY_COMPARE(host.connections(), 0);
    QTRY_COMPARE(host.seen.closed.load(), 200);
}

void TestWebSocketGateway::holdsTheSixtyFifth()
{
    NetSettings limits = settings();
    limits.unauthenticatedPerAddress = 64;
    GatewayHost host(limits);
    std::vector<std::unique_ptr<RawClient>> strangers;
    for (int i = 0; i < 64; ++i) {
        strangers.push_back(std::make_unique<RawClient>(host.port()));
        QVERIFY(strangers.back()->upgrade());
    }
    RawClient held(host.port());
    QVERIFY(held.isConnected());
    held.send(RawClient::upgradeRequest());
    QVERIFY(!held.readSome(300));
    strangers[7]->sendText("KNOWN");
    QCOMPARE(strangers[7]->readMessage().payload, "known");
    QVERIFY(held.readUpgraded());
    held.sendText(kText);
    QCOMPARE(held.readMessage().payload, kText);

    RawClient another(host.port());
    another.send(RawClient::upgradeRequest());
    QVERIFY(!another.readSome(200));
    strangers.pop_back();
    QVERIFY(another.readUpgraded());
}

void TestWebSocketGateway::heldOnesAreClosedInTime()
{
    NetSettings limits = settings();
    limits.unauthenticatedPerAddress = 1;
    limits.heldLimitMs = 300;
    GatewayHost host(limits);
    RawClient first(host.port());
    QVERIFY(first.upgrade());
    RawClient held(host.port());
    held.send(RawClient::upgradeRequest());
    QVERIFY(held.readUntilClosed());
    QVERIFY(held.received().isEmpty());
    first.sendText(kText);
    QCOMPARE(first.readMessage().payload, kText);
}

void TestWebSocketGateway::aHeldOneGivesWayToAnotherAddress()
{
    NetSettings limits = settings();
    limits.unauthenticatedPerAddress = 1;
    limits.unauthenticatedTotal = 3;
    limits.trustedProxies = {QHostAddress::parseSubnet(u"127.0.0.0/8"_s)};
    GatewayHost host(limits);
    const QByteArray crowd = "X-Forwarded-For: 9.9.9.9\r\n", other = "X-Forwarded-For: 8.8.8.8\r\n";
    RawClient served(host.port()), first(host.port()), last(host.port()), late(host.port()),
        stranger(host.port());
    QVERIFY(served.upgrade(crowd));
    first.send(RawClient::upgradeRequest(crowd));
    QVERIFY(!first.readSome(100));
    last.send(RawClient::upgradeRequest(crowd));
    QVERIFY(!last.readSome(100));
    late.send(RawClient::upgradeRequest(crowd));
    QVERIFY(late.readResponse().startsWith("HTTP/1.1 503 "));
    QVERIFY(stranger.upgrade(other));
    QVERIFY(last.readUntilClosed());
    QVERIFY(last.received().isEmpty());
    served.reset();
    QVERIFY(first.readUpgraded());
    first.sendText(kText);
    QCOMPARE(first.readMessage().payload, kText);
}

void TestWebSocketGateway::countsByTheForwardedAddress()
{
    NetSettings limits = settings();
    limits.unauthenticatedPerAddress = 1;
    limits.trustedProxies = {QHostAddress::parseSubnet(u"127.0.0.0/8"_s)};
    GatewayHost host(limits);
    auto first = std::make_unique<RawClient>(host.port());
    QVERIFY(first->upgrade("X-Forwarded-For: 9.9.9.9\r\n"));
    RawClient second(host.port()), another(host.port());
    second.send(RawClient::upgradeRequest("X-Forwarded-For: 9.9.9.9\r\n")
                + RawClient::clientFrame(RawClient::Text, kText));
    QVERIFY(!second.readSome(200));
    QVERIFY(another.upgrade("X-Forwarded-For: 8.8.8.8\r\n"));
    first.reset();
    QVERIFY(second.readUpgraded());
    QCOMPARE(second.readMessage().payload, kText);
}

void TestWebSocketGateway::speaksIpv6()
{
    GatewayHost host(settings());
    quint16 port = 0;
    QString peer;
    std::unique_ptr<PortGateway> gateway;
    const NetSettings limits = settings();
    host.run([&] {
        GatewayHooks hooks;
        hooks.webSocketOpened = [&peer](WebSocketChannel *channel, const HttpRequest &head) {
            peer = head.peer.toString();
            channel->sendText("hello");
        };
        gateway = std::make_unique<PortGateway>(limits, hooks);
        encryptIfWanted(*gateway);
        if (gateway->listen(u"::"_s, 0))
            port = gateway->port();
    });
    const auto cleanup = qScopeGuard([&] { host.run([&] { gateway.reset(); }); });
    if (port == 0)
        QSKIP("no IPv6 here");
    const auto seen = [&] {
        QString there;
        host.run([&] { there = peer; });
        return there;
    };
    RawClient client(port, u"::1"_s), mapped(port);
    QVERIFY(client.upgrade());
    QCOMPARE(client.readMessage().payload, "hello");
    QCOMPARE(seen(), u"::1"_s);
    QVERIFY(mapped.upgrade()); // the wildcard takes both
    QCOMPARE(mapped.readMessage().payload, "hello");
    QCOMPARE(seen(), u"127.0.0.1"_s);
}

void TestWebSocketGateway::closesAllAndDrains()
{
    GatewayHost host(settings());
    RawClient webSocket(host.port()), idle(host.port()), busy(host.port());
    QVERIFY(webSocket.upgrade());
    idle.send("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n");
    QVERIFY(idle.readResponse().startsWith("HTTP/1.1 200"));
    busy.send("GET /later/300 HTTP/1.1\r\nHost: h\r\n\r\n");
    QTRY_COMPARE(host.seen.requests.load(), 2);
    host.run([&] { host.gateway()->closeAll(1001, u"stopping"_s); });
    QCOMPARE(webSocket.readMessage().closeCode(), 1001);
    QVERIFY(webSocket.readUntilClosed());
    QVERIFY(idle.readUntilClosed());
    QCOMPARE(host.seen.drained.load(), 0);
    QVERIFY(busy.readResponse().endsWith("later"));
    QVERIFY(busy.readUntilClosed());
    QTRY_COMPARE(host.seen.drained.load(), 1);
    RawClient late(host.port());
    QVERIFY(!late.isConnected());
}

QTEST_GUILESS_MAIN(TestWebSocketGateway)
#include "tst_websocket_gateway.moc"
