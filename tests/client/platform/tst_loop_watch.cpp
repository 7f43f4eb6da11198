// SPDX-License-Identifier: MIT
#include "client/platform/loop_watch.h"
#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QRegularExpression>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace salon::client;

static constexpr qint64 kMillisecond = 1'000'000;

class Painter : public QObject {
    Q_OBJECT
};

//! When the loop of a window is said to have stood still, how long, and by what.
class TestLoopWatch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void nothingStandsStillBeforeItIsPainted();
    void quickTurnsAreNone();
    void longTurnIsOne_data();
    void longTurnIsOne();
    void turnOfManyEventsIsOne();
    void saysWhichStage();
    void innerStageCountsForItself();
    void stageOfAnEarlierTurnDoesNotCount();
    void saysWhoseEventWithoutStage();
    void waitingIsNoStall();
    void workOutsideOfALoopIsNone();
    void seesARealBlock();
    void nobodyWatches();

private:
    void paint()
    {
        QEvent event(QEvent::Paint);
        QCoreApplication::sendEvent(this, &event);
    }
    void pass(qint64 milliseconds) { m_now += milliseconds * kMillisecond; }
    //! In turns of the loop of their own.
    void run(const std::vector<std::function<void()>> &works, QObject *receiver = nullptr)
    {
        QEventLoop loop;
        std::function<void(size_t)> next = [&](size_t i) {
            if (i == works.size())
                return loop.quit();
            works[i]();
            QTimer::singleShot(0, &loop, [&next, i] { next(i + 1); });
        };
        QMetaObject::invokeMethod(
            receiver ? receiver : this, [&next] { next(0); }, Qt::QueuedConnection);
        loop.exec();
    }
    LoopStall only() const { return m_stalls.size() == 1 ? m_stalls.front() : LoopStall{}; }

    qint64 m_now = 0;
    std::unique_ptr<LoopWatch> m_watch;
    std::vector<LoopStall> m_stalls;
};

void TestLoopWatch::init()
{
    m_now = 1;
    m_stalls.clear();
    m_watch.reset();
    m_watch = std::make_unique<LoopWatch>([this] { return m_now; });
    connect(m_watch.get(), &LoopWatch::stalled, this,
            [this](const LoopStall &stall) { m_stalls.push_back(stall); });
    paint();
}

void TestLoopWatch::nothingStandsStillBeforeItIsPainted()
{
    m_watch.reset();
    m_watch = std::make_unique<LoopWatch>([this] { return m_now; });
    run({[this] { pass(500); }, [this] { pass(500); }});
    QCOMPARE(m_watch->stalls(), 0);
    paint();
    run({[this] { pass(60); }});
    QCOMPARE(m_watch->stalls(), 1);
}

void TestLoopWatch::quickTurnsAreNone()
{
    run({[this] { pass(50); }, [this] { pass(50); }, [this] { pass(50); }});
    QCOMPARE(m_watch->stalls(), 0);
    QCOMPARE(m_watch->longest(), 50 * kMillisecond);
}

void TestLoopWatch::longTurnIsOne_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::newRow("a little too long") << qint64(51);
    QTest::newRow("for long") << qint64(5'000);
}

void TestLoopWatch::longTurnIsOne()
{
    QFETCH(qint64, milliseconds);
    run({[this] { pass(1); }, [&] { pass(milliseconds); }, [this] { pass(1); }});
    QCOMPARE(m_watch->stalls(), 1);
    QCOMPARE(m_watch->longest(), milliseconds * kMillisecond);
    QCOMPARE(only().took, milliseconds * kMillisecond);
    run({[this] { pass(60); }});
    QCOMPARE(m_watch->stalls(), 2);
    QCOMPARE(m_watch->longest(), std::max<qint64>(60, milliseconds) * kMillisecond);
}

void TestLoopWatch::turnOfManyEventsIsOne()
{
    // None of them alone is too long, but nothing is painted between them.
    for (int i = 0; i < 30; ++i)
        QMetaObject::invokeMethod(
            this, [this] { pass(3); }, Qt::QueuedConnection);
    run({[] {}, [] {}});
    QCOMPARE(m_watch->stalls(), 1);
    QCOMPARE(only().took, 90 * kMillisecond);
}

void TestLoopWatch::saysWhichStage()
{
    run({[this] {
        pass(10);
        {
            const StageScope stage(LoopStage::Layout);
            pass(70);
        }
        const StageScope stage(LoopStage::Paint);
        pass(20);
    }});
    QCOMPARE(only().longest, LoopStage::Layout);
    QCOMPARE(only().longestTook, 70 * kMillisecond);
    QCOMPARE(only().took, 100 * kMillisecond);
    QVERIFY2(only().text().startsWith(u"100 ms, most of it laying out (70 ms)"_s),
             qPrintable(only().text()));
}

void TestLoopWatch::innerStageCountsForItself()
{
    run({[this] {
        const StageScope outer(LoopStage::Receiving);
        pass(20);
        {
            const StageScope inner(LoopStage::Applying);
            pass(30);
        }
        pass(20);
    }});
    QCOMPARE(only().longest, LoopStage::Receiving);
    QCOMPARE(only().longestTook, 40 * kMillisecond);
}

void TestLoopWatch::stageOfAnEarlierTurnDoesNotCount()
{
    run({[this] {
             const StageScope stage(LoopStage::Paint);
             pass(49);
         },
         [this] { pass(60); }});
    QCOMPARE(only().longest, LoopStage::Other);
    QCOMPARE(only().longestTook, 60 * kMillisecond);
}

void TestLoopWatch::saysWhoseEventWithoutStage()
{
    Painter painter;
    run({[this] { pass(80); }}, &painter);
    QCOMPARE(only().longest, LoopStage::Other);
    QCOMPARE(only().receiver, u"Painter"_s);
    QVERIFY2(only().text().contains(u"other work (80 ms)"_s)
                 && only().text().contains(u"Painter"_s),
             qPrintable(only().text()));
}

void TestLoopWatch::waitingIsNoStall()
{
    // Time goes by while the loop waits for the timer, which the fake clock is told by the timer.
    QEventLoop loop;
    QTimer::singleShot(20, &loop, [&] { loop.quit(); });
    QTimer::singleShot(1, &loop, [&] {
        const auto *dispatcher = QAbstractEventDispatcher::instance();
        connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, &loop, [this] { pass(500); });
    });
    loop.exec();
    QVERIFY(m_now > 500 * kMillisecond);
    QCOMPARE(m_watch->stalls(), 0);
}

void TestLoopWatch::workOutsideOfALoopIsNone()
{
    QMetaObject::invokeMethod(
        this, [this] { pass(500); }, Qt::QueuedConnection);
    QCoreApplication::processEvents();
    QCOMPARE(m_now, 500 * kMillisecond + 1);
    run({[this] { pass(1); }});
    QCOMPARE(m_watch->stalls(), 0);
}

void TestLoopWatch::seesARealBlock()
{
    m_watch.reset();
    const LoopWatch watch;
    paint();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"stood still.*painting"_s));
    run({[] {
        const StageScope stage(LoopStage::Paint);
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < 80) { }
    }});
    QCOMPARE(watch.stalls(), 1);
    QVERIFY(watch.longest() >= 80 * kMillisecond);
}

void TestLoopWatch::nobodyWatches()
{
    m_watch.reset();
    QVERIFY(!LoopWatch::current());
    const StageScope stage(LoopStage::Paint); // does nothing, and does not break
}

QTEST_GUILESS_MAIN(TestLoopWatch)
#include "tst_loop_watch.moc"
