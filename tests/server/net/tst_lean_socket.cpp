// SPDX-License-Identifier: MIT
#include "server/net/lean_socket.h"
#include <QAbstractEventDispatcher>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <array>
#include <dirent.h>
#include <functional>
#include <malloc.h>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;
using namespace salon::server;

namespace {

class Listener final : public PeerSocket::Reader {
public:
    void received(std::span<char> bytes) override
    {
        heard.append(bytes.data(), qsizetype(bytes.size()));
        last = bytes;
        if (onBytes)
            onBytes();
    }
    void disconnected() override
    {
        ++ends;
        if (onEnd)
            onEnd();
    }

    QByteArray heard;
    std::span<char> last;
    int ends = 0;
    std::function<void()> onBytes, onEnd;
};

//! A LeanSocket and the bare descriptor at its other end.
struct Pair {
    explicit Pair(Poller &poller, const PeerLimits &peerLimits = {}) : limits(peerLimits)
    {
        std::array<int, 2> ends{};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) != 0)
            qFatal("no socket pair");
        lean = new LeanSocket(poller, limits);
        socket.reset(lean);
        socket->setReader(&listener);
        if (!lean->adopt(ends[0], true))
            qFatal("not adopted");
        peer = ends[1];
    }
    ~Pair() { closePeer(); }
    Q_DISABLE_COPY_MOVE(Pair)

    void say(const QByteArray &bytes) const
    {
        QCOMPARE(::write(peer, bytes.constData(), size_t(bytes.size())), ssize_t(bytes.size()));
    }
    QByteArray hear() const
    {
        QByteArray all(1 << 20, Qt::Uninitialized);
        const ssize_t got = ::read(peer, all.data(), size_t(all.size()));
        return all.left(got > 0 ? qsizetype(got) : 0);
    }
    void closePeer()
    {
        if (peer >= 0)
            ::close(peer);
        peer = -1;
    }

    PeerLimits limits;
    Listener listener;
    LeanSocket *lean = nullptr; //!< as long as `socket` owns it
    PeerSocketPtr socket;
    int peer = -1;
};

int openDescriptors()
{
    int count = 0;
    DIR *folder = ::opendir("/proc/self/fd");
    while (::readdir(folder))
        ++count;
    ::closedir(folder);
    return count;
}

} // namespace

//! What a PeerSocket promises, kept straight on a descriptor; and what it promises beyond.
class TestLeanSocket : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void adoptsOnce();
    void overwritesWhatWasRead();
    void anotherReaderTakesOver();
    void gathersWritesToOneTurn();
    void refusesBeyondTheHardLimit();
    void pausesReadingWhileThePeerDoesNot();
    void holdsAndReleasesInput();
    void endsOnce();
    void closesAfterWhatIsQueued();
    void abortsADelayedClose();
    void lingersWithoutReset();
    void lingersAtRestUntilThePeerEnds();
    void mayBeLetGoInAnyCall_data();
    void mayBeLetGoInAnyCall();
    void writesFromATimerLeave();
    void keepsNothingWhenIdle();
    void returnsDescriptors();
};

void TestLeanSocket::adoptsOnce()
{
    Poller poller;
    const Pair pair(poller);
    QVERIFY(pair.socket->isConnected());
    QVERIFY(!pair.lean->adopt(pair.peer, true));
}

void TestLeanSocket::overwritesWhatWasRead()
{
    Poller poller;
    const Pair pair(poller);
    pair.say("correct horse");
    QTRY_COMPARE(pair.listener.heard, "correct horse");
    QVERIFY(std::ranges::all_of(pair.listener.last, [](char byte) { return byte == 0; }));
}

void TestLeanSocket::anotherReaderTakesOver()
{
    Poller poller;
    Pair pair(poller);
    Listener next;
    pair.listener.onBytes = [&] { pair.socket->setReader(&next); };
    pair.say("for the first");
    QTRY_COMPARE(pair.listener.heard, "for the first");
    pair.say("for the next");
    QTRY_COMPARE(next.heard, "for the next");
    pair.closePeer();
    QTRY_COMPARE(next.ends, 1);
    QCOMPARE(pair.listener.ends, 0);
}

