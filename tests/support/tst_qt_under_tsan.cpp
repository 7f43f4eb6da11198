// SPDX-License-Identifier: MIT
// What qt_under_tsan.cpp tells the thread sanitizer, and that a race is one all the same.
#include <QCoreApplication>
#include <QProcess>
#include <QTest>
#include <QThread>
#include <QThreadPool>
#include <atomic>
#include <memory>

using namespace Qt::StringLiterals;

namespace {

constexpr int kRaceExit = 66; // of a program in which the sanitizer found something

class Speaker : public QObject {
    Q_OBJECT
Q_SIGNALS:
    void said();
};

//! Another thread with one object in it.
struct Other {
    Other()
    {
        object.moveToThread(&thread);
        thread.start();
    }
    ~Other()
    {
        thread.quit();
        thread.wait();
    }
    QThread thread;
    QObject object;
};

void post(Other &other, const std::function<void()> &call)
{
    QMetaObject::invokeMethod(&other.object, call, Qt::QueuedConnection);
}

int posted()
{
    int number = 0;
    {
        Other other;
        number = 1;
        post(other, [&] { number = 2; });
        QMetaObject::invokeMethod(
            &other.object, [] {}, Qt::BlockingQueuedConnection);
        number = 3;
        post(other, [&, own = std::make_unique<int>(4).release()] {
            number = *own;
            delete own;
            QThread::currentThread()->quit();
        });
        other.thread.wait();
        number = 5;
    }
    return number;
}

int signalled()
{
    int number = 0;
    Speaker speaker;
    Other other;
    QObject::connect(&speaker, &Speaker::said, &other.object, [&] { ++number; });
    number = 1;
    Q_EMIT speaker.said();
    QMetaObject::invokeMethod(
        &other.object, [] {}, Qt::BlockingQueuedConnection);
    return ++number;
}

int pooled()
{
    int number = 1;
    QThreadPool pool;
    pool.setMaxThreadCount(1);
    for (int i = 0; i < 100; ++i) // the first begins a thread, which knows all that was before
        pool.start([&number, one = std::make_shared<int>(1)] { number += *one; });
    pool.waitForDone();
    return ++number;
}

//! The one comes after the other, but the flag orders nothing. The sanitizer does not see each.
int raced()
{
    int number = 0;
    for (int i = 0; i < 50; ++i) {
        std::atomic<bool> isDone = false;
        Other other;
        post(other, [&] {
            ++number;
            isDone.store(true, std::memory_order_relaxed);
        });
        while (!isDone.load(std::memory_order_relaxed))
            QThread::yieldCurrentThread();
        ++number;
    }
    return number;
}

int racedAfterChild()
{
    const Other other;
    QProcess::execute(QCoreApplication::applicationFilePath(), {u"--play"_s, u"pooled"_s});
    return raced();
}

} // namespace

class TestQtUnderTsan : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isJudged_data()
    {
        QTest::addColumn<int>("exitCode");
        QTest::newRow("posted") << 0;
        QTest::newRow("signalled") << 0;
        QTest::newRow("pooled") << 0;
        QTest::newRow("raced") << kRaceExit;
        QTest::newRow("raced after a child") << kRaceExit;
    }
    void isJudged()
    {
        QFETCH(int, exitCode);
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QCoreApplication::applicationFilePath(),
                      {u"--play"_s, QString::fromLatin1(QTest::currentDataTag())});
        QVERIFY(process.waitForFinished());
        const QByteArray said = process.readAll();
        QVERIFY2(process.exitCode() == exitCode, said.constData());
    }
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) != u"--play") {
        TestQtUnderTsan test;
        return QTest::qExec(&test, argc, argv);
    }
    const QString play = arguments.value(2);
    const int number = play == u"posted" ? posted()
        : play == u"signalled"           ? signalled()
        : play == u"pooled"              ? pooled()
        : play == u"raced"               ? raced()
                                         : racedAfterChild();
    return number > 0 ? 0 : 1;
}

#include "tst_qt_under_tsan.moc"
