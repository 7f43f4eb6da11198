// SPDX-License-Identifier: MIT
#include "server/net/admission.h"
#include "server/net/forwarded_address.h"
#include "server/net/frame_guard.h"
#include "server/net/http_parser.h"
#include "server/net/http_response.h"
#include "server/net/server_frame.h"
#include "server/net/websocket_handshake.h"
#include "tests/support/raw_client.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

using Breach = FrameGuard::Breach;

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
    void findsBreaches_data();
    void findsBreaches();
    void changesTextsOnly();
    void framesAnySize_data();
    void framesAnySize();
    void parsesHoweverItIsCut();
    void leavesWhatBelongsToTheNext();
    void passesOnOnlyWhatTheHandshakeNeeds();
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

void TestNetRules::findsBreaches_data()
{
    QTest::addColumn<QByteArray>("good");
    QTest::addColumn<QByteArray>("bad");
    QTest::addColumn<Breach>("breach");
    using R = RawClient;
    const QByteArray unmasked = R::unmaskedFrame(R::Text, "x"),
                     binary = R::clientFrame(R::Binary, "x"),
                     begun = R::clientFrame(R::Text, "a", false);
    QTest::newRow("alone") << QByteArray() << unmasked << Breach::Unmasked;
    QTest::newRow("binary") << QByteArray() << binary << Breach::Binary;
    QTest::newRow("binary, unmasked")
        << QByteArray() << R::unmaskedFrame(R::Binary, "x") << Breach::Unmasked;
    for (const int size : {0, 1, 125, 126, 65535, 65536}) {
        const QByteArray before = R::clientFrame(R::Text, QByteArray(size, char(0x01)));
        QTest::addRow("after %d bytes", size) << before << unmasked << Breach::Unmasked;
        QTest::addRow("binary after %d bytes", size) << before << binary << Breach::Binary;
    }
    QTest::newRow("binary after a message in two, a ping between")
        << begun + R::clientFrame(R::Ping, "p") + R::clientFrame(R::Continuation, "b") << binary
        << Breach::Binary;
    QTest::newRow("binary within a message is another's to judge")
        << begun + binary + R::clientFrame(R::Close, {}) << QByteArray() << Breach::None;
    QTest::newRow("none") << R::clientFrame(R::Text, "a") + R::clientFrame(R::Close, {})
                          << QByteArray() << Breach::None;
}

void TestNetRules::findsBreaches()
{
    QFETCH(QByteArray, good);
    QFETCH(QByteArray, bad);
    QFETCH(Breach, breach);
    QByteArray all = good + bad;
    const qsizetype passed =
        bad.isEmpty() ? all.size() : good.size() + 1; // its first byte does not tell
    FrameGuard slow;
    qsizetype taken = 0;
    for (QByteArray again = all;
         taken < again.size() && slow.pass({again.data() + taken, size_t(1)}) == 1;)
        ++taken;
    QCOMPARE(taken, passed);
    QCOMPARE(slow.breach(), breach);
    QCOMPARE(slow.sawClose(), bad.isEmpty());
    FrameGuard guard;
    QCOMPARE(guard.pass(all), passed);
    QCOMPARE(guard.breach(), breach);
}

void TestNetRules::changesTextsOnly()
{
    using R = RawClient;
    const auto frames = [](int opcode) {
        return R::clientFrame(opcode, QByteArray(300, char(0x81)), false)
            + R::clientFrame(R::Ping, "\x01\x81") + R::clientFrame(R::Continuation, "\x01")
            + R::clientFrame(opcode, {});
    };
    QByteArray bytes = frames(R::Text);
    QCOMPARE(FrameGuard().pass(bytes), bytes.size());
    QCOMPARE(bytes, frames(R::Binary));
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

void TestNetRules::passesOnOnlyWhatTheHandshakeNeeds()
{
    HttpRequest head;
    head.method = "GET";
    head.headers.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    head.headers.add("Sec-WebSocket-Version", "13");
    head.headers.add("Cookie", "secret");
    QVERIFY(!handshakeFault(head));
    const QByteArray lean = leanHandshake(head, 4711);
    QVERIFY(lean.contains("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
    QVERIFY(!lean.contains("secret"));
    QCOMPARE(numberOfResource(u"/4711"_s), 4711u);
    QCOMPARE(numberOfResource(u"ws://s/4711"_s), 4711u);
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
