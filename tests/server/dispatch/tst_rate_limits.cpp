// SPDX-License-Identifier: MIT
#include "server/dispatch/rate_limits.h"
#include <QTest>

using namespace salon;
using namespace salon::server;

namespace {

constexpr Caller kAda{{1}, {11}};
constexpr Caller kAdaElsewhere{{1}, {12}};
constexpr Caller kGrace{{2}, {21}};

} // namespace

class TestRateLimits : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void allowance_data();
    void allowance();
    void messagesAndRoomsCountByUser();
    void othersCountBySession();
    void theWaitIsTrue_data();
    void theWaitIsTrue();
    void aResendCountsAsOther();
    void whatIsGivenBackWasNotTaken();
    void thoseWhoAreQuietAreForgotten();

private:
    //! How many can be taken at one moment.
    static int taken(RateLimits &limits, Cost cost, const Caller &caller, qint64 now)
    {
        int count = 0;
        while (count < 1000 && limits.take(cost, caller, now))
            ++count;
        return count;
    }

    const wire::Limits m_limits; // as protocol.md says
};

void TestRateLimits::allowance_data()
{
    QTest::addColumn<int>("cost");
    QTest::addColumn<int>("atOnce");
    QTest::addColumn<qint64>("later");
    QTest::addColumn<int>("then");
    QTest::newRow("messages") << int(Cost::Message) << 30 << qint64(1000) << 10;
    QTest::newRow("messages, a while") << int(Cost::Message) << 30 << qint64(60'000) << 30;
    QTest::newRow("other requests") << int(Cost::Other) << 50 << qint64(100) << 5;
    QTest::newRow("rooms") << int(Cost::Room) << 10 << qint64(6 * 60'000) << 1;
    QTest::newRow("rooms, an hour") << int(Cost::Room) << 10 << qint64(3'600'000) << 10;
}

void TestRateLimits::allowance()
{
    QFETCH(int, cost);
    QFETCH(int, atOnce);
    QFETCH(qint64, later);
    QFETCH(int, then);
    RateLimits limits(m_limits);
    QCOMPARE(taken(limits, Cost(cost), kAda, 0), atOnce);
    QCOMPARE(taken(limits, Cost(cost), kAda, later), then);
}

void TestRateLimits::messagesAndRoomsCountByUser()
{
    for (const Cost cost : {Cost::Message, Cost::Room}) {
        RateLimits limits(m_limits);
        QVERIFY(taken(limits, cost, kAda, 0) > 0);
        QCOMPARE(taken(limits, cost, kAdaElsewhere, 0), 0);
        QVERIFY(taken(limits, cost, kGrace, 0) > 0);
    }
}

void TestRateLimits::othersCountBySession()
{
    RateLimits limits(m_limits);
    QCOMPARE(taken(limits, Cost::Other, kAda, 0), 50);
    QCOMPARE(taken(limits, Cost::Other, kAdaElsewhere, 0), 50);
    QCOMPARE(taken(limits, Cost::Message, kAda, 0), 30); // of its own
}

void TestRateLimits::theWaitIsTrue_data()
{
    QTest::addColumn<int>("cost");
    QTest::newRow("message") << int(Cost::Message);
    QTest::newRow("other") << int(Cost::Other);
    QTest::newRow("room") << int(Cost::Room);
}

void TestRateLimits::theWaitIsTrue()
{
    QFETCH(int, cost);
    RateLimits limits(m_limits);
    taken(limits, Cost(cost), kAda, 0);
    const auto refused = limits.take(Cost(cost), kAda, 0);
    QCOMPARE(refused.error().code, ErrorCode::RateLimited);
    QVERIFY(refused.error().retryAfterMs);
    QVERIFY(!limits.take(Cost(cost), kAda, *refused.error().retryAfterMs - 1));
    QVERIFY(limits.take(Cost(cost), kAda, *refused.error().retryAfterMs));
}

void TestRateLimits::aResendCountsAsOther()
{
    RateLimits limits(m_limits);
    for (int i = 0; i < 40; ++i) {
        QVERIFY(limits.take(Cost::Message, kAda, 0));
        limits.countAsOther(Cost::Message, kAda, 0);
    }
    QCOMPARE(taken(limits, Cost::Message, kAda, 0), 30);
    QCOMPARE(taken(limits, Cost::Other, kAda, 0), 10);
}

void TestRateLimits::whatIsGivenBackWasNotTaken()
{
    RateLimits limits(m_limits);
    QVERIFY(limits.take(Cost::Other, kAda, 0));
    limits.giveBack(Cost::Other, kAda);
    QCOMPARE(taken(limits, Cost::Other, kAda, 0), 50);
    limits.giveBack(Cost::Other, kGrace); // never more than there was
    QCOMPARE(taken(limits, Cost::Other, kGrace, 0), 50);
}

void TestRateLimits::thoseWhoAreQuietAreForgotten()
{
    RateLimits limits(m_limits);
    taken(limits, Cost::Message, kAda, 0);
    limits.prune(1000); // not yet: it would give back what was used up
    QCOMPARE(taken(limits, Cost::Message, kAda, 1000), 10);
    limits.prune(100'000);
    QCOMPARE(taken(limits, Cost::Message, kAda, 100'000), 30);
}

QTEST_APPLESS_MAIN(TestRateLimits)
#include "tst_rate_limits.moc"
