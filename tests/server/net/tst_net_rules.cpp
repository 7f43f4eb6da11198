// SPDX-License-Identifier: MIT
#include "server/net/admission.h"
#include "server/net/forwarded_address.h"
#include "server/net/frame_reader.h"
#include "server/net/http_parser.h"
#include "server/net/http_response.h"
#include "server/net/server_frame.h"
#include "server/net/websocket_handshake.h"
#include "tests/support/raw_client.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

//! The parts of the network edge that need no socket.
class TestNetRules : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void admitsInOrder();
    void countsAddressesApart();
    void boundsTheTotal();
    void evictsWhereMostAreHeld();
    void findsTheClient_data();
    void findsTheClient();
    void readsFramesHoweverTheyAreCut();
    void keepsNoMessageThatIsOver();
    void framesAnySize_data();
    void framesAnySize();
    void parsesHoweverItIsCut();
    void leavesWhatBelongsToTheNext();
    void answersHandshakes();
    void writesErrorsAsJson();
};

void TestNetRules::admitsInOrder()
{
    Admission admission({2, 0});
    const QHostAddress one(u"1.1.1.1"_s);
    using enum Admission::Place;
    QCOMPARE(admission.enter(1, one).place, Served);
    QCOMPARE(admission.enter(2, one).place, Served);
    QCOMPARE(admission.enter(3, one).place, Held);
    QCOMPARE(admission.enter(4, one).place, Held);
    QVERIFY(admission.hasHeld(one));
    QCOMPARE(admission.leave(1), 3u);
    QCOMPARE(admission.leave(1), 0u); // a second time
    QCOMPARE(admission.leave(4), 0u); // a held one left
    QVERIFY(!admission.hasHeld(one));
    QCOMPARE(admission.leave(2), 0u);
    QCOMPARE(admission.enter(5, one).place, Served);
    QCOMPARE(admission.leave(77), 0u);
}

void TestNetRules::countsAddressesApart()
{
    Admission admission({1, 0});
    using enum Admission::Place;
    QCOMPARE(admission.enter(1, QHostAddress(u"1.1.1.1"_s)).place, Served);
    QCOMPARE(admission.enter(2, QHostAddress(u"1.1.1.2"_s)).place, Served);
    QCOMPARE(admission.enter(3, QHostAddress(u"::ffff:1.1.1.1"_s)).place, Held);
    QCOMPARE(admission.enter(4, QHostAddress(u"2001:db8:0:1::1"_s)).place, Served);
    QCOMPARE(admission.enter(5, QHostAddress(u"2001:db8:0:1:ffff::2"_s)).place, Held);
    QCOMPARE(admission.enter(6, QHostAddress(u"2001:db8:0:2::1"_s)).place, Served);
}

void TestNetRules::boundsTheTotal()
{
    Admission admission({2, 3}); // none is held
    using enum Admission::Place;
    QCOMPARE(admission.enter(1, QHostAddress(u"1.1.1.1"_s)).place, Served);
    QCOMPARE(admission.enter(2, QHostAddress(u"1.1.1.1"_s)).place, Served);
    QCOMPARE(admission.enter(3, QHostAddress(u"1.1.1.2"_s)).place, Served);
    QCOMPARE(admission.enter(4, QHostAddress(u"1.1.1.3"_s)).place, Refused);
    QCOMPARE(admission.leave(4), 0u);
    QCOMPARE(admission.leave(3), 0u);
    QCOMPARE(admission.enter(5, QHostAddress(u"1.1.1.3"_s)).place, Served);
}

void TestNetRules::evictsWhereMostAreHeld()
{
    Admission admission({2, 9});
    using enum Admission::Place;
    const QHostAddress flood(u"1.1.1.1"_s), office(u"1.1.1.2"_s), other(u"1.1.1.3"_s);
    for (quint64 ticket = 1; ticket <= 6; ++ticket) // the last four are held
        QCOMPARE(admission.enter(ticket, flood).evicted, 0u);
    for (quint64 ticket = 11; ticket <= 13; ++ticket) // the last one is held
        QCOMPARE(admission.enter(ticket, office).evicted, 0u);
    QCOMPARE(admission.enter(21, other).place, Served);
    QCOMPARE(admission.leave(6), 0u); // gave way
    QCOMPARE(admission.leave(21), 0u);
    QCOMPARE(admission.enter(22, other).place, Served);
    const auto second = admission.enter(14, office); // both hold more than one now
    QCOMPARE(second.place, Held);
    QCOMPARE(second.evicted, 5u);
    QCOMPARE(admission.enter(7, flood).place, Refused);
    QCOMPARE(admission.enter(15, office).place, Refused);
    QCOMPARE(admission.leave(1), 3u); // those who came first are still served first
    QCOMPARE(admission.leave(2), 4u);
    QCOMPARE(admission.leave(11), 13u);
    QCOMPARE(admission.leave(12), 14u);
    QVERIFY(!admission.hasHeld(flood));
    QVERIFY(!admission.hasHeld(office));
}

