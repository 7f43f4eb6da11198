// SPDX-License-Identifier: MIT
#include "tests/server/net/gateway_host.h"
#include "tests/server/net/socket_kinds.h"
#include "tests/support/raw_client.h"
#include <QTest>
#include <QtEndian>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

namespace {

using R = RawClient;

QByteArray text(const QByteArray &payload, bool final = true)
{
    return R::clientFrame(R::Text, payload, final);
}

QByteArray more(const QByteArray &payload, bool final = true)
{
    return R::clientFrame(R::Continuation, payload, final);
}

//! A text of three letters, with these bits in its first byte.
QByteArray withBits(int bits)
{
    QByteArray frame = text("abc");
    frame[0] = static_cast<char>(frame[0] | bits);
    return frame;
}

//! The head of a text frame that gives its length in so many bytes, and a mask of zeros.
QByteArray lengthIn(int bytes, quint64 length)
{
    QByteArray wide(8, '\0');
    qToBigEndian(length, wide.data());
    return QByteArray("\x81") + (bytes == 2 ? '\xfe' : '\xff') + wide.right(bytes)
        + QByteArray(4, '\0');
}

QByteArray closing(int code, const QByteArray &reason = {})
{
    QByteArray payload(2, '\0');
    qToBigEndian(static_cast<quint16>(code), payload.data());
    return R::clientFrame(R::Close, payload + reason);
}

bool stillServes(const GatewayHost &host)
{
    R client(host.port());
    if (!client.upgrade())
        return false;
    client.sendText("hello");
    return client.readMessage() == R::Frame{R::Text, "hello"};
}

} // namespace

//! RFC 6455, as a client tries it that speaks bytes: each break has its code, and nobody else
//! notices.
class TestWebSocketFrames : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase_data() { socketKinds(); }

    void handshakes_data();
    void handshakes();
    void handshakeCutShort();
    void breaches_data();
    void breaches();
    void closeCodes_data();
    void closeCodes();
    void unmasked_data();
    void unmasked();
    void messages_data();
    void messages();
    void pings();
};

//! Section 4.2.1. The last ones are unusual and right.
void TestWebSocketFrames::handshakes_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("answer");
    const auto row = [](const char *name, const QByteArray &request, const char *answer) {
        QTest::newRow(name) << request << QByteArray(answer);
    };
    const auto with = [](const QByteArray &from, const QByteArray &to) {
        return R::upgradeRequest().replace(from, to);
    };
    const QByteArray key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    row("another path", R::upgradeRequest({}, "/other"), "404");
    row("no upgrade", "GET /ws HTTP/1.1\r\nHost: h\r\n\r\n", "426");
    row("Upgrade to something else", with("Upgrade: websocket", "Upgrade: h2c"), "426");
    row("no Upgrade field", with("Upgrade: websocket\r\n", ""), "426");
    row("no Connection field", with("Connection: keep-alive, Upgrade\r\n", ""), "426");
    row("Connection without upgrade", with("keep-alive, Upgrade", "keep-alive"), "426");
    row("HTTP/1.0", with("HTTP/1.1", "HTTP/1.0"), "426");
    row("old version", with("Version: 13", "Version: 8"), "426");
    row("version of the future", with("Version: 13", "Version: 14"), "426");
    row("version with a zero", with("Version: 13", "Version: 013"), "426");
    row("no version", with("Sec-WebSocket-Version: 13\r\n", ""), "426");
    row("two versions", R::upgradeRequest("Sec-WebSocket-Version: 8\r\n"), "426");
    row("no key", with(key, ""), "400");
    row("empty key", with(key, "Sec-WebSocket-Key:\r\n"), "400");
    row("short key", with("dGhlIHNhbXBsZSBub25jZQ==", "dGhl"), "400");
    row("long key", with("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZSE="), "400");
    row("key that is no base64", with("dGhlIHNhbXBsZSBub25jZQ==", "dGhl*HNhbXBsZSBub25jZQ=="),
        "400");
    row("two keys", R::upgradeRequest(key), "400");
    row("POST", with("GET", "POST"), "400");
    row("HEAD", with("GET", "HEAD"), "400");
    row("with a body", R::upgradeRequest("Content-Length: 3\r\n") + "abc", "400");
    row("no Host", with("Host: h\r\n", ""), "400");
    row("foreign origin", R::upgradeRequest("Origin: https://evil.example\r\n"), "403");
    row("two origins",
        R::upgradeRequest("Origin: https://chat.example\r\nOrigin: https://evil.example\r\n"),
        "403");
    row("hook says no", R::upgradeRequest("X-Refuse: 1\r\n"), "401");
    row("listed origin", R::upgradeRequest("Origin: https://chat.example\r\n"), "101");
    row("in capitals", with("Upgrade: websocket", "UPGRADE: WebSocket"), "101");
    row("protocols and extensions that nobody has",
        R::upgradeRequest("Sec-WebSocket-Protocol: soap\r\nSec-WebSocket-Extensions: "
                          "permessage-deflate\r\n"),
        "101");
}

