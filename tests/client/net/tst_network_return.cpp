// SPDX-License-Identifier: MIT
#include "client/net/connection.h"
#include "tests/support/http_client.h"
#include "tests/support/no_network.h"
#include "tests/support/salond_process.h"
#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

constexpr int kSilenceMs = 1'500;
constexpr int kTimeoutMs = 500;
constexpr int kLongWaitMs = 6'000; // no try of its own can be what ends this in time
constexpr int kAtOnceMs = 2'000;

} // namespace

//! A connection whose network goes away for so long that the next try is far off, and comes back.
class TestNetworkReturn : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isNoticedAtOnce();
};

void TestNetworkReturn::isNoticedAtOnce()
{
    NoNetwork network;
    if (const auto begun = network.begin(); !begun)
        QSKIP(qPrintable(begun.error().message));
    QVERIFY(network.comeBack());
    SalondProcess salond(kCheapPasswords);
    const auto started = salond.start();
    QVERIFY2(started, started ? "" : qPrintable(started.error().message));
    QVERIFY(salond.addUser(u"ada"_s, u"correct horse 7"_s));
    const auto login = HttpClient(salond.port()).login(u"ada"_s, u"correct horse 7"_s);
    QVERIFY(login);
    Connection connection;
    connection.setSilenceLimit(kSilenceMs);
    connection.setTimeout(kTimeoutMs);
    connection.open(salond.url(), login->token);
    QTRY_COMPARE(connection.state(), ConnectionState::Online);

    QVERIFY(network.goAway());
    QTRY_VERIFY_WITH_TIMEOUT(connection.state() != ConnectionState::Online, 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(connection.retryInMs() > kLongWaitMs, 60'000);
    QCOMPARE(connection.reconnections(), 0);

    QElapsedTimer since;
    since.start();
    QVERIFY(network.comeBack());
    QTRY_COMPARE_WITH_TIMEOUT(connection.state(), ConnectionState::Online, kLongWaitMs);
    QVERIFY2(since.elapsed() < kAtOnceMs, qPrintable(QString::number(since.elapsed())));
    QCOMPARE(connection.reconnections(), 1);
}

QTEST_GUILESS_MAIN(TestNetworkReturn)
#include "tst_network_return.moc"
