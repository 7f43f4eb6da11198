// SPDX-License-Identifier: MIT
#include "client/net/connection.h"
#include "tests/client/net/scripted_server.h"
#include "tests/support/free_port.h"
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! What the connection makes of answers, right and wrong ones.
class TestConnectionAnswers : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void helloOpensIt();
    void requestIsAnsweredOnce();
    void lostConnectionAnswersWhatWaits();
    void refusedHelloEndsTheSessionOnce_data();
    void refusedHelloEndsTheSessionOnce();
    void sessionEndedPushEndsItOnce();
    void closeCodeOfTheSessionEndsIt();
    void otherCloseCodesAreTriedAgain_data();
    void otherCloseCodesAreTriedAgain();
    void helloThatIsNotUnderstood_data();
    void helloThatIsNotUnderstood();
    void rubbishOnTheLineIsAFailure();
    void replyThatIsNotUnderstood();
    void waitsAsLongAsTheServerAsks();
    void otherServersAreTold_data();
    void otherServersAreTold();
    void nobodyListens();
    void nameThatDoesNotExist();
    void brokenRulesNeverLeave();
    void tooBigAFrameNeverLeaves();
    void helloIsNotBoundByTheLastServersLimits();
    void traceIsKnownWhileAnAnswerIsTold();
    void factsAndRoundTrip();

private:
    void open(Connection &connection, ScriptedServer &server)
    {
        connection.open(server.url(), u"token"_s);
        QTRY_COMPARE(connection.state(), ConnectionState::Online);
    }
};

void TestConnectionAnswers::helloOpensIt()
{
    ScriptedServer server;
    server.hello.limits.topic = 99;
    Connection connection;
    QSignalSpy answered(&connection, &Connection::helloAnswered);
    QCOMPARE(connection.state(), ConnectionState::Closed);
    open(connection, server);
    QCOMPARE(answered.count(), 1);
    QCOMPARE(connection.limits().topic, 99);
}

void TestConnectionAnswers::requestIsAnsweredOnce()
{
    ScriptedServer server;
    server.on<protocol::ReadRoom>(
        [](const protocol::ReadRoom &ask) { return markerAt(ask.room, ask.seq, 3, ask.seq); });
    Connection connection;
    open(connection, server);
    int answers = 0;
    connection.request(protocol::ReadRoom{{5}, 12}, [&](const Result<protocol::ReadState> &state) {
        ++answers;
        QVERIFY(state);
        QCOMPARE(state->seq, 12);
    });
    QTRY_COMPARE(answers, 1);
    server.cut();
    QTRY_VERIFY(connection.state() != ConnectionState::Online);
    QCOMPARE(answers, 1);
}

void TestConnectionAnswers::lostConnectionAnswersWhatWaits()
{
    ScriptedServer server;
    Connection connection;
    open(connection, server);
    std::optional<ErrorCode> code;
    connection.request(protocol::JoinRoom{{5}}, [&](const Result<protocol::RoomReply> &reply) {
        code = reply.error().code;
    });
    QTRY_COMPARE(server.count(u"room.join"_s), 1);
    server.cut();
    QTRY_COMPARE(code, ErrorCode::Unavailable);
    QTRY_COMPARE(connection.state(), ConnectionState::Online); // by itself
    QCOMPARE(server.connections(), 2);
}

void TestConnectionAnswers::refusedHelloEndsTheSessionOnce_data()
{
    QTest::addColumn<int>("code");
    QTest::newRow("unauthorized") << int(ErrorCode::Unauthorized);
    QTest::newRow("expired") << int(ErrorCode::SessionExpired);
    QTest::newRow("revoked") << int(ErrorCode::SessionRevoked);
    QTest::newRow("disabled") << int(ErrorCode::Forbidden);
}

