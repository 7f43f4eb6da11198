// SPDX-License-Identifier: MIT
#include "client/state/sending_pause.h"
#include <QSignalSpy>
#include <QTest>

using namespace salon;
using namespace salon::client;

class TestSendingPause : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachIsLongerThanTheOneBefore_data();
    void eachIsLongerThanTheOneBefore();
    void oneAtATime();
    void whatWasTakenMakesTheNextShort();

private:
    static Error busy(std::optional<qint64> retryAfterMs = {})
    {
        Error error(ErrorCode::Unavailable, {});
        error.retryAfterMs = retryAfterMs;
        return error;
    }
    //! So many that the server wants to be short.
    static void pass(SendingPause &pause, int count)
    {
        for (int i = 0; i < count; ++i) {
            QSignalSpy over(&pause, &SendingPause::over);
            QCOMPARE(pause.begin(busy(1)), 1);
            QTRY_COMPARE(over.count(), 1);
            QVERIFY(!pause.isOn());
        }
    }
};

void TestSendingPause::eachIsLongerThanTheOneBefore_data()
{
    QTest::addColumn<int>("before");
    QTest::addColumn<qint64>("lengthMs");
    QTest::newRow("first") << 0 << qint64(3'000);
    QTest::newRow("second") << 1 << qint64(6'000);
    QTest::newRow("fifth") << 4 << qint64(48'000);
    QTest::newRow("at most a minute") << 5 << qint64(60'000);
    QTest::newRow("for ever") << 70 << qint64(60'000);
}

void TestSendingPause::eachIsLongerThanTheOneBefore()
{
    QFETCH(int, before);
    QFETCH(qint64, lengthMs);
    SendingPause pause;
    pass(pause, before);
    QCOMPARE(pause.begin(busy()), lengthMs);
    QVERIFY(pause.isOn());
    QVERIFY(pause.leftMs() > 0 && pause.leftMs() <= lengthMs);
}

void TestSendingPause::oneAtATime()
{
    SendingPause pause;
    QCOMPARE(pause.leftMs(), 0);
    QCOMPARE(pause.begin(busy(20'000)), 20'000);
    QCOMPARE(pause.begin(Error(ErrorCode::RateLimited, {})), 0);
    QCOMPARE(pause.why().code, ErrorCode::Unavailable);
    QVERIFY(pause.leftMs() > 10'000);
}

void TestSendingPause::whatWasTakenMakesTheNextShort()
{
    SendingPause pause;
    pass(pause, 3);
    pause.shorten();
    QCOMPARE(pause.begin(busy()), 3'000);
    QSignalSpy over(&pause, &SendingPause::over);
    pause.end();
    QVERIFY(!pause.isOn());
    QCOMPARE(pause.begin(busy()), 3'000);
    QCOMPARE(over.count(), 0);
}

QTEST_GUILESS_MAIN(TestSendingPause)
#include "tst_sending_pause.moc"