void TestWebSocketFrames::handshakes()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, answer);
    NetSettings limits = settingsOfKind();
    limits.allowedOrigins = {u"https://chat.example"_s};
    GatewayHost host(limits);
    RawClient client(host.port());
    client.send(request);
    const bool isHead = request.startsWith("HEAD");
    if (isHead)
        QVERIFY(client.readUntilClosed());
    const QByteArray response = isHead ? client.received() : client.readResponse();
    QCOMPARE(response.left(12), "HTTP/1.1 " + answer);
    if (answer == "403")
        QVERIFY(response.contains(R"("code":"forbidden","reason":"origin_not_allowed")"));
    if (answer == "426")
        QVERIFY(response.contains("\r\nSec-WebSocket-Version: 13\r\n"));
    if (answer == "101") {
        QVERIFY(!response.contains("Sec-WebSocket-Protocol"));
        QVERIFY(!response.contains("Sec-WebSocket-Extensions"));
        client.sendText("hello");
        QCOMPARE(client.readMessage(), (R::Frame{R::Text, "hello"}));
    } else {
        QCOMPARE(host.seen.opened.load(), 0);
    }
    QVERIFY(stillServes(host));
}

void TestWebSocketFrames::handshakeCutShort()
{
    GatewayHost host(settingsOfKind());
    for (const int left : {1, 30, 90, 140}) {
        RawClient client(host.port());
        client.send(R::upgradeRequest().left(left));
        client.reset();
    }
    QTRY_COMPARE(host.connections(), 0);
    QCOMPARE(host.seen.opened.load(), 0);
    for (const QByteArray &garbage : {QByteArray("GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
                                      QByteArray(200, '\0'), QByteArray(200, '\xff')}) {
        RawClient client(host.port());
        client.send(R::upgradeRequest() + garbage);
        QVERIFY(client.readUpgraded());
        QCOMPARE(client.readMessage().closeCode(), 1002);
        QVERIFY(client.readUntilClosed());
    }
    QTRY_COMPARE(host.connections(), 0);
    QCOMPARE(host.seen.requests.load(), 0);
    QVERIFY(stillServes(host));
}

//! Sections 5.2 to 5.6 and 8.1.
void TestWebSocketFrames::breaches_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const QByteArray &bytes, int code) {
        QTest::newRow(name) << bytes << code;
    };
    const QByteArray big(131073, 'x'), half(100000, 'x');
    row("5.2 reserved bit 1", withBits(0x40), 1002);
    row("5.2 reserved bit 2", withBits(0x20), 1002);
    row("5.2 reserved bit 3", withBits(0x10), 1002);
    row("5.2 all reserved bits", withBits(0x70), 1002);
    for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
        QTest::addRow("5.2 reserved opcode %d", opcode) << R::clientFrame(opcode, "x") << 1002;
    row("5.2 three bytes for a length of 125", lengthIn(2, 125) + QByteArray(125, 'x'), 1002);
    row("5.2 three bytes for none", lengthIn(2, 0), 1002);
    row("5.2 nine bytes for 125", lengthIn(8, 125) + QByteArray(125, 'x'), 1002);
    row("5.2 nine bytes for 65,535", lengthIn(8, 65535) + QByteArray(65535, 'x'), 1002);
    row("5.2 length with the top bit", lengthIn(8, 1ull << 63 | 5) + "abcde", 1002);
    row("5.2 the longest length", lengthIn(8, ~0ull) + "abcde", 1002);
    row("5.4 continuation of nothing", more("x"), 1002);
    row("5.4 continuation of nothing, not the last", more("x", false), 1002);
    row("5.4 continuation after the last", text("a", false) + more("b") + more("c"), 1002);
    row("5.4 text within a message", text("x", false) + text("y"), 1002);
    row("5.4 binary within a message", text("x", false) + R::clientFrame(R::Binary, "y"), 1002);
    row("5.5 fragmented ping", R::clientFrame(R::Ping, "x", false), 1002);
    row("5.5 fragmented pong", R::clientFrame(R::Pong, "x", false), 1002);
    row("5.5 fragmented close", R::clientFrame(R::Close, "\x03\xe8", false), 1002);
    row("5.5 ping of 126 bytes", R::clientFrame(R::Ping, QByteArray(126, 'x')), 1002);
    row("5.5 pong of 64 KiB", R::clientFrame(R::Pong, QByteArray(65536, 'x')), 1002);
    row("5.5 close of 126 bytes", R::clientFrame(R::Close, "\x03\xe8" + big.left(124)), 1002);
    row("5.6 binary", R::clientFrame(R::Binary, "b"), 1003);
    row("5.6 empty binary", R::clientFrame(R::Binary, {}), 1003);
    row("5.6 binary in fragments", R::clientFrame(R::Binary, "b", false) + more("c"), 1003);
    row("5.6 binary that is not UTF-8", R::clientFrame(R::Binary, "\xff\xfe"), 1003);
    row("5.6 binary after a text in fragments",
        text("a", false) + more("b") + R::clientFrame(R::Binary, "c"), 1003);
    row("8.1 a byte that UTF-8 has not", text("\xff\xfe"), 1007);
    row("8.1 a surrogate", text("\xed\xa0\x80"), 1007);
    row("8.1 a pair of surrogates", text("\xed\xa0\xbd\xed\xb8\x80"), 1007);
    row("8.1 over-long slash", text("\xc0\xaf"), 1007);
    row("8.1 over-long NUL", text("\xc0\x80"), 1007);
    row("8.1 over-long in three", text("\xe0\x80\xaf"), 1007);
    row("8.1 beyond Unicode", text("\xf4\x90\x80\x80"), 1007);
    row("8.1 of five bytes", text("\xf8\x88\x80\x80\x80"), 1007);
    row("8.1 cut at the end", text("ab\xe2\x82"), 1007);
    row("8.1 a lone second byte", text("\x82"), 1007);
    row("8.1 cut at the end of the last fragment", text("a\xe2", false) + more("\x82"), 1007);
    row("8.1 cut by another fragment", text("a\xe2\x82", false) + more("b"), 1007);
    row("8.1 cut within the letters of three fragments",
        text("a\xe2", false) + more("\x82", false) + more("\x28"), 1007);
    row("8.1 a surrogate over two fragments", text("\xed\xa0", false) + more("\x80"), 1007);
    row("10.4 too long a frame", text(big), 1009);
    row("10.4 too long in two", text(half, false) + more(half), 1009);
    row("10.4 a byte too long in two", text(half, false) + more(big.left(31073)), 1009);
    row("10.4 too long in a hundred",
        text(big.left(2000), false) + more(big.left(2000), false).repeated(100), 1009);
    row("10.4 announced 2 GiB", lengthIn(8, 1ull << 31) + "abcd", 1009);
    row("10.4 announced the most", lengthIn(8, ~0ull >> 1) + "abcd", 1009);
}