void TestConnectionAnswers::refusedHelloEndsTheSessionOnce()
{
    QFETCH(int, code);
    ScriptedServer server;
    server.onRaw(u"session.hello"_s, [&](const QString &id) {
        // As salond does it: the answer, then the close frame with the same code.
        server.send(wire::errorFrame(id, Error(ErrorCode(code), {})));
        server.closeWith(closeCode(ErrorCode(code)), u"over"_s);
    });
    Connection connection;
    QList<ErrorCode> refused;
    ConnectionState stateThen = ConnectionState::Online;
    connect(&connection, &Connection::sessionRefused, this, [&](const Failure &failure) {
        refused.append(failure.error.code);
        stateThen = connection.state();
    });
    connection.open(server.url(), u"token"_s);
    QTRY_VERIFY(!refused.isEmpty());
    QTRY_VERIFY(!server.hasClient());
    QCOMPARE(refused, QList{ErrorCode(code)});
    QCOMPARE(stateThen, ConnectionState::Closed);
    QCOMPARE(server.connections(), 1);
}

void TestConnectionAnswers::sessionEndedPushEndsItOnce()
{
    ScriptedServer server;
    Connection connection;
    QSignalSpy refused(&connection, &Connection::sessionRefused);
    open(connection, server);
    server.push(protocol::SessionEnded{u"session_revoked"_s});
    server.closeWith(closeCode(ErrorCode::SessionRevoked), u"session_revoked"_s);
    QTRY_COMPARE(refused.count(), 1);
    QTRY_VERIFY(!server.hasClient());
    QCOMPARE(refused.count(), 1);
    QCOMPARE(connection.state(), ConnectionState::Closed);
}

void TestConnectionAnswers::closeCodeOfTheSessionEndsIt()
{
    ScriptedServer server;
    Connection connection;
    QSignalSpy refused(&connection, &Connection::sessionRefused);
    open(connection, server);
    server.closeWith(closeCode(ErrorCode::SessionExpired), u"session_expired"_s);
    QTRY_COMPARE(refused.count(), 1);
    QCOMPARE(connection.state(), ConnectionState::Closed);
}

void TestConnectionAnswers::otherCloseCodesAreTriedAgain_data()
{
    QTest::addColumn<int>("closeCode");
    QTest::addColumn<int>("code");
    QTest::newRow("stops") << 1001 << int(ErrorCode::Stopping);
    QTest::newRow("slow reader") << closeCode(ErrorCode::SlowConsumer)
                                 << int(ErrorCode::SlowConsumer);
    // What breaks RFC 6455, whichever side saw it.
    for (const int breach : {1002, 1003, 1007, 1009})
        QTest::addRow("breach %d", breach) << breach << int(ErrorCode::ProtocolError);
    // "No hello in time" after this computer slept says nothing about the session.
    QTest::newRow("hello came late")
        << closeCode(ErrorCode::Unauthorized) << int(ErrorCode::Unauthorized);
}

void TestConnectionAnswers::otherCloseCodesAreTriedAgain()
{
    QFETCH(int, closeCode);
    QFETCH(int, code);
    ScriptedServer server;
    Connection connection;
    QSignalSpy refused(&connection, &Connection::sessionRefused);
    open(connection, server);
    server.closeWith(closeCode, u"bye"_s);
    QTRY_COMPARE(connection.state(), ConnectionState::Waiting);
    QCOMPARE(connection.lastFailure().connection, ConnectionFailure::None);
    QCOMPARE(connection.lastFailure().error.code, ErrorCode(code));
    QTRY_COMPARE(connection.state(), ConnectionState::Online);
    QCOMPARE(refused.count(), 0);
}

void TestConnectionAnswers::helloThatIsNotUnderstood_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("failure");
    const int confused = int(ConnectionFailure::ReplyNotUnderstood);
    QTest::newRow("empty reply") << wire::replyFrame(u"1", "{}") << confused;
    QTest::newRow("another form") << wire::replyFrame(u"1", R"({"user":"ada"})") << confused;
    QTest::newRow("error without one")
        << QByteArray(R"({"type":"error","id":"1","error":{}})") << confused;
    QTest::newRow("not JSON") << QByteArray("hello yourself") << confused;
    QTest::newRow("protocol version")
        << wire::errorFrame(u"1", Error(ErrorCode::UnsupportedProtocol, {}))
        << int(ConnectionFailure::ProtocolVersion);
}

