// SPDX-License-Identifier: MIT
#include "server/operation/timing_report.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <cmath>
#include <thread>

using namespace Qt::StringLiterals;
using namespace salon::server;

namespace {

bool isWithin(qint64 value, qint64 expected, double part)
{
    return std::abs(double(value - expected)) <= part * double(expected) + 0.5;
}

} // namespace

class TestTimings : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void percentilesOfKnownDistributions_data()
    {
        QTest::addColumn<QList<qint64>>("values");
        QTest::addColumn<qint64>("p50");
        QTest::addColumn<qint64>("p95");
        QTest::addColumn<qint64>("p99");
        QTest::addColumn<qint64>("max");
        QList<qint64> uniform;
        for (qint64 i = 1; i <= 10'000; ++i)
            uniform.append(i * 1000);
        QTest::newRow("uniform") << uniform << 5'000'000LL << 9'500'000LL << 9'900'000LL
                                 << 10'000'000LL;
        QList<qint64> tail(900, 2'000);
        tail.append(QList<qint64>(80, 70'000));
        tail.append(QList<qint64>(20, 900'000'000));
        QTest::newRow("long tail") << tail << 2'000LL << 70'000LL << 900'000'000LL << 900'000'000LL;
        QTest::newRow("one") << QList<qint64>{123'456} << 123'456LL << 123'456LL << 123'456LL
                             << 123'456LL;
        QTest::newRow("zero") << QList<qint64>{0, 0, 0} << 0LL << 0LL << 0LL << 0LL;
        QTest::newRow("tiny, exact")
            << QList<qint64>{1, 2, 3, 4, 15} << 3LL << 15LL << 15LL << 15LL;
        QTest::newRow("powers of two")
            << QList<qint64>{16, 32, 64, 128, 256} << 64LL << 256LL << 256LL << 256LL;
    }
    void percentilesOfKnownDistributions()
    {
        QFETCH(QList<qint64>, values);
        QFETCH(qint64, p50);
        QFETCH(qint64, p95);
        QFETCH(qint64, p99);
        Histogram histogram;
        qint64 sum = 0;
        for (const qint64 value : values) {
            histogram.record(value);
            sum += value;
        }
        const StageFigures figures = histogram.figures();
        QCOMPARE(figures.count, values.size());
        QCOMPARE(figures.sum, sum);
        QTEST(figures.max, "max");
        QVERIFY2(isWithin(figures.p50, p50, 0.04), qPrintable(QString::number(figures.p50)));
        QVERIFY2(isWithin(figures.p95, p95, 0.04), qPrintable(QString::number(figures.p95)));
        QVERIFY2(isWithin(figures.p99, p99, 0.04), qPrintable(QString::number(figures.p99)));
    }

    void hugeValuesStayInTheLastBucket()
    {
        Histogram histogram;
        histogram.record(std::numeric_limits<qint64>::max() / 4);
        QCOMPARE(histogram.figures().count, 1);
        QCOMPARE(histogram.figures().max, std::numeric_limits<qint64>::max() / 4);
    }

    void manyThreadsLoseNothing()
    {
        Timings timings;
        std::vector<std::thread> threads;
        for (int t = 0; t < 12; ++t) { // more than have memory of their own
            threads.emplace_back([&timings] {
                for (int i = 0; i < 50'000; ++i)
                    timings.record(Stage::Sql, 1000 + i);
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        const auto figures = timings.snapshot();
        QCOMPARE(figures.size(), size_t(1));
        QCOMPARE(figures.front().count, 600'000);
        QCOMPARE(figures.front().max, 50'999);
    }

    void slowestModuleStandsOnTop()
    {
        Timings timings;
        timings.record(Stage::Decode, 1'000);
        timings.record(Stage::Queue, 90'000'000);
        timings.record(Stage::Preconditions, 4'000);
        timings.record(Stage::Commit, 15'000);
        timings.record(Stage::Sql, 80'000);
        QStringList order;
        for (const TimingRow &row : rankedByShare(timings.snapshot())) {
            const auto name = stageName(row.figures.stage);
            order += QString::fromLatin1(name.data(), qsizetype(name.size())) + u' '
                + QString::number(row.share, 'f', 2);
        }
        QCOMPARE(order,
                 (QStringList{u"sql 0.80"_s, u"commit 0.15"_s, u"preconditions 0.04"_s,
                              u"queue 0.00"_s, u"decode 0.01"_s}));
    }

    void tableAndJsonSayTheSame()
    {
        Timings timings;
        timings.record(Stage::Sql, 80'000);
        timings.record(Stage::Queue, 5'000'000);
        const QString table = timingsTable(timings.snapshot());
        const QStringList lines = table.split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines[0].startsWith(u"module"_s));
        QVERIFY(lines[1].simplified().startsWith(u"store sql 1 100.0 %"_s));
        QVERIFY(lines[1].endsWith(u"80.0 µs"_s));
        QVERIFY(lines[2].simplified().startsWith(u"dispatch queue 1 waits"_s));
        const auto stages = QJsonDocument::fromJson(timingsJson(timings.snapshot()))
                                .object()
                                .value("stages"_L1)
                                .toArray();
        QCOMPARE(stages.size(), 2);
        QCOMPARE(stages[0].toObject().value("stage"_L1).toString(), u"sql"_s);
        QCOMPARE(stages[0].toObject().value("sum_ns"_L1).toInteger(), 80'000);
        QCOMPARE(stages[1].toObject().value("waiting"_L1).toBool(), true);
    }

    void timerRecordsOnce()
    {
        Timings timings;
        {
            StageTimer timer(Stage::Rule, timings);
            QVERIFY(timer.stop() >= 0);
            QCOMPARE(timer.stop(), 0);
        }
        QCOMPARE(timings.snapshot().front().count, 1);
    }

    void timersInsideOfOthersAreCountedOnce()
    {
        using std::chrono::nanoseconds;
        using std::chrono::steady_clock;
        Timings timings;
        const auto begin = steady_clock::now();
        StageTimer outer(Stage::Socket, timings);
        StageTimer inner(Stage::Frame, timings);
        while (steady_clock::now() - begin < std::chrono::milliseconds(2)) { }
        const qint64 inside = inner.stop();
        outer.exclude(1000);
        const qint64 own = outer.stop();
        const qint64 whole = nanoseconds(steady_clock::now() - begin).count();
        QVERIFY(inside > 0);
        QVERIFY2(own <= whole - inside, "the inner stage's time belongs to it alone");
        QCOMPARE(timings.snapshot().front().sum, own);
        QCOMPARE(timings.snapshot().back().sum, inside);
    }

    void theClockRunsAsTheSystems()
    {
        using std::chrono::steady_clock;
        const auto begin = steady_clock::now();
        StageClock::Time last = StageClock::now();
        // Its rate is measured in the first second.
        while (steady_clock::now() - begin < std::chrono::milliseconds(1'200)) {
            const auto now = StageClock::now();
            QVERIFY(now - last > -std::chrono::microseconds(1));
            last = now;
        }
        const auto system = steady_clock::now();
        const auto stage = StageClock::now();
        QVERIFY(stage - system > -std::chrono::microseconds(2));
        while (steady_clock::now() - system < std::chrono::milliseconds(300)) { }
        const double ratio = double((StageClock::now() - stage).count())
            / double((steady_clock::now() - system).count());
        QVERIFY2(std::abs(ratio - 1) < 0.001, qPrintable(QString::number(ratio, 'f', 6)));
    }

    void emptyReport()
    {
        QCOMPARE(timingsJson({}), QByteArray(R"({"stages":[]})"));
        QCOMPARE(timingsTable({}).count(u'\n'), 1);
    }
};

QTEST_GUILESS_MAIN(TestTimings)
#include "tst_timings.moc"
