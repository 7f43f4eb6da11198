// SPDX-License-Identifier: MIT
#include "client/net/connection.h"
#include "tests/support/http_client.h"
#include "tests/support/salond_process.h"
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! The connection and a real salond, which is killed, restarted and told to end sessions.
class TestConnection : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void comesBackAfterAKill();
    void revokedSessionIsToldWithinASecond();
    void revokedWhileAwayIsTold();
    void forgedTokenIsRefused();
    void stoppingServerIsToldApart();

private:
    std::unique_ptr<SalondProcess> m_salond;
    QString m_token;
};

void TestConnection::init()
{
    m_salond = std::make_unique<SalondProcess>(kCheapPasswords);
    const auto started = m_salond->start();
    QVERIFY2(started, qPrintable(started ? QString() : started.error().message));
    QVERIFY(m_salond->addUser(u"ada"_s, u"correct horse 7"_s));
    const auto login = HttpClient(m_salond->port()).login(u"ada"_s, u"correct horse 7"_s);
    QVERIFY(login);
    m_token = login->token;
}

void TestConnection::cleanup()
{
    m_salond.reset();
}

void TestConnection::comesBackAfterAKill()
{
    Connection connection;
    QSignalSpy hellos(&connection, &Connection::helloAnswered);
    connection.open(m_salond->url(), m_token);
    QTRY_COMPARE(connection.state(), ConnectionState::Online);
    m_salond->kill();
    QTRY_VERIFY(connection.state() != ConnectionState::Online);
    QTRY_COMPARE(connection.lastFailure().connection, ConnectionFailure::Refused);
    QVERIFY(m_salond->start());
    QTRY_COMPARE_WITH_TIMEOUT(connection.state(), ConnectionState::Online, 20'000);
    QCOMPARE(hellos.count(), 2);
}

void TestConnection::revokedSessionIsToldWithinASecond()
{
    Connection connection;
    QSignalSpy refused(&connection, &Connection::sessionRefused);
    connection.open(m_salond->url(), m_token);
    QTRY_COMPARE(connection.state(), ConnectionState::Online);
    HttpClient http(m_salond->port());
    http.setToken(m_token.toUtf8());
    QCOMPARE(http.post("/api/logout", "{}").status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(refused.count(), 1, 1'000);
    QCOMPARE(connection.state(), ConnectionState::Closed);
    QCOMPARE(connection.lastFailure().error.code, ErrorCode::SessionRevoked);
}

void TestConnection::revokedWhileAwayIsTold()
{
    HttpClient http(m_salond->port());
    http.setToken(m_token.toUtf8());
    QCOMPARE(http.post("/api/logout", "{}").status, 200);
    Connection connection;
    QSignalSpy refused(&connection, &Connection::sessionRefused);
    connection.open(m_salond->url(), m_token);
    QTRY_COMPARE(refused.count(), 1);
    QCOMPARE(connection.lastFailure().error.code, ErrorCode::SessionRevoked);
    QCOMPARE(connection.state(), ConnectionState::Closed);
}

void TestConnection::forgedTokenIsRefused()
{
    Connection connection;
    QSignalSpy refused(&connection, &Connection::sessionRefused);
    connection.open(m_salond->url(), u"not.a.token"_s);
    QTRY_COMPARE(refused.count(), 1);
    QCOMPARE(connection.lastFailure().error.code, ErrorCode::Unauthorized);
}

void TestConnection::stoppingServerIsToldApart()
{
    Connection connection;
    connection.open(m_salond->url(), m_token);
    QTRY_COMPARE(connection.state(), ConnectionState::Online);
    QList<ErrorCode> codes;
    connect(&connection, &Connection::stateChanged, this, [&](ConnectionState state) {
        if (state == ConnectionState::Waiting)
            codes.append(connection.lastFailure().error.code);
    });
    QCOMPARE(m_salond->stop(), std::optional<int>(0));
    QTRY_VERIFY(!codes.isEmpty());
    QCOMPARE(codes.first(), ErrorCode::Stopping);
}

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
