// SPDX-License-Identifier: MIT
#include "server/net/lean_socket.h"
#include <QElapsedTimer>
#include <QEventLoop>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <array>
#include <dirent.h>
#include <malloc.h>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;
using namespace salon::server;

namespace {

//! A LeanSocket and the bare descriptor at its other end.
struct Pair {
    explicit Pair(Poller *poller, const PeerLimits &limits = {})
    {
        std::array<int, 2> ends{};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) != 0)
            qFatal("no socket pair");
        socket = new LeanSocket(poller, limits);
        if (!socket->adopt(ends[0]))
            qFatal("not adopted");
        peer = ends[1];
    }
    ~Pair()
    {
        delete socket;
        closePeer();
    }
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

    QPointer<LeanSocket> socket;
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

QByteArray maskedText(const QByteArray &key)
{
    return "\x81\x83" + key + "xyz";
}

} // namespace

//! What QTcpSocket promises, kept by LeanSocket; and what it promises beyond.
class TestLeanSocket : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void adoptsOnce();
    void readsLikeAnyDevice();
    void rollsBackTransactions();
    void gathersWritesToOneTurn();
    void keepsOrderOfBothWaysToSend();
    void refusesBeyondTheHardLimit();
    void pausesReadingWhileThePeerDoesNot();
    void readBufferSizePausesAndResumes();
    void holdsAndReleasesInput();
    void deliversInjectedBytesFirst();
    void stopsAtAnUnmaskedFrame();
    void waitsForBytes();
    void closesThriceButSaysItOnce();
    void closesAfterWhatIsQueued();
    void abortsADelayedClose();
    void lingersWithoutReset();
    void survivesDeletionInsideSignals_data();
    void survivesDeletionInsideSignals();
    void servesOthersInANestedLoop();
    void writesFromATimerLeave();
    void keepsNothingWhenIdle();
    void returnsDescriptors();
};

void TestLeanSocket::adoptsOnce()
{
    Poller poller;
    const Pair pair(&poller);
    QCOMPARE(pair.socket->state(), QAbstractSocket::ConnectedState);
    QVERIFY(pair.socket->isOpen() && pair.socket->isValid() && pair.socket->isSequential());
    QVERIFY(!pair.socket->adopt(pair.peer));
}

void TestLeanSocket::readsLikeAnyDevice()
{
    Poller poller;
    const Pair pair(&poller);
    pair.say("one\ntwo\nthree");
    QTRY_COMPARE(pair.socket->bytesAvailable(), 13);
    QVERIFY(pair.socket->canReadLine());
    QCOMPARE(pair.socket->peek(3), "one");
    QCOMPARE(pair.socket->readLine(), "one\n");
    QCOMPARE(pair.socket->skip(2), 2);
    QCOMPARE(pair.socket->peek(100), "o\nthree");
    QCOMPARE(pair.socket->read(2), "o\n");
    QVERIFY(!pair.socket->canReadLine());
    QCOMPARE(pair.socket->readAll(), "three");
    QCOMPARE(pair.socket->bytesAvailable(), 0);
    QVERIFY(pair.socket->read(1).isEmpty());
}

void TestLeanSocket::rollsBackTransactions()
{
    Poller poller;
    const Pair pair(&poller);
    pair.say("tran");
    QTRY_COMPARE(pair.socket->bytesAvailable(), 4);
    pair.socket->startTransaction();
    QCOMPARE(pair.socket->read(4), "tran");
    pair.socket->rollbackTransaction();
    QCOMPARE(pair.socket->readAll(), "tran");
}

void TestLeanSocket::gathersWritesToOneTurn()
{
    Poller poller;
    const Pair pair(&poller);
    QSignalSpy written(pair.socket, &QIODevice::bytesWritten);
    for (int i = 0; i < 100; ++i)
        QVERIFY(pair.socket->sendPrepared("ab"));
    QCOMPARE(pair.hear(), QByteArray());
    QCOMPARE(pair.socket->bytesToWrite(), 200);
    QTRY_COMPARE(written.size(), 1);
    QCOMPARE(written.at(0).at(0).toLongLong(), 200);
    QCOMPARE(pair.hear(), QByteArray("ab").repeated(100));
}