void TestLeanSocket::gathersWritesToOneTurn()
{
    Poller poller;
    const Pair pair(poller);
    for (int i = 0; i < 100; ++i)
        QVERIFY(pair.socket->sendPrepared("ab"));
    QCOMPARE(pair.hear(), QByteArray());
    QCOMPARE(pair.socket->unsentBytes(), 200);
    QByteArray heard;
    QTRY_COMPARE((heard += pair.hear()), QByteArray("ab").repeated(100));
    QCOMPARE(pair.socket->unsentBytes(), 0);
}

void TestLeanSocket::refusesBeyondTheHardLimit()
{
    Poller poller;
    PeerLimits limits;
    limits.hard = 4 * 1024 * 1024;
    const Pair pair(poller, limits);
    const QByteArray frame(1000, 'f');
    int taken = 0;
    while (pair.socket->sendPrepared(frame))
        ++taken;
    QCOMPARE(taken, 4194);
    QByteArray heard;
    QTRY_COMPARE((heard += pair.hear()).size(), taken * 1000); // whole frames, none cut
    QVERIFY(pair.socket->sendPrepared(frame));
}

void TestLeanSocket::pausesReadingWhileThePeerDoesNot()
{
    Poller poller;
    PeerLimits limits;
    limits.pauseReading = 100'000;
    Pair pair(poller, limits);
    qint64 mostUnsent = 0;
    pair.listener.onBytes = [&] {
        pair.socket->sendPrepared(std::exchange(pair.listener.heard, {}));
        mostUnsent = std::max(mostUnsent, pair.socket->unsentBytes());
    };
    QByteArray said, heard;
    const QByteArray part(8192, 's');
    QElapsedTimer time;
    for (time.start(); time.elapsed() < 300;) {
        if (::write(pair.peer, part.constData(), size_t(part.size())) == ssize_t(part.size()))
            said += part;
        QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
    }
    QVERIFY(pair.socket->unsentBytes() > limits.pauseReading);
    QVERIFY(mostUnsent <= limits.pauseReading + 2 * Poller::kScratchBytes + pair.limits.sendBuffer
                + 1024 * 1024);
    QTRY_COMPARE((heard += pair.hear()).size(), said.size());
}

void TestLeanSocket::holdsAndReleasesInput()
{
    Poller poller;
    const Pair pair(poller);
    pair.socket->setReading(false);
    pair.say("later");
    QTest::qWait(20);
    QCOMPARE(pair.listener.heard, QByteArray());
    pair.socket->setReading(true);
    QTRY_COMPARE(pair.listener.heard, "later");
}

void TestLeanSocket::endsOnce()
{
    Poller poller;
    const Pair pair(poller);
    pair.socket->closeGently();
    pair.socket->closeGently();
    pair.socket->abort();
    QCOMPARE(pair.listener.ends, 1);
    QVERIFY(!pair.socket->isConnected());
    QVERIFY(!pair.socket->sendPrepared("x"));
}

void TestLeanSocket::closesAfterWhatIsQueued()
{
    Poller poller;
    const Pair pair(poller);
    pair.socket->sendPrepared(QByteArray(3'000'000, 'c'));
    pair.socket->closeGently();
    QVERIFY(!pair.socket->isConnected());
    QCOMPARE(pair.listener.ends, 0);
    QByteArray heard;
    QTRY_COMPARE((heard += pair.hear()).size(), 3'000'000);
    QTRY_COMPARE(pair.listener.ends, 1);
}

void TestLeanSocket::abortsADelayedClose()
{
    Poller poller;
    const Pair pair(poller);
    pair.socket->sendPrepared(QByteArray(3'000'000, 'c'));
    pair.socket->closeGently();
    QVERIFY(pair.socket->unsentBytes() > 0);
    pair.socket->abort();
    QCOMPARE(pair.listener.ends, 1);
    QCOMPARE(pair.socket->unsentBytes(), 0);
}

void TestLeanSocket::lingersWithoutReset()
{
    Poller poller;
    const Pair pair(poller);
    pair.say("not read by anybody");
    pair.socket->sendPrepared("goodbye");
    pair.socket->closeGently();
    QByteArray heard;
    QTRY_COMPARE((heard += pair.hear()), "goodbye");
    pair.say("still talking"); // no EPIPE: the descriptor is open until the peer ends
    QTest::qWait(10);
    pair.say("and more");
}

