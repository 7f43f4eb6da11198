// SPDX-License-Identifier: MIT
#include "tests/server/net/gateway_host.h"
#include "tests/server/net/socket_kinds.h"
#include "tests/support/raw_client.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

static const QByteArray kText = "text";

//! What becomes of a WebSocket whose peer is silent, or does not say who it is; on each kind of
//! socket.
class TestWebSocketDeadlines : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase_data() { socketKinds(); }

    void pingsThenDropsASilentPeer();
    void pongKeepsAlive();
    void tellsOfAStranger();
    void whoIsKnownIsNoStranger();
};

void TestWebSocketDeadlines::pingsThenDropsASilentPeer()
{
    NetSettings limits = settingsOfKind();
    limits.pingAfterMs = 150;
    limits.silenceLimitMs = 500;
    GatewayHost host(limits);
    RawClient client(host.port());
    QVERIFY(client.upgrade());
    QCOMPARE(client.readFrame(), (RawClient::Frame{RawClient::Ping, {}}));
    QVERIFY(client.readUntilClosed());
    QVERIFY(client.received().isEmpty()); // one ping a silence
    QTRY_COMPARE(host.seen.lastCloseCode.load(), 1006);
}

void TestWebSocketDeadlines::pongKeepsAlive()
{
    NetSettings limits = settingsOfKind();
    limits.pingAfterMs = 100;
    limits.silenceLimitMs = 400;
    GatewayHost host(limits);
    RawClient client(host.port());
    QVERIFY(client.upgrade());
    for (int i = 0; i < 8; ++i) {
        QCOMPARE(client.readFrame().opcode, int(RawClient::Ping));
        client.send(RawClient::clientFrame(RawClient::Pong, {}));
    }
    client.sendText(kText);
    QCOMPARE(client.readMessage().payload, kText);
}

void TestWebSocketDeadlines::tellsOfAStranger()
{
    NetSettings limits = settingsOfKind();
    limits.helloDeadlineMs = 1'000;
    GatewayHost host(limits);
    RawClient client(host.port());
    QVERIFY(client.upgrade());
    for (int i = 0; i < 2; ++i) { // talk alone does not tell who it is
        client.sendText(kText);
        QCOMPARE(client.readMessage().payload, kText);
    }
    QCOMPARE(host.seen.strangers.load(), 0);
    QTRY_VERIFY(host.seen.strangers > 0);
}

void TestWebSocketDeadlines::whoIsKnownIsNoStranger()
{
    NetSettings limits = settingsOfKind();
    limits.helloDeadlineMs = 1'000;
    limits.pingAfterMs = 1'500;
    GatewayHost host(limits);
    RawClient client(host.port());
    QVERIFY(client.upgrade());
    client.sendText("KNOWN");
    QCOMPARE(client.readMessage().payload, "known");
    QCOMPARE(client.readFrame().opcode, int(RawClient::Ping)); // the deadline is long over
    QCOMPARE(host.seen.strangers.load(), 0);
}

QTEST_GUILESS_MAIN(TestWebSocketDeadlines)
#include "tst_websocket_deadlines.moc"