void TestWebSocketFrames::breaches()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    GatewayHost host(settingsOfKind());
    RawClient client(host.port());
    QVERIFY(client.upgrade());
    client.send(bytes);
    R::Frame frame = client.readMessage();
    if (frame.opcode == R::Text) // what came before the break was right
        frame = client.readMessage();
    QCOMPARE(frame.closeCode(), code);
    client.sendText("after the break");
    QVERIFY(client.readUntilClosed());
    QVERIFY2(client.received().isEmpty(), client.received().left(60).toHex(' ').constData());
    QTRY_COMPARE(host.seen.lastCloseCode.load(), code);
    QTRY_COMPARE(host.connections(), 0);
    QVERIFY(stillServes(host));
}

//! Sections 5.5.1 and 7.4: a good code comes back, a wrong one is a break.
void TestWebSocketFrames::closeCodes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    for (const int code :
         {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999})
        QTest::addRow("%d", code) << closing(code) << code;
    for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535})
        QTest::addRow("%d", code) << closing(code) << 1002;
    QTest::newRow("none") << R::clientFrame(R::Close, {}) << 1000;
    QTest::newRow("one byte") << R::clientFrame(R::Close, "\x03") << 1002;
    QTest::newRow("with a reason") << closing(1000, "gr\xc3\xbc\xc3\x9f dich") << 1000;
    QTest::newRow("with the longest reason") << closing(1000, QByteArray(123, 'x')) << 1000;
    QTest::newRow("reason that is not UTF-8") << closing(1000, "a\xff") << 1007;
    QTest::newRow("reason with a surrogate") << closing(1000, "\xed\xa0\x80") << 1007;
}

void TestWebSocketFrames::closeCodes()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    GatewayHost host(settingsOfKind());
    RawClient client(host.port());
    QVERIFY(client.upgrade());
    client.send(bytes + text("after the close"));
    const R::Frame frame = client.readMessage();
    QCOMPARE(frame.opcode, int(R::Close));
    QCOMPARE(frame.closeCode(), code);
    QVERIFY(client.readUntilClosed());
    QVERIFY2(client.received().isEmpty(), client.received().left(60).toHex(' ').constData());
    QTRY_COMPARE(host.seen.closed.load(), 1);
    QTRY_COMPARE(host.connections(), 0);
    QVERIFY(stillServes(host));
}

