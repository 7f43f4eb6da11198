// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "tests/support/login_storm.h"
#include "tests/support/process_meter.h"
#include "tests/support/salond_process.h"
#include "tests/support/silent_crowd.h"
#include <QElapsedTimer>
#include <QTest>
#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>

using namespace Qt::StringLiterals;
using namespace salon::test;

namespace {

constexpr int kCrowd = 10'000;
constexpr int kServed = 64; // of one address, by default
constexpr int kPerAddress = 3 * kServed + 8; // two turns are read, the others held too long
constexpr int kReserve = 200; // descriptors: this process's own, and one person's
constexpr int kFewest = 4'000; // less shows nothing
constexpr int kBoundMs = 30'000; // 10 s of holding and a loaded machine
constexpr double kNoticedMs = 100; // by a person; ./dev bench measures
constexpr qint64 kMiB = 1024 * 1024;
const QString kPassword = u"correct horse 7"_s;

double median(std::vector<double> values)
{
    const auto middle = values.begin() + qsizetype(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

//! A crowd in a thread of its own, from its first connection to the end of its last.
class Visit {
public:
    Visit(quint16 port, int count)
    {
        m_time.start();
        m_thread = std::thread([this, port, count] {
            m_isOver = !crowd.connectTo(port, count, kPerAddress);
            m_isConnected = true;
            while (!m_isOver && crowd.openCount() > 0 && m_time.elapsed() < kBoundMs)
                crowd.turn(100);
            m_isOver = true;
        });
        while (!m_isConnected)
            QTest::qSleep(1);
    }
    ~Visit() { end(); }
    Q_DISABLE_COPY_MOVE(Visit)

    bool isOver() const { return m_isOver; }
    void end() //!< waits for it
    {
        if (m_thread.joinable())
            m_thread.join();
    }
    qint64 elapsed() const { return m_time.elapsed(); }

    SilentCrowd crowd; //!< after end() only

private:
    QElapsedTimer m_time;
    std::atomic<bool> m_isConnected = false, m_isOver = false;
    std::thread m_thread;
};

//! Somebody logs in, and talks as long as it takes.
struct Talk {
    bool isIn = false;
    qint64 loginMs = 0;
    std::vector<double> posts; //!< ms
    qint64 mostMemory = 0; //!< of the server meanwhile

    double worst() const { return *std::ranges::max_element(posts); }
};

Talk talk(const SalondProcess &salond, const std::function<bool(size_t)> &more)
{
    Talk talk;
    QElapsedTimer time;
    time.start();
    const auto login = HttpClient(salond.port()).login(u"ada"_s, kPassword);
    talk.loginMs = time.elapsed();
    PostingClient ada(salond.port(), login ? login->token.toLatin1() : QByteArray());
    talk.isIn = login && ada.open();
    while (talk.isIn && more(talk.posts.size())) {
        const auto took = ada.post("1");
        talk.isIn = took.has_value();
        talk.posts.push_back(took.value_or(kBoundMs));
        if (talk.posts.size() % 50 == 1)
            talk.mostMemory = std::max(talk.mostMemory, residentBytes(salond.pid()));
        QTest::qSleep(5);
    }
    return talk;
}

} // namespace

//! Ten thousand sockets that say nothing, against a real salond with its own deadlines.
class TestSilentCrowd : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void othersAreServedMeanwhile();

private:
    int m_count = kCrowd;
};

void TestSilentCrowd::initTestCase()
{
    // The server counts at most half of its descriptors as strangers.
    m_count = std::min(kCrowd, raiseDescriptorLimit() / 2 - kReserve);
    if (m_count < kFewest)
        QSKIP("the limit of open files cannot be raised far enough (ulimit -Hn)");
    if (m_count < kCrowd)
        qInfo("the limit of open files leaves room for %d sockets, not %d", m_count, kCrowd);
}

void TestSilentCrowd::othersAreServedMeanwhile()
{
    SalondProcess salond(kCheapPasswords + kRaisedLimits);
    QVERIFY(salond.start());
    QVERIFY(salond.addUser(u"ada"_s, kPassword));
    const auto hundred = [](size_t count) { return count < 100; };
    const Talk before = talk(salond, hundred);
    QVERIFY(before.isIn);
    const qint64 pid = salond.pid();
    const int descriptors = descriptorCount(pid);
    const qint64 memory = residentBytes(pid);

    Visit visit(salond.port(), m_count);
    const qint64 connectedMs = visit.elapsed();
    const Talk during = talk(salond, [&](size_t) { return !visit.isOver(); });
    visit.end();
    const SilentCrowd &crowd = visit.crowd;
    qInfo("%d sockets in %lld ms, gone after %lld ms: %d told 408, %d closed", m_count, connectedMs,
          visit.elapsed(), crowd.toldTooLate(), crowd.closedSilently());
    QVERIFY(during.isIn);
    qInfo("login %lld ms; post %.2f ms before, %.2f meanwhile, %.1f at worst", during.loginMs,
          median(before.posts), median(during.posts), during.worst());

    // Each of the crowd got its end; those that were read were told why.
    const int addresses = m_count / kPerAddress;
    QCOMPARE(crowd.openCount(), 0);
    QCOMPARE(crowd.others(), 0);
    QCOMPARE(crowd.toldTooLate() + crowd.closedSilently(), m_count);
    QVERIFY(crowd.toldTooLate() >= addresses * kServed);
    QVERIFY(crowd.closedSilently() >= addresses * (kPerAddress - 2 * kServed) / 2);
    // Nobody else noticed.
    QVERIFY(during.loginMs < 2000);
    QVERIFY(during.posts.size() > 100);
    QVERIFY(median(during.posts) < kNoticedMs);
    QVERIFY(during.worst() < 2000);
    // Nothing is left of it.
    QTRY_VERIFY(descriptorCount(pid) <= descriptors);
    QVERIFY(during.mostMemory > memory + 4 * kMiB);
    const bool isGivenBack = QTest::qWaitFor(
        [&] { return residentBytes(pid) < memory + (during.mostMemory - memory) / 2; });
    qInfo("%lld MiB before, %lld at most, %lld after", memory / kMiB, during.mostMemory / kMiB,
          residentBytes(pid) / kMiB);
    QVERIFY2(isGivenBack, "the memory of the crowd is kept");
}

QTEST_GUILESS_MAIN(TestSilentCrowd)
#include "tst_silent_crowd.moc"
