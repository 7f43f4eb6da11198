// SPDX-License-Identifier: MIT
#include "client/net/connection.h"
#include "client/net/http_api.h"
#include "tests/support/raw_server.h"
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

static const auto kToken = u"a.secret.token"_s;
static const QByteArrayList kPaths{"/api/server",        "/api/login",  "/api/setup",
                                   "/api/session/renew", "/api/logout", "/ws"};

//! A server that sends the client elsewhere: nothing goes there, least of all a password or a
//! token.
class TestRedirects : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void areNeverFollowed_data();
    void areNeverFollowed();
};

void TestRedirects::areNeverFollowed_data()
{
    QTest::addColumn<QByteArray>("status");
    for (const char *status : {"301 Moved Permanently", "302 Found", "303 See Other",
                               "307 Temporary Redirect", "308 Permanent Redirect"})
        QTest::newRow(status) << QByteArray(status);
}

void TestRedirects::areNeverFollowed()
{
    QFETCH(QByteArray, status);
    RawServer first, elsewhere;
    for (const QByteArray &path : kPaths)
        first.onPath(path,
                     "HTTP/1.1 " + status
                         + "\r\nLocation: http://127.0.0.1:" + QByteArray::number(elsewhere.port())
                         + path + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    const QUrl server(u"http://127.0.0.1:%1"_s.arg(first.port()));

    HttpApi api;
    int failed = 0;
    const auto count = [&failed](const auto &result) {
        failed += std::holds_alternative<Failure>(result) ? 1 : 0;
    };
    api.fetchServer(server, count);
    QTRY_COMPARE(failed, 1);
    api.login(server, {.username = u"ada"_s, .password = u"correct horse 7"_s, .device = {}},
              count);
    QTRY_COMPARE(failed, 2);
    api.setUp(server, {.code = u"code"_s, .username = u"ada"_s, .password = u"correct horse 7"_s},
              count);
    QTRY_COMPARE(failed, 3);
    api.renew(server, kToken, count);
    QTRY_COMPARE(failed, 4);
    api.logout(server, kToken, count);
    QTRY_COMPARE(failed, 5);
    Connection connection;
    connection.open(server, kToken);
    QTRY_COMPARE(connection.state(), ConnectionState::Waiting);
    connection.retryNow();
    QTRY_COMPARE(first.count("/ws"), 2);
    QTRY_COMPARE(connection.state(), ConnectionState::Waiting);
    connection.close();

    for (const QByteArray &path : kPaths)
        QVERIFY2(first.count(path) >= 1, path);
    // What comes to a listening socket is seen by the time that a connection of ours is.
    QTcpSocket probe;
    probe.connectToHost(QHostAddress(QHostAddress::LocalHost), elsewhere.port());
    probe.write("GET /probe HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(elsewhere.count("/probe"), 1);
    QCOMPARE(elsewhere.count(), 1);
}

QTEST_GUILESS_MAIN(TestRedirects)
#include "tst_redirects.moc"
