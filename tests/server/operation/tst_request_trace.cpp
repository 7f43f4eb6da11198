// SPDX-License-Identifier: MIT
#include "server/operation/log.h"
#include "server/operation/slow_log.h"
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <thread>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::server;

namespace {

constexpr qint64 kMs = 1'000'000;

Work work(std::initializer_list<std::pair<Stage, qint64>> list)
{
    Work result;
    for (const auto &[stage, ns] : list)
        result.add(stage, ns);
    return result;
}

TracedRequest recordOf(const RequestTrace &trace)
{
    return {.took = trace.took(), .charged = trace.charged()};
}

QStringList order(const TracedRequest &request)
{
    QStringList texts;
    for (const StageShare &s : rankedStages(request)) {
        const auto name = stageName(s.stage);
        texts += QString::fromLatin1(name.data(), qsizetype(name.size()))
            + u" %1"_s.arg(s.charged / kMs);
    }
    return texts;
}

void spin(qint64 milliseconds)
{
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
    while (std::chrono::steady_clock::now() < end) { }
}

} // namespace

class TestRequestTrace : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_lines.clear();
        Log::process().setSink([this](const QByteArray &line) { m_lines.append(line); });
    }
    void cleanup() { Log::process().setSink({}); }

    void waitIsChargedToWhatOthersDid()
    {
        RequestTrace trace(StageClock::now());
        trace.add(Stage::Commit, 2 * kMs);
        trace.add(Stage::Sql, 5 * kMs);
        trace.waited(Stage::Queue, 100 * kMs,
                     work({{Stage::Commit, 60 * kMs}, {Stage::Rule, 10 * kMs}}));
        QCOMPARE(order(recordOf(trace)),
                 (QStringList{u"commit 62"_s, u"queue 30"_s, u"rule 10"_s, u"sql 5"_s}));
        QCOMPARE(trace.charged().sum(), trace.took().sum());
        QCOMPARE(trace.took()[Stage::Queue], 100 * kMs);
    }

    void moreWorkThanWaitIsShared()
    {
        RequestTrace trace(
            StageClock::now()); // what was under way when the wait began counts as a whole
        trace.waited(Stage::Queue, 30 * kMs,
                     work({{Stage::Commit, 40 * kMs}, {Stage::Sql, 20 * kMs}}));
        QCOMPARE(order(recordOf(trace)), (QStringList{u"commit 20"_s, u"sql 10"_s, u"queue 0"_s}));
    }

    void waitThatNobodyExplainsIsTheQueues()
    {
        RequestTrace trace(StageClock::now());
        trace.waited(Stage::Queue, 30 * kMs, {});
        trace.waitedFor(Stage::Hash, Stage::HashQueue, 90 * kMs);
        trace.add(Stage::Hash, 10 * kMs);
        QCOMPARE(order(recordOf(trace)),
                 (QStringList{u"hash 100"_s, u"queue 30"_s, u"hash_queue 0"_s}));
    }

    void severalPlacesAtOnceCountOnce()
    {
        RequestTrace trace(StageClock::now());
        trace.addBeside(Stage::Drain, 30 * kMs);
        trace.addBeside(Stage::Drain, 50 * kMs);
        trace.addBeside(Stage::Drain, 20 * kMs);
        QCOMPARE(trace.took()[Stage::Drain], 50 * kMs);
    }

    void stagesOfEachThreadAreTheRequests()
    {
        Timings timings;
        StageTimer reading(Stage::Socket, timings);
        spin(2);
        RequestTracePtr trace;
        {
            const RequestTurn turn(RequestTrace::begin());
            trace = RequestTrace::handOn(StageClock::now());
            QVERIFY(!RequestTrace::current());
            StageTimer notItsOwn(Stage::Encode, timings);
            spin(1);
        }
        reading.stop();
        std::thread worker([trace, &timings] {
            const RequestScope scope(trace);
            StageTimer timer(Stage::Rule, timings);
            spin(3);
            timer.stop();
            recordStage(Stage::Sql, 7 * kMs);
        });
        worker.join();
        StageTimer nobodys(Stage::Rule, timings);
        spin(1);
        nobodys.stop();
        QVERIFY(trace->took()[Stage::Socket] >= 2 * kMs);
        QVERIFY(trace->took()[Stage::Rule] >= 3 * kMs);
        QCOMPARE(trace->took()[Stage::Sql], 7 * kMs);
        QCOMPARE(trace->took()[Stage::Encode], 0);
    }

    void answerWaitsForTheThreadThatHasRead()
    {
        Timings timings;
        RequestTracePtr trace;
        {
            const RequestTurn turn(RequestTrace::begin());
            trace = RequestTrace::handOn(StageClock::now());
        }
        QString idWithin;
        auto call = carriedBack(trace, std::chrono::steady_clock::now(),
                                [&] { idWithin = RequestTrace::currentId(); });
        StageTimer others(Stage::FanOut, timings);
        spin(20);
        others.stop();
        call();
        QCOMPARE(idWithin, trace->id());
        QVERIFY(!RequestTrace::current());
        QVERIFY(trace->took()[Stage::AnswerQueue] >= 20 * kMs);
        QVERIFY(trace->charged()[Stage::FanOut] >= 19 * kMs);
        QCOMPARE(rankedStages(recordOf(*trace)).front().stage, Stage::FanOut);
    }

    //! It waits to be taken up there, and after its turn for the bytes to leave: no moment twice.
    void waitsOfABranchDoNotOverlap()
    {
        const RequestTracePtr trace = RequestTrace::begin();
        const auto branchedAt = StageClock::now();
        const RequestTracePtr branch = trace->branch(branchedAt);
        spin(20);
        const auto arrivedAt = StageClock::now();
        branch->arrive(arrivedAt);
        {
            const RequestTurn turn(branch);
            spin(10);
        }
        const auto leftAt = branch->leftAt();
        QVERIFY((leftAt - arrivedAt) / std::chrono::nanoseconds(1) >= 10 * kMs);
        const auto takenUpAt = StageClock::now();
        branch->takeUp(leftAt, takenUpAt);
        const auto waits = (arrivedAt - branchedAt) + (takenUpAt - leftAt);
        const qint64 counted = branch->took()[Stage::AnswerQueue];
        QVERIFY(qAbs(counted - waits / std::chrono::nanoseconds(1)) < kMs / 1000);
        trace->disregard();
        branch->disregard();
    }

    void slowOnesAreWrittenAndKept()
    {
        SlowLog log;
        log.setSettings({.thresholdMs = 50, .byKind = {{"login", 200}}, .sampleOneIn = 0});
        const auto over = [&log](std::string_view kind, qint64 ms) {
            const RequestTracePtr trace(new RequestTrace(StageClock::now()));
            const RequestScope scope(trace);
            RequestTrace::nameCurrent(kind);
            RequestTrace::nameCurrent(UserId{7}, SessionId{8});
            trace->add(Stage::Sql, 3 * kMs);
            trace->add(Stage::Commit, 40 * kMs);
            log.consider(*trace, ms * kMs);
            return trace->id();
        };
        (void)over("message.post", 49);
        const QString slow = over("message.post", 50);
        (void)over("login", 199);
        const QString login = over("login", 200);
        const auto kept = log.latest(SlowLog::Kept::Slow, 10);
        QCOMPARE(kept.size(), size_t(2));
        QCOMPARE(kept[0].trace, login);
        QCOMPARE(kept[1].trace, slow);
        QCOMPARE(log.latest(SlowLog::Kept::Slow, 1).size(), size_t(1));
        QVERIFY(log.latest(SlowLog::Kept::Samples, 10).empty());
        QCOMPARE(m_lines.size(), 2);
        const auto line = QJsonDocument::fromJson(m_lines.first()).object();
        QCOMPARE(line["message"_L1].toString(), u"slow request"_s);
        QCOMPARE(line["module"_L1].toString(), u"operation"_s);
        QCOMPARE(line["trace"_L1].toString(), slow);
        QCOMPARE(line["kind"_L1].toString(), u"message.post"_s);
        QCOMPARE(line["user"_L1].toString(), u"7"_s);
        QCOMPARE(line["session"_L1].toString(), u"8"_s);
        QCOMPARE(line["total_ms"_L1].toDouble(), 50.0);
        QCOMPARE(line["slowest"_L1].toString(), u"commit"_s);
        QCOMPARE(line["slowest_module"_L1].toString(), u"store"_s);
        QCOMPARE(line["stages_ms"_L1].toString(), u"commit 40.000, sql 3.000"_s);
    }

    void onlySoManyAreKeptAndWritten()
    {
        SlowLog log;
        log.setSettings({.thresholdMs = 0, .byKind = {}, .sampleOneIn = 10});
        RequestTrace trace(StageClock::now());
        for (size_t i = 0; i < SlowLog::kKept * 10; ++i)
            log.consider(trace, qint64(i));
        const auto kept = log.latest(SlowLog::Kept::Slow, 1'000'000);
        QCOMPARE(kept.size(), SlowLog::kKept);
        QCOMPARE(kept.front().total, qint64(SlowLog::kKept * 10 - 1));
        const auto samples = log.latest(SlowLog::Kept::Samples, 1'000'000);
        QCOMPARE(samples.size(), SlowLog::kKept);
        QCOMPARE(samples[0].total - samples[1].total, 10);
        QVERIFY2(m_lines.size() >= 20 && m_lines.size() < 200, "twenty in a second");
    }

    void kinds_data()
    {
        QTest::addColumn<QStringList>("texts");
        QTest::addColumn<bool>("fine");
        QTest::newRow("none") << QStringList{} << true;
        QTest::newRow("two") << QStringList{u"login=2000"_s, u"message.post=0"_s} << true;
        QTest::newRow("no number") << QStringList{u"login=soon"_s} << false;
        QTest::newRow("no kind") << QStringList{u"=5"_s} << false;
        QTest::newRow("no sign") << QStringList{u"login"_s} << false;
        QTest::newRow("negative") << QStringList{u"login=-1"_s} << false;
    }
    void kinds()
    {
        QFETCH(QStringList, texts);
        QFETCH(bool, fine);
        SlowLog::Settings settings;
        QCOMPARE(bool(settings.setKinds(texts)), fine);
        QCOMPARE(settings.kinds(), fine ? texts : SlowLog::Settings().kinds());
    }

private:
    QByteArrayList m_lines;
};

QTEST_GUILESS_MAIN(TestRequestTrace)
#include "tst_request_trace.moc"
