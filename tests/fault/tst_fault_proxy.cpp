// SPDX-License-Identifier: MIT
#include "tests/support/fault_proxy.h"
#include <QElapsedTimer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::test;

namespace {

constexpr int kPatienceMs = 10'000;

//! A server that keeps what it hears and an end of its own to speak from, behind a proxy.
struct Scene {
    QTcpServer server;
    std::unique_ptr<FaultProxy> proxy;
    QTcpSocket client;
    QTcpSocket *peer = nullptr;

    bool begin(quint64 seed = 1)
    {
        if (!server.listen(QHostAddress::LocalHost))
            return false;
        proxy = std::make_unique<FaultProxy>(server.serverPort(), seed);
        return connectOnce();
    }
    bool connectOnce()
    {
        client.connectToHost(QHostAddress::LocalHost, proxy->port());
        return QTest::qWaitFor([&] { return (peer = server.nextPendingConnection()) != nullptr; },
                               kPatienceMs);
    }
    bool peerHears(const QByteArray &expected)
    {
        QByteArray heard;
        return QTest::qWaitFor(
            [&] {
                heard += peer->readAll();
                return heard == expected;
            },
            kPatienceMs);
    }
};

} // namespace

//! Each fault as the two ends of a line notice it.
class TestFaultProxy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void passesOn();
    void delays();
    void keepsToARate();
    void sendsByteByByte();
    void cutsAndResets();
    void closesOneDirection();
    void stallsOneDirection();
    void refuses();
    void strikesBySeed();
};

void TestFaultProxy::passesOn()
{
    Scene scene;
    QVERIFY(scene.begin());
    const QByteArray much(3'000'000, 'x');
    scene.client.write(much);
    QVERIFY(scene.peerHears(much));
    scene.peer->write(much);
    QTRY_COMPARE_WITH_TIMEOUT(scene.client.bytesAvailable(), much.size(), kPatienceMs);
    scene.client.disconnectFromHost();
    QTRY_COMPARE(scene.peer->state(), QAbstractSocket::UnconnectedState);
    QTRY_COMPARE(scene.proxy->connections(), size_t(0));
}

void TestFaultProxy::delays()
{
    Scene scene;
    QVERIFY(scene.begin());
    scene.proxy->setWeather({.delayMs = 150, .jitterMs = 50});
    QElapsedTimer time;
    time.start();
    QByteArray all;
    for (char letter = 'a'; letter <= 'z'; ++letter) {
        all += letter;
        scene.client.write(QByteArray(1, letter));
        scene.client.flush();
    }
    QVERIFY(scene.peerHears(all)); // in order, for all the jitter
    QVERIFY2(time.elapsed() >= 150, qPrintable(QString::number(time.elapsed())));
}

void TestFaultProxy::keepsToARate()
{
    Scene scene;
    QVERIFY(scene.begin());
    scene.proxy->setWeather({.bytesPerSecond = 100'000});
    QElapsedTimer time;
    time.start();
    const QByteArray bytes(50'000, 'x');
    scene.client.write(bytes);
    QVERIFY(scene.peerHears(bytes));
    // The last piece, of at most 16 KiB, is not waited for.
    QVERIFY2(time.elapsed() >= 300, qPrintable(QString::number(time.elapsed())));
}

void TestFaultProxy::sendsByteByByte()
{
    Scene scene;
    QVERIFY(scene.begin());
    scene.proxy->setWeather({.bytesPerSecond = 200, .isByteByByte = true});
    QByteArray heard;
    int pieces = 0;
    connect(scene.peer, &QTcpSocket::readyRead, this, [&] {
        heard += scene.peer->readAll();
        ++pieces;
    });
    scene.client.write("one at a time");
    QTRY_COMPARE(heard, QByteArray("one at a time"));
    QVERIFY2(pieces > 3, qPrintable(QString::number(pieces)));
}

void TestFaultProxy::cutsAndResets()
{
    Scene scene;
    QVERIFY(scene.begin());
    scene.proxy->cut();
    QTRY_COMPARE(scene.client.state(), QAbstractSocket::UnconnectedState);
    QTRY_COMPARE(scene.peer->state(), QAbstractSocket::UnconnectedState);
    QVERIFY(scene.connectOnce());
    QTRY_COMPARE(scene.client.state(), QAbstractSocket::ConnectedState);
    scene.proxy->reset();
    QTRY_COMPARE(scene.client.state(), QAbstractSocket::UnconnectedState);
    QTRY_COMPARE(scene.peer->state(), QAbstractSocket::UnconnectedState);
}

void TestFaultProxy::closesOneDirection()
{
    Scene scene;
    QVERIFY(scene.begin());
    // Qt closes both directions when it reads an end; the plain descriptor does not.
    scene.proxy->halfClose(Direction::ToServer);
    QTRY_COMPARE(scene.peer->state(), QAbstractSocket::UnconnectedState);
}

void TestFaultProxy::stallsOneDirection()
{
    Scene scene;
    QVERIFY(scene.begin());
    scene.proxy->stall(Direction::ToClient, true);
    scene.client.write("there");
    QVERIFY(scene.peerHears("there"));
    scene.peer->write("back");
    scene.peer->flush();
    QVERIFY(!QTest::qWaitFor([&] { return scene.client.bytesAvailable() > 0; }, 200));
    QCOMPARE(scene.client.state(), QAbstractSocket::ConnectedState); // nobody is told
    scene.proxy->stall(Direction::ToClient, false);
    QTRY_COMPARE(scene.client.bytesAvailable(), 4);
}

void TestFaultProxy::refuses()
{
    Scene scene;
    QVERIFY(scene.begin());
    scene.proxy->refuse(true);
    QTcpSocket late;
    late.connectToHost(QHostAddress::LocalHost, scene.proxy->port());
    QTRY_COMPARE(scene.proxy->accepted(), size_t(2));
    QTRY_COMPARE(late.state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(scene.client.state(), QAbstractSocket::ConnectedState);
}

void TestFaultProxy::strikesBySeed()
{
    Scene scene;
    QVERIFY(scene.begin(7));
    scene.proxy->strikeEach(1);
    const auto all = [&] {
        size_t count = 0;
        for (const auto fault :
             {Fault::Cut, Fault::HalfClose, Fault::Reset, Fault::Stall, Fault::Dribble}) {
            if (scene.proxy->strikes(fault) == 0)
                return false;
            count += scene.proxy->strikes(fault);
        }
        return count > 20;
    };
    const auto goOn = [&] {
        if (scene.client.state() == QAbstractSocket::UnconnectedState)
            scene.client.connectToHost(QHostAddress::LocalHost, scene.proxy->port());
        while (QTcpSocket *peer = scene.server.nextPendingConnection())
            connect(peer, &QTcpSocket::disconnected, peer, &QObject::deleteLater);
        return all();
    };
    QTRY_VERIFY_WITH_TIMEOUT(goOn(), kPatienceMs);
    scene.proxy->strikeEach(0);
}

QTEST_GUILESS_MAIN(TestFaultProxy)
#include "tst_fault_proxy.moc"