void TestNetRules::findsTheClient_data()
{
    QTest::addColumn<QString>("direct");
    QTest::addColumn<QByteArray>("forwarded");
    QTest::addColumn<QString>("client");
    QTest::newRow("no proxy") << u"5.5.5.5"_s << QByteArray("9.9.9.9") << u"5.5.5.5"_s;
    QTest::newRow("one proxy") << u"10.0.0.1"_s << QByteArray("9.9.9.9") << u"9.9.9.9"_s;
    QTest::newRow("forged before")
        << u"10.0.0.1"_s << QByteArray("1.2.3.4, 9.9.9.9") << u"9.9.9.9"_s;
    QTest::newRow("two proxies") << u"10.0.0.1"_s << QByteArray("1.2.3.4,9.9.9.9 , 10.0.0.2")
                                 << u"9.9.9.9"_s;
    QTest::newRow("only proxies") << u"10.0.0.1"_s << QByteArray("10.0.0.3, 10.0.0.2")
                                  << u"10.0.0.3"_s;
    QTest::newRow("nothing forwarded") << u"10.0.0.1"_s << QByteArray() << u"10.0.0.1"_s;
    QTest::newRow("nonsense") << u"10.0.0.1"_s << QByteArray("9.9.9.9, unknown") << u"10.0.0.1"_s;
    QTest::newRow("IPv6") << u"::1"_s << QByteArray("2001:db8::7") << u"2001:db8::7"_s;
    QTest::newRow("mapped") << u"::ffff:10.0.0.1"_s << QByteArray("::ffff:9.9.9.9") << u"9.9.9.9"_s;
}

void TestNetRules::findsTheClient()
{
    QFETCH(QString, direct);
    QFETCH(QByteArray, forwarded);
    QFETCH(QString, client);
    const Subnets trusted{QHostAddress::parseSubnet(u"10.0.0.0/8"_s),
                          QHostAddress::parseSubnet(u"::1/128"_s)};
    QCOMPARE(clientAddress(QHostAddress(direct), {forwarded}, trusted).toString(), client);
}

// What may be said and what may not is in tst_websocket_frames.
void TestNetRules::readsFramesHoweverTheyAreCut()
{
    using R = RawClient;
    using Found = FrameReader::Found;
    QByteArray bytes;
    QList<std::pair<Found, QByteArray>> expected;
    const auto say = [&](const QByteArray &frame, Found found, const QByteArray &payload) {
        bytes += frame;
        expected.append({found, payload});
    };
    for (const int size : {0, 1, 7, 8, 9, 125, 126, 65535, 65536})
        say(R::clientFrame(R::Text, QByteArray(size, char(0x41))), Found::Text,
            QByteArray(size, char(0x41)));
    bytes += R::clientFrame(R::Text, "be", false);
    say(R::clientFrame(R::Ping, "are you there?"), Found::Ping, "are you there?");
    bytes += R::clientFrame(R::Continuation, "gu", false);
    say(R::clientFrame(R::Pong, {}), Found::Pong, {});
    say(R::clientFrame(R::Continuation, "n"), Found::Text, "begun");
    say(R::clientFrame(R::Close,
                       "\x03\xe9"
                       "leaving"),
        Found::Close, {});
    for (const size_t piece : {size_t(bytes.size()), size_t(1), size_t(3), size_t(1000)}) {
        FrameReader reader(65536);
        QByteArray changed = bytes;
        QList<std::pair<Found, QByteArray>> found;
        for (std::span<char> rest(changed.data(), size_t(changed.size())); !rest.empty();) {
            std::span<char> now = rest.first(std::min(piece, rest.size()));
            rest = rest.subspan(now.size());
            while (!now.empty()) {
                const FrameReader::Part part = reader.next(now);
                if (part.found == Found::Close)
                    QCOMPARE(part.closeCode, 1001);
                if (part.found != Found::Nothing)
                    found.append(
                        {part.found, QByteArray(part.payload.constData(), part.payload.size())});
            }
        }
        QCOMPARE(found, expected);
    }
}

