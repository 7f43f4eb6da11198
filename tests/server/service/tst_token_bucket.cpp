// SPDX-License-Identifier: MIT
#include "server/service/token_bucket.h"
#include <QTest>

using namespace salon::server;

class TestTokenBucket : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void burstThenRate()
    {
        TokenBucket bucket({.count = 10, .periodMs = 1000, .burst = 30});
        for (int i = 0; i < 30; ++i)
            QVERIFY(!bucket.take(5'000));
        QCOMPARE(bucket.take(5'000), std::optional<qint64>(100));
        QCOMPARE(bucket.take(5'060), std::optional<qint64>(40));
        QVERIFY(!bucket.take(5'100));
        QVERIFY(bucket.take(5'100));
    }

    void waitingAsToldIsEnough()
    {
        TokenBucket bucket({.count = 7, .periodMs = 1000, .burst = 1});
        qint64 now = 1;
        for (int i = 0; i < 1000; ++i) {
            if (const auto wait = bucket.take(now)) {
                now += *wait;
                QVERIFY(!bucket.take(now));
            }
        }
        QVERIFY(now <= 1000 * 1000 / 7 + 1001);
    }

    void neverMoreThanTheBurst()
    {
        TokenBucket bucket({.count = 10, .periodMs = 3'600'000, .burst = 10});
        QVERIFY(!bucket.take(0));
        int taken = 0;
        while (!bucket.take(1'000'000'000))
            ++taken;
        QCOMPARE(taken, 10);
        QCOMPARE(bucket.take(1'000'000'000), std::optional<qint64>(360'000));
    }

    void giveBack()
    {
        TokenBucket bucket({.count = 1, .periodMs = 1000, .burst = 1});
        QVERIFY(!bucket.take(0));
        bucket.giveBack();
        bucket.giveBack();
        QVERIFY(bucket.isFull(0));
        QVERIFY(!bucket.take(0));
        QVERIFY(bucket.take(0));
        QVERIFY(!bucket.isFull(500));
        QVERIFY(bucket.isFull(1000));
    }

    void aClockThatStepsBackGivesNothing()
    {
        TokenBucket bucket({.count = 1, .periodMs = 1000, .burst = 1});
        QVERIFY(!bucket.take(10'000));
        QVERIFY(bucket.take(0));
        QVERIFY(bucket.take(10'500));
        QVERIFY(!bucket.take(11'000));
    }
};

QTEST_GUILESS_MAIN(TestTokenBucket)
#include "tst_token_bucket.moc"