void TestWebSocketFrames::unmasked_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("bytes");
    using R = RawClient;
    const QByteArray bad = R::unmaskedFrame(R::Text, "unmasked");
    QTest::newRow("first") << QByteArray() << bad;
    QTest::newRow("after a good one") << R::clientFrame(R::Text, QByteArray(300, 'g')) << bad;
    QTest::newRow("its second byte in another packet") << bad.left(1) << bad.mid(1);
    QTest::newRow("a ping") << QByteArray() << R::unmaskedFrame(R::Ping, "p");
    QTest::newRow("an empty one") << QByteArray() << R::unmaskedFrame(R::Text, "");
}

void TestWebSocketFrames::unmasked()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, bytes);
    GatewayHost host(settingsOfKind());
    RawClient client(host.port());
    QVERIFY(client.upgrade());
    client.send(before);
    if (before.size() > 1)
        QCOMPARE(client.readMessage().payload, QByteArray(300, 'g'));
    client.send(bytes);
    QCOMPARE(client.readMessage().closeCode(), 1002);
    QVERIFY(client.readUntilClosed());
    QVERIFY(stillServes(host));
}

//! What looks odd and is right: said back as one message.
void TestWebSocketFrames::messages_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char *name, const QByteArray &bytes, const QByteArray &message) {
        QTest::newRow(name) << bytes << message;
    };
    const QByteArray half(65536, 'x');
    row("5.4 fragments", text("ab", false) + more("cd", false) + more("ef"), "abcdef");
    row("5.4 empty fragments", text({}, false) + more({}, false) + more("x", false) + more({}),
        "x");
    row("5.4 ping between fragments",
        text("ab", false) + R::clientFrame(R::Ping, "mid") + more("cd"), "abcd");
    row("5.5.3 pong that nobody asked for", R::clientFrame(R::Pong, "here") + text("x"), "x");
    row("8.1 letters between fragments", text("\xe2\x82\xac", false) + more("\xf0\x9f\x98\x80"),
        "\xe2\x82\xac\xf0\x9f\x98\x80");
    row("5.6 the longest, in one frame", text(half + half), half + half);
    row("5.6 the longest, in fragments", text(half, false) + more(half), half + half);
    row("5.6 one letter a frame", text("x", false) + more("x", false).repeated(998) + more("x"),
        QByteArray(1000, 'x'));
    row("8.1 a letter over two frames", text("a\xe2", false) + more("\x82\xac"), "a\xe2\x82\xac");
    row("8.1 a letter over two frames and a ping",
        text("a\xe2", false) + R::clientFrame(R::Ping, "p") + more("\x82\xac"), "a\xe2\x82\xac");
    row("8.1 a letter over four frames",
        text("\xf0", false) + more("\x9f", false) + more("\x98", false) + more("\x80"),
        "\xf0\x9f\x98\x80");
    row("8.1 a byte order mark", text("\xef\xbb\xbfx"), "\xef\xbb\xbfx");
    row("8.1 the last of Unicode", text("\xf4\x8f\xbf\xbf"), "\xf4\x8f\xbf\xbf");
    row("8.1 NUL", text(QByteArray("a\0b", 3)), QByteArray("a\0b", 3));
}

void TestWebSocketFrames::messages()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, message);
    GatewayHost host(settingsOfKind());
    RawClient client(host.port());
    QVERIFY(client.upgrade());
    client.send(bytes);
    const R::Frame frame = client.readMessage();
    QVERIFY2(frame == (R::Frame{R::Text, message}),
             QByteArray::number(frame.opcode) + ' ' + frame.payload.left(99).toHex(' '));
    client.sendText("next");
    QCOMPARE(client.readMessage(), (R::Frame{R::Text, "next"}));
}

//! Section 5.5.3: the same content comes back, at once, also amid a message.
void TestWebSocketFrames::pings()
{
    GatewayHost host(settingsOfKind());
    RawClient client(host.port());
    QVERIFY(client.upgrade());
    for (const QByteArray &content :
         {QByteArray(), QByteArray("p"), QByteArray("\0\xff", 2), QByteArray(125, 'q')}) {
        client.send(R::clientFrame(R::Ping, content));
        QCOMPARE(client.readFrame(), (R::Frame{R::Pong, content}));
    }
    client.send(text("ab", false));
    client.send(R::clientFrame(R::Ping, "mid"));
    QCOMPARE(client.readFrame(), (R::Frame{R::Pong, "mid"}));
    client.send(more("cd"));
    QCOMPARE(client.readFrame(), (R::Frame{R::Text, "abcd"}));
}

QTEST_GUILESS_MAIN(TestWebSocketFrames)
#include "tst_websocket_frames.moc"
