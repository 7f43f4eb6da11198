// SPDX-License-Identifier: MIT
#include "server/operation/resting_wait.h"
#include <QElapsedTimer>
#include <QTest>
#include <thread>

using namespace salon::server;

//! That a thread which rests misses nothing.
class TestRestingWait : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void hearsOfWork_data();
    void hearsOfWork();
};

void TestRestingWait::hearsOfWork_data()
{
    QTest::addColumn<int>("afterMs");
    QTest::newRow("at once") << 0;
    QTest::newRow("before it rests") << 100;
    QTest::newRow("as it rests") << 500;
    QTest::newRow("while it sleeps on") << 900;
}

void TestRestingWait::hearsOfWork()
{
    QFETCH(const int, afterMs);
    std::mutex mutex;
    std::condition_variable wake;
    bool isThere = false;
    std::thread other([&] {
        QTest::qSleep(afterMs);
        const std::lock_guard lock(mutex);
        isThere = true;
        wake.notify_one();
    });
    QElapsedTimer time;
    time.start();
    std::unique_lock lock(mutex);
    waitAndRest(wake, lock, [&] { return isThere; });
    const qint64 took = time.elapsed();
    const bool isLocked = lock.owns_lock();
    lock.unlock();
    other.join();
    QVERIFY(isLocked);
    QVERIFY(isThere);
    QVERIFY2(took >= afterMs - 1, qPrintable(QString::number(took)));
    QVERIFY2(took < afterMs + 5'000, qPrintable(QString::number(took))); // on a busy machine
}

QTEST_APPLESS_MAIN(TestRestingWait)
#include "tst_resting_wait.moc"