void TestLeanSocket::keepsOrderOfBothWaysToSend()
{
    Poller poller;
    const Pair pair(&poller);
    QByteArray expected;
    for (int i = 0; i < 2000; ++i) {
        const QByteArray bytes = QByteArray::number(i) + ' ';
        if (i % 3 == 0)
            pair.socket->write(bytes);
        else
            pair.socket->sendPrepared(bytes);
        if (i % 500 == 499)
            pair.socket->flushNow();
        expected += bytes;
    }
    QByteArray heard;
    QTRY_COMPARE((heard += pair.hear()), expected);
}

void TestLeanSocket::refusesBeyondTheHardLimit()
{
    Poller poller;
    PeerLimits limits;
    limits.hard = 4 * 1024 * 1024;
    const Pair pair(&poller, limits);
    const QByteArray frame(1000, 'f');
    int taken = 0;
    while (pair.socket->sendPrepared(frame))
        ++taken;
    QCOMPARE(taken, 4194);
    QByteArray heard;
    QTRY_COMPARE((heard += pair.hear()).size(), taken * 1000); // whole frames, none cut
    QCOMPARE(pair.socket->state(), QAbstractSocket::ConnectedState);
    QCOMPARE(pair.socket->write(QByteArray(5 * 1024 * 1024, 'w')), -1);
    QTRY_COMPARE(pair.socket->state(), QAbstractSocket::UnconnectedState);
}

void TestLeanSocket::pausesReadingWhileThePeerDoesNot()
{
    Poller poller;
    PeerLimits limits;
    limits.pauseReading = 100'000;
    const Pair pair(&poller, limits);
    connect(pair.socket, &QIODevice::readyRead, this,
            [&pair] { pair.socket->write(pair.socket->readAll()); });
    QByteArray said, heard;
    const QByteArray part(8192, 's');
    QElapsedTimer time;
    for (time.start(); time.elapsed() < 300;) {
        if (::write(pair.peer, part.constData(), size_t(part.size())) == ssize_t(part.size()))
            said += part;
        QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
    }
    QVERIFY(pair.socket->bytesToWrite() > limits.pauseReading);
    QVERIFY(pair.socket->bytesToWrite() <= limits.pauseReading + Poller::kScratchBytes);
    QTRY_COMPARE((heard += pair.hear()).size(), said.size());
}