void TestConnectionAnswers::helloThatIsNotUnderstood()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, failure);
    ScriptedServer server;
    server.onRaw(u"session.hello"_s, [&](const QString &) { server.send(answer); });
    Connection connection;
    QSignalSpy refused(&connection, &Connection::sessionRefused);
    connection.open(server.url(), u"token"_s);
    QTRY_COMPARE(connection.state(), ConnectionState::Waiting);
    QCOMPARE(int(connection.lastFailure().connection), failure);
    QCOMPARE(refused.count(), 0); // the session may be fine
    QTRY_VERIFY(server.connections() > 1);
}

void TestConnectionAnswers::rubbishOnTheLineIsAFailure()
{
    ScriptedServer server;
    Connection connection;
    open(connection, server);
    server.send(R"({"type":"message.posted","type":"twice"})");
    QTRY_COMPARE(connection.state(), ConnectionState::Waiting);
    QCOMPARE(connection.lastFailure().connection, ConnectionFailure::ReplyNotUnderstood);
}

void TestConnectionAnswers::replyThatIsNotUnderstood()
{
    ScriptedServer server;
    server.onRaw(u"room.read"_s,
                 [&](const QString &id) { server.send(wire::replyFrame(id, R"({"room":5})")); });
    Connection connection;
    open(connection, server);
    std::optional<Error> error;
    connection.request(protocol::ReadRoom{{5}, 1},
                       [&](const Result<protocol::ReadState> &state) { error = state.error(); });
    QTRY_VERIFY(error);
    QCOMPARE(error->code, ErrorCode::ProtocolError); // not the server's refusal
    QCOMPARE(connection.state(), ConnectionState::Online);
}

