// SPDX-License-Identifier: MIT
#include "client/net/reconnect_policy.h"
#include <QSet>
#include <QTest>

using namespace salon::client;

class TestReconnectPolicy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void doublesUpToTheMost();
    void jitterIsHalfOfIt();
    void successStartsAnew();
    void neverLeavesItsBounds();
    void clientsDoNotComeTogether();
};

static constexpr double kMostRandom = 0.999'999;

void TestReconnectPolicy::doublesUpToTheMost()
{
    ReconnectPolicy policy;
    QList<qint64> delays;
    for (int i = 0; i < 9; ++i)
        delays.append(policy.nextDelayMs(0));
    QCOMPARE(delays, (QList<qint64>{250, 500, 1000, 2000, 4000, 8000, 15000, 15000, 15000}));
}

void TestReconnectPolicy::jitterIsHalfOfIt()
{
    QCOMPARE(ReconnectPolicy().nextDelayMs(0), ReconnectPolicy::kFirstMs / 2);
    QCOMPARE(ReconnectPolicy().nextDelayMs(0.5), ReconnectPolicy::kFirstMs * 3 / 4);
    const qint64 longest = ReconnectPolicy().nextDelayMs(kMostRandom);
    QVERIFY(longest <= ReconnectPolicy::kFirstMs && longest > ReconnectPolicy::kFirstMs - 5);
}

void TestReconnectPolicy::successStartsAnew()
{
    ReconnectPolicy policy;
    for (int i = 0; i < 5; ++i)
        policy.nextDelayMs(0);
    policy.succeeded();
    QCOMPARE(policy.nextDelayMs(0), ReconnectPolicy::kFirstMs / 2);
}

void TestReconnectPolicy::neverLeavesItsBounds()
{
    ReconnectPolicy policy;
    for (int i = 0; i < 10'000; ++i) {
        const qint64 delay = policy.nextDelayMs(kMostRandom);
        QVERIFY(delay >= ReconnectPolicy::kFirstMs / 2 && delay <= ReconnectPolicy::kMostMs);
    }
}

void TestReconnectPolicy::clientsDoNotComeTogether()
{
    QSet<qint64> delays;
    for (int client = 0; client < 100; ++client) {
        ReconnectPolicy policy;
        for (int i = 0; i < 6; ++i)
            policy.nextDelayMs();
        delays.insert(policy.nextDelayMs());
    }
    QVERIFY2(delays.size() > 90, "a hundred clients share a moment");
}

QTEST_APPLESS_MAIN(TestReconnectPolicy)
#include "tst_reconnect_policy.moc"