void TestLeanSocket::lingersAtRestUntilThePeerEnds()
{
    constexpr int kWaitMs = 200;
    Poller poller;
    Pair pair(poller);
    const int before = openDescriptors();
    pair.socket->closeGently();
    const auto turnsWhileWaiting = [] {
        int turns = 0;
        const auto counting =
            QObject::connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake,
                             [&turns] { ++turns; });
        QTest::qWait(kWaitMs);
        QObject::disconnect(counting);
        return turns;
    };
    const int idle = turnsWhileWaiting();
    QCOMPARE(openDescriptors(), before);
    pair.closePeer();
    QTRY_COMPARE_WITH_TIMEOUT(openDescriptors(), before - 2, kWaitMs);
    QVERIFY(turnsWhileWaiting() <= idle + 10);
}

void TestLeanSocket::mayBeLetGoInAnyCall_data()
{
    QTest::addColumn<QByteArray>("call");
    for (const char *call : {"bytes", "end of the peer", "end by abort", "end of a broken one"})
        QTest::newRow(call) << QByteArray(call);
}

void TestLeanSocket::mayBeLetGoInAnyCall()
{
    QFETCH(QByteArray, call);
    Poller poller;
    Pair dying(poller);
    const Pair other(poller);
    const int before = openDescriptors();
    const auto letGo = [&dying] { dying.socket.reset(); };
    if (call == "bytes")
        dying.listener.onBytes = letGo;
    else
        dying.listener.onEnd = letGo;
    if (call != "end of a broken one")
        dying.say("question");
    if (call == "end by abort")
        QTimer::singleShot(0, &poller, [&dying] { dying.socket->abort(); });
    else if (call != "bytes")
        dying.closePeer();
    if (call == "end of a broken one")
        dying.socket->sendPrepared("into nothing");
    QTRY_VERIFY(!dying.socket);
    other.say("alive");
    QTRY_COMPARE(other.listener.heard, "alive");
    QCOMPARE(openDescriptors(), before - (dying.peer < 0 ? 2 : 1));
}

void TestLeanSocket::writesFromATimerLeave()
{
    Poller poller;
    const Pair pair(poller);
    QTimer::singleShot(10, &poller, [&pair] { pair.socket->sendPrepared("from a timer"); });
    QByteArray heard;
    QTRY_COMPARE((heard += pair.hear()), "from a timer");
}

void TestLeanSocket::keepsNothingWhenIdle()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("the sanitizer's allocator does not count");
#endif
    constexpr int kSockets = 300;
    constexpr size_t kMostKept = 128; // bytes a socket
    Poller poller;
    std::vector<std::unique_ptr<Pair>> pairs;
    for (int i = 0; i < kSockets; ++i)
        pairs.push_back(std::make_unique<Pair>(poller));
    const auto round = [&pairs] {
        for (const auto &pair : pairs)
            pair->say("hello\n");
        QTRY_COMPARE(pairs.back()->listener.heard.size(), 6);
        for (const auto &pair : pairs) {
            pair->listener.heard = QByteArray();
            pair->socket->sendPrepared("answer");
        }
        QTRY_COMPARE(pairs.back()->socket->unsentBytes(), 0);
        for (const auto &pair : pairs)
            QCOMPARE(pair->hear(), "answer");
    };
    round();
    const size_t before = mallinfo2().uordblks;
    round();
    round();
    const size_t after = mallinfo2().uordblks;
    QVERIFY2(after < before + kSockets * kMostKept,
             QByteArray::number(qint64(after - before) / kSockets).constData());
}

void TestLeanSocket::returnsDescriptors()
{
    const int before = openDescriptors();
    {
        Poller poller;
        for (int i = 0; i < 50; ++i) {
            const Pair pair(poller);
            pair.say("unread");
            if (i % 2)
                pair.socket->closeGently();
        }
    }
    QCOMPARE(openDescriptors(), before);
}

QTEST_GUILESS_MAIN(TestLeanSocket)
#include "tst_lean_socket.moc"