void TestLeanSocket::readBufferSizePausesAndResumes()
{
    Poller poller;
    const Pair pair(&poller);
    pair.socket->setReadBufferSize(1000);
    const QByteArray said(100'000, 'r');
    pair.say(said);
    QTRY_VERIFY(pair.socket->bytesAvailable() > 0);
    QTest::qWait(20);
    QVERIFY(pair.socket->bytesAvailable() <= 1000 + Poller::kScratchBytes);
    QByteArray heard;
    QTRY_COMPARE((heard += pair.socket->read(5000)).size(), said.size());
}

void TestLeanSocket::holdsAndReleasesInput()
{
    Poller poller;
    const Pair pair(&poller);
    pair.socket->setReading(false);
    pair.say("later");
    QTest::qWait(20);
    QCOMPARE(pair.socket->bytesAvailable(), 0);
    pair.socket->setReading(true);
    QTRY_COMPARE(pair.socket->bytesAvailable(), 5);
    QCOMPARE(pair.socket->readAll(), "later");
}

void TestLeanSocket::deliversInjectedBytesFirst()
{
    Poller poller;
    const Pair pair(&poller);
    QByteArray heard;
    connect(pair.socket, &QIODevice::readyRead, this, [&] { heard += pair.socket->readAll(); });
    pair.socket->injectRead("first ");
    QCOMPARE(pair.socket->bytesAvailable(), 6);
    pair.socket->deliver("second ");
    QCOMPARE(heard, "first second ");
    pair.say("third");
    QTRY_COMPARE(heard, "first second third");
}

void TestLeanSocket::stopsAtAnUnmaskedFrame()
{
    Poller poller;
    const Pair pair(&poller);
    int refused = 0;
    pair.socket->expectFrames([&refused](FrameGuard::Breach breach) {
        refused += breach == FrameGuard::Breach::Unmasked ? 1 : 0;
    });
    const QByteArray good = maskedText("abcd");
    const QByteArray read = '\x82' + good.mid(1); // a text passes as binary
    pair.say(good + "\x81\x03xyz" + good);
    QTRY_COMPARE(refused, 1);
    QCOMPARE(pair.socket->readAll(), read + '\x82');
    pair.say(good);
    QTest::qWait(20);
    QCOMPARE(pair.socket->bytesAvailable(), 0);
    QCOMPARE(refused, 1);
}

void TestLeanSocket::waitsForBytes()
{
    Poller poller;
    const Pair pair(&poller);
    QVERIFY(!pair.socket->waitForReadyRead(10));
    pair.say("now");
    QVERIFY(pair.socket->waitForReadyRead(1000));
    QCOMPARE(pair.socket->readAll(), "now");
    pair.socket->write(QByteArray(500'000, 'w'));
    QVERIFY(pair.socket->waitForBytesWritten(1000));
    QByteArray heard;
    QTRY_COMPARE((heard += pair.hear()).size(), 500'000);
}

void TestLeanSocket::closesThriceButSaysItOnce()
{
    Poller poller;
    const Pair pair(&poller);
    QSignalSpy disconnected(pair.socket, &QAbstractSocket::disconnected);
    pair.socket->close();
    pair.socket->close();
    pair.socket->abort();
    QCOMPARE(disconnected.size(), 1);
    QCOMPARE(pair.socket->state(), QAbstractSocket::UnconnectedState);
    QVERIFY(!pair.socket->isOpen());
    QVERIFY(!pair.socket->sendPrepared("x"));
}

void TestLeanSocket::closesAfterWhatIsQueued()
{
    Poller poller;
    const Pair pair(&poller);
    QSignalSpy disconnected(pair.socket, &QAbstractSocket::disconnected);
    pair.socket->sendPrepared(QByteArray(3'000'000, 'c'));
    pair.socket->close();
    QCOMPARE(pair.socket->state(), QAbstractSocket::ClosingState);
    QByteArray heard;
    QTRY_COMPARE((heard += pair.hear()).size(), 3'000'000);
    QTRY_COMPARE(disconnected.size(), 1);
}

void TestLeanSocket::abortsADelayedClose()
{
    Poller poller;
    const Pair pair(&poller);
    QSignalSpy disconnected(pair.socket, &QAbstractSocket::disconnected);
    pair.socket->sendPrepared(QByteArray(3'000'000, 'c'));
    pair.socket->close();
    QVERIFY(pair.socket->bytesToWrite() > 0);
    pair.socket->abort();
    QCOMPARE(disconnected.size(), 1);
    QCOMPARE(pair.socket->state(), QAbstractSocket::UnconnectedState);
}

void TestLeanSocket::lingersWithoutReset()
{
    Poller poller;
    const Pair pair(&poller);
    pair.say("not read by anybody");
    pair.socket->sendPrepared("goodbye");
    pair.socket->closeGently();
    QByteArray heard;
    QTRY_COMPARE((heard += pair.hear()), "goodbye");
    pair.say("still talking"); // no EPIPE: the descriptor is open until the peer ends
    QTest::qWait(10);
    pair.say("and more");
}

void TestLeanSocket::survivesDeletionInsideSignals_data()
{
    QTest::addColumn<QByteArray>("signal");
    for (const char *signal : {"readyRead", "bytesWritten", "stateChanged", "disconnected",
                               "readChannelFinished", "errorOccurred", "aborting"})
        QTest::newRow(signal) << QByteArray(signal);
}

void TestLeanSocket::survivesDeletionInsideSignals()
{
    QFETCH(QByteArray, signal);
    Poller poller;
    Pair dying(&poller), other(&poller);
    LeanSocket *socket = dying.socket;
    bool done = false;
    const auto die = [socket, &done] {
        if (!std::exchange(done, true)) // ~QTcpSocket speaks once more
            delete socket;
    };
    if (signal == "readyRead")
        connect(socket, &QIODevice::readyRead, this, die);
    else if (signal == "bytesWritten")
        connect(socket, &QIODevice::bytesWritten, this, die);
    else if (signal == "stateChanged")
        connect(socket, &QAbstractSocket::stateChanged, this, die);
    else if (signal == "readChannelFinished")
        connect(socket, &QIODevice::readChannelFinished, this, die);
    else if (signal == "errorOccurred")
        connect(socket, &QAbstractSocket::errorOccurred, this, die);
    else
        connect(socket, &QAbstractSocket::disconnected, this, die);
    socket->sendPrepared("answer");
    dying.say("question");
    if (signal == "aborting")
        QTimer::singleShot(0, socket, [socket] { socket->abort(); });
    else if (signal != "readyRead" && signal != "bytesWritten")
        dying.closePeer();
    QTRY_VERIFY(dying.socket.isNull());
    other.say("alive");
    QTRY_COMPARE(other.socket->bytesAvailable(), 5);
}

void TestLeanSocket::servesOthersInANestedLoop()
{
    Poller poller;
    const Pair nesting(&poller), other(&poller);
    QByteArray heardWithin;
    bool nested = false;
    connect(other.socket, &QIODevice::readyRead, this,
            [&] { other.socket->write(other.socket->readAll()); });
    connect(nesting.socket, &QIODevice::readyRead, this, [&] {
        if (!std::exchange(nested, true)) {
            QEventLoop loop;
            QTimer::singleShot(100, &loop, &QEventLoop::quit);
            loop.exec();
            heardWithin = other.hear();
        }
    });
    nesting.say("own rest");
    other.say("to the other");
    QTRY_VERIFY(nested);
    QCOMPARE(heardWithin, "to the other");
    QCOMPARE(nesting.socket->readAll(), "own rest");
}

void TestLeanSocket::writesFromATimerLeave()
{
    Poller poller;
    const Pair pair(&poller);
    QTimer::singleShot(10, pair.socket, [&pair] { pair.socket->sendPrepared("from a timer"); });
    QByteArray heard;
    QTRY_COMPARE((heard += pair.hear()), "from a timer");
}

void TestLeanSocket::keepsNothingWhenIdle()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("the sanitizer's allocator does not count");
#endif
    constexpr int kSockets = 300;
    constexpr size_t kMostKept = 512; // bytes a socket; QIODevice would keep 16 KiB after a peek()
    Poller poller;
    std::vector<std::unique_ptr<Pair>> pairs;
    for (int i = 0; i < kSockets; ++i)
        pairs.push_back(std::make_unique<Pair>(&poller));
    const auto round = [&pairs] {
        for (const auto &pair : pairs)
            pair->say("hello\n");
        QTRY_COMPARE(pairs.back()->socket->bytesAvailable(), 6);
        for (const auto &pair : pairs) {
            pair->socket->peek(6);
            pair->socket->skip(6);
            pair->socket->sendPrepared("answer");
        }
        QTRY_COMPARE(pairs.back()->socket->bytesToWrite(), 0);
        for (const auto &pair : pairs)
            QCOMPARE(pair->hear(), "answer");
    };
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
            Pair pair(&poller);
            pair.say("unread");
            if (i % 2)
                pair.socket->closeGently();
        }
    }
    QCOMPARE(openDescriptors(), before);
}

QTEST_GUILESS_MAIN(TestLeanSocket)
#include "tst_lean_socket.moc"
