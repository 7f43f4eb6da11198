// SPDX-License-Identifier: MIT
#include "tests/server/net/gateway_host.h"
#include "tests/server/net/http_words.h"
#include "tests/server/net/socket_kinds.h"
#include "tests/support/raw_client.h"
#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

//! Requests that do not come to their end in time: 408 and closed (RFC 9110, 15.5.9).
class TestHttpDeadlines : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase_data() { socketKinds(); }

    void slowly_data();
    void slowly();
    void aByteAtATime_data();
    void aByteAtATime();
    void idleBetweenRequests();
};

void TestHttpDeadlines::slowly_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("empty lines") << QByteArray("\r\n\r\n");
    QTest::newRow("half a header") << get("/show").chopped(2);
    QTest::newRow("half a body") << posted("Content-Length: 4\r\n", "ab");
    QTest::newRow("half a chunk") << chunked("4\r\nab");
    QTest::newRow("no last chunk") << chunked("2\r\nab\r\n");
    QTest::newRow("no end of the trailers") << chunked("0\r\nX: y\r\n");
    QTest::newRow("HTTP/0.9 without an end") << QByteArray("GET /show\r\n");
    QTest::newRow("half an upgrade") << RawClient::upgradeRequest().chopped(4);
}

void TestHttpDeadlines::slowly()
{
    QFETCH(QByteArray, request);
    NetSettings limits = settingsOfKind();
    limits.headerDeadlineMs = limits.bodyDeadlineMs = 150;
    GatewayHost host(limits);
    RawClient client(host.port());
    client.send(request);
    QVERIFY(client.readUntilClosed());
    QCOMPARE(client.received().mid(9, 3), "408");
    QCOMPARE(client.received().count("HTTP/1.1 "), 1);
    QVERIFY(client.received().contains("\r\nConnection: close\r\n"));
    QCOMPARE(host.seen.requests.load(), 0);
    QTRY_COMPARE(host.connections(), 0);
}

void TestHttpDeadlines::aByteAtATime_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray many(1000, 'x');
    QTest::newRow("empty lines") << QByteArray() << QByteArray("\r\n").repeated(500);
    QTest::newRow("empty lines after a request") << kGood << QByteArray("\r\n").repeated(500);
    QTest::newRow("target") << QByteArray() << "GET /" + many;
    QTest::newRow("fields") << QByteArray() << get("/show", "X: " + many + "\r\n");
    QTest::newRow("body") << QByteArray() << posted("Content-Length: 1000\r\n", many);
    QTest::newRow("chunk extension") << QByteArray() << chunked("1;" + many);
    QTest::newRow("trailer") << QByteArray() << chunked("0\r\nX: " + many);
}

//! The deadline is for the whole, however long the peer keeps saying something.
void TestHttpDeadlines::aByteAtATime()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, bytes);
    NetSettings limits = settingsOfKind();
    limits.headerDeadlineMs = limits.bodyDeadlineMs = limits.idleLimitMs = 400;
    GatewayHost host(limits);
    RawClient client(host.port());
    client.send(before);
    if (!before.isEmpty())
        QVERIFY(client.readResponse().startsWith("HTTP/1.1 200 "));
    // Of a body's request the head comes at once.
    const qsizetype head = bytes.startsWith("POST") ? bytes.indexOf("\r\n\r\n") + 4 : 0;
    client.send(bytes.left(head));
    qsizetype sent = head;
    QElapsedTimer time;
    time.start();
    while (sent < bytes.size() && client.isConnected() && time.elapsed() < 3000) {
        client.send(bytes.mid(sent++, 1));
        client.readSome(20);
    }
    QVERIFY(client.readUntilClosed());
    QVERIFY2(time.elapsed() < 3000, "bytes that trickle in moved the deadline");
    // Between two requests nothing is owed, and nothing is said.
    QCOMPARE(client.received().mid(9, 3), before.isEmpty() ? "408" : "");
    QTRY_COMPARE(host.connections(), 0);
}

void TestHttpDeadlines::idleBetweenRequests()
{
    NetSettings limits = settingsOfKind();
    limits.idleLimitMs = 100;
    GatewayHost host(limits);
    RawClient idle(host.port());
    idle.send(kGood);
    QVERIFY(idle.readResponse().startsWith("HTTP/1.1 200 "));
    QVERIFY(idle.readUntilClosed());
    QVERIFY(idle.received().isEmpty());
}

QTEST_GUILESS_MAIN(TestHttpDeadlines)
#include "tst_http_deadlines.moc"