void TestConnectionAnswers::waitsAsLongAsTheServerAsks()
{
    ScriptedServer server;
    server.onRaw(u"session.hello"_s, [&](const QString &id) {
        server.send(wire::errorFrame(id, Error::rateLimited(60'000)));
    });
    Connection connection;
    connection.open(server.url(), u"token"_s);
    QTRY_COMPARE(connection.state(), ConnectionState::Waiting);
    QVERIFY(connection.retryInMs() > 50'000);
    QCOMPARE(connection.lastFailure().error.code, ErrorCode::RateLimited);
    connection.retryNow();
    QTRY_COMPARE(server.connections(), 2);
}

void TestConnectionAnswers::otherServersAreTold_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("a web server") << QByteArray(
        "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno");
    QTest::newRow("a page for everything")
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    QTest::newRow("mail") << QByteArray("220 mail.example ESMTP\r\n");
    QTest::newRow("upgrade with the wrong key")
        << QByteArray("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                      "Connection: Upgrade\r\nSec-WebSocket-Accept: bm90IG1lYW50\r\n\r\n");
}

void TestConnectionAnswers::otherServersAreTold()
{
    QFETCH(QByteArray, answer);
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, this, [&] {
        QTcpSocket *socket = server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket, answer] {
            socket->write(answer);
            socket->disconnectFromHost();
        });
    });
    Connection connection;
    connection.open(QUrl(u"http://127.0.0.1:%1"_s.arg(server.serverPort())), u"token"_s);
    QTRY_COMPARE(connection.state(), ConnectionState::Waiting);
    QTRY_COMPARE(connection.lastFailure().connection, ConnectionFailure::NotASalonServer);
}

void TestConnectionAnswers::nobodyListens()
{
    Connection connection;
    connection.open(QUrl(u"http://127.0.0.1:%1"_s.arg(freePort())), u"token"_s);
    QTRY_COMPARE(connection.state(), ConnectionState::Waiting);
    QCOMPARE(connection.lastFailure().connection, ConnectionFailure::Refused);
    QVERIFY(connection.retryInMs() <= ReconnectPolicy::kFirstMs);
}

void TestConnectionAnswers::nameThatDoesNotExist()
{
    Connection connection;
    connection.open(QUrl(u"https://no-such-host.invalid"_s), u"token"_s);
    QTRY_COMPARE(connection.state(), ConnectionState::Waiting);
    QCOMPARE(connection.lastFailure().connection, ConnectionFailure::NameNotFound);
}

void TestConnectionAnswers::brokenRulesNeverLeave()
{
    ScriptedServer server;
    server.hello.limits.topic = 10;
    Connection connection;
    open(connection, server);
    std::optional<Error> error;
    connection.request(protocol::SetTopic{{5}, u"eleven char"_s},
                       [&](const Result<protocol::Done> &done) { error = done.error(); });
    QVERIFY(error);
    QCOMPARE(error->code, ErrorCode::TooLarge);
    QCOMPARE(error->limit, std::optional<qint64>(10));
    QCOMPARE(error->path, u"data.topic"_s);
    connection.request(protocol::SetTopic{{5}, u"ten chars!"_s}, [](const auto &) {});
    QTRY_COMPARE(server.count(u"room.set_topic"_s), 1);
}

void TestConnectionAnswers::tooBigAFrameNeverLeaves()
{
    ScriptedServer server;
    server.hello.limits.clientFrame = 1000;
    Connection connection;
    open(connection, server);
    std::optional<Error> error;
    const QString key = u"7b0c8b1e-5a7e-4b7e-9a63-0d9c8a3f2b11"_s;
    connection.request(protocol::PostMessage{{5}, key, QString(990, u'x'), {}},
                       [&](const Result<protocol::Posted> &posted) { error = posted.error(); });
    QVERIFY(error);
    QCOMPARE(error->code, ErrorCode::TooLarge);
    QCOMPARE(server.count(u"message.post"_s), 0);
}

void TestConnectionAnswers::helloIsNotBoundByTheLastServersLimits()
{
    ScriptedServer server;
    server.hello.limits.clientFrame = 20; // less than a hello takes
    Connection connection;
    open(connection, server);
    server.cut();
    QTRY_COMPARE(server.connections(), 2);
    QTRY_COMPARE(connection.state(), ConnectionState::Online);
    QCOMPARE(server.count(u"session.hello"_s), 2);
}

void TestConnectionAnswers::traceIsKnownWhileAnAnswerIsTold()
{
    ScriptedServer server;
    Connection connection;
    open(connection, server);
    QStringList traces;
    const auto note = [&](const auto &) { traces.append(connection.trace()); };
    server.onRaw(u"room.join"_s, [&](const QString &id) {
        server.send(wire::replyFrame(
            id, wire::encoded(protocol::RoomReply{roomOf({5}, u"general"_s)}), u"4f2a"));
    });
    server.on<protocol::LeaveRoom>([](const auto &) { return protocol::Done(); });
    connection.request(protocol::LeaveRoom{{5}}, note);
    connection.request(protocol::JoinRoom{{5}}, note);
    QTRY_COMPARE(traces, (QStringList{QString(), u"4f2a"_s}));
    QCOMPARE(connection.trace(), QString());
}

void TestConnectionAnswers::factsAndRoundTrip()
{
    ScriptedServer server;
    server.hello.server = {u"Analytical"_s, u"9.1"_s, u"epoch"_s};
    server.hello.session.expiresAt = 1'790'000'000'000;
    Connection connection;
    QVERIFY(!connection.facts());
    QSignalSpy measured(&connection, &Connection::roundTripMeasured);
    connection.measure(); // nobody is there to answer
    open(connection, server);
    QVERIFY(connection.facts());
    QCOMPARE(connection.facts()->name, u"Analytical"_s);
    QCOMPARE(connection.facts()->version, u"9.1"_s);
    QCOMPARE(connection.facts()->protocol, protocol::kProtocolVersion);
    QCOMPARE(connection.facts()->sessionEndsAt, 1'790'000'000'000);
    connection.measure();
    connection.measure();
    QTRY_COMPARE(measured.count(), 1);
    QVERIFY(measured.first().first().toLongLong() > 0);
    connection.measure();
    QTRY_COMPARE(measured.count(), 2);
    connection.close();
    connection.open(server.url(), u"token"_s);
    QVERIFY(!connection.facts()); // until the next hello
}

QTEST_GUILESS_MAIN(TestConnectionAnswers)
#include "tst_connection_answers.moc"