void TestNetRules::keepsNoMessageThatIsOver()
{
    FrameReader reader(1000);
    for (int i = 0; i < 5; ++i) { // together more than one may have
        for (const bool isLast : {false, true}) {
            QByteArray frame = RawClient::clientFrame(
                isLast ? RawClient::Continuation : RawClient::Text, QByteArray(499, 'x'), isLast);
            std::span<char> bytes(frame.data(), size_t(frame.size()));
            const FrameReader::Part part = reader.next(bytes);
            QCOMPARE(part.found, isLast ? FrameReader::Found::Text : FrameReader::Found::Nothing);
        }
    }
}

void TestNetRules::framesAnySize_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<QByteArray>("head");
    QTest::newRow("empty") << 0 << QByteArray("\x81\x00", 2);
    QTest::newRow("125") << 125 << QByteArray("\x81\x7d");
    QTest::newRow("126") << 126 << QByteArray("\x81\x7e\x00\x7e", 4);
    QTest::newRow("65535") << 65535 << QByteArray("\x81\x7e\xff\xff");
    QTest::newRow("65536") << 65536 << QByteArray("\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10);
}

void TestNetRules::framesAnySize()
{
    QFETCH(int, size);
    QFETCH(QByteArray, head);
    const QByteArray payload(size, 'p');
    QCOMPARE(serverFrame(FrameKind::Text, payload), head + payload);
}

void TestNetRules::parsesHoweverItIsCut()
{
    const NetSettings settings;
    const QByteArray request =
        "POST /a?b=c HTTP/1.1\r\nHost: h\r\nX-One:  1 \r\nTransfer-Encoding: chunked\r\n\r\n"
        "4\r\nbody\r\n0\r\n\r\n";
    for (qsizetype cut = 1; cut < request.size(); ++cut) {
        HttpParser parser(settings);
        QCOMPARE(parser.feed(QByteArrayView(request).first(cut)), cut);
        QVERIFY(parser.state() == HttpParser::State::Head
                || parser.state() == HttpParser::State::Body);
        QCOMPARE(parser.feed(QByteArrayView(request).sliced(cut)), request.size() - cut);
        QCOMPARE(parser.state(), HttpParser::State::Complete);
        const HttpRequest read = parser.takeRequest();
        QCOMPARE(read.method, "POST");
        QCOMPARE(read.path, QStringList{u"a"_s});
        QCOMPARE(read.queryItem(u"b").value_or(QString()), u"c"_s);
        QCOMPARE(read.headers.value("x-ONE"), "1");
        QCOMPARE(read.body, "body");
        QVERIFY(parser.keepAlive());
    }
}

void TestNetRules::leavesWhatBelongsToTheNext()
{
    const NetSettings settings;
    HttpParser parser(settings);
    const QByteArray first = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc",
                     second = "GET /b HTTP/1.1\r\n";
    QCOMPARE(parser.feed(first + second), first.size());
    QCOMPARE(parser.takeRequest().body, "abc");
    QCOMPARE(parser.state(), HttpParser::State::Idle);
    QCOMPARE(parser.feed(second), second.size());
    QCOMPARE(parser.feed("Host: h\r\n\r\n"), 11);
    QCOMPARE(parser.takeRequest().target, "/b");

    const QByteArray upgrade = RawClient::upgradeRequest();
    QCOMPARE(parser.feed(upgrade + "frames"), upgrade.size());
    QCOMPARE(parser.state(), HttpParser::State::Upgrade);
}

// The example of RFC 6455, 1.3.
void TestNetRules::answersHandshakes()
{
    HttpRequest head;
    head.method = "GET";
    head.headers.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    head.headers.add("Sec-WebSocket-Version", "13");
    QVERIFY(!handshakeFault(head));
    QVERIFY(handshakeAnswer(head).contains(
        "\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
}

void TestNetRules::writesErrorsAsJson()
{
    Error error = Error::tooLarge(u"data.text"_s, 16000);
    error.message = u"too \"long\"\n"_s;
    error.trace = u"t1"_s;
    const HttpResponse response = HttpResponse::error(error);
    QCOMPARE(response.status, 413);
    QCOMPARE(response.body,
             "{\"error\":{\"code\":\"too_large\",\"message\":\"too "
             "\\\"long\\\"\\u000a\",\"path\":\"data.text\","
             "\"limit\":16000,\"trace\":\"t1\"}}");
    HttpResponse empty;
    empty.status = 204;
    QVERIFY(!empty.head(true).contains("Content-Length"));
}

QTEST_GUILESS_MAIN(TestNetRules)
#include "tst_net_rules.moc"
