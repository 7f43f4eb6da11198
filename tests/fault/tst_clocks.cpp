// SPDX-License-Identifier: MIT
#include "tests/fault/extent.h"
#include "tests/fault/fault_scene.h"
#include "tests/support/chat_process.h"
#include "tests/support/fault_proxy.h"
#include "tests/support/http_client.h"
#include "tests/support/wall_clock.h"
#include <QTcpSocket>
#include <QTest>
#include <random>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;

namespace {

constexpr int kClients = 6;
constexpr int kRooms = 2;
constexpr int kSends = 10; // of each client to each room, for each jump
constexpr int kSettleMs = 60'000;
constexpr qint64 kHour = 3600;
constexpr qint64 kDay = 24 * kHour;

// A half-open peer is found in the time of a test.
const QByteArray kConfiguration = R"(
[net]
ping_after_ms = 500
silence_limit_ms = 2000
)";

//! An hour and a day back and forth; at random after that.
QList<qint64> jumps(int count, quint64 seed)
{
    QList<qint64> all{kHour, 0, -kHour, kDay, 0, -kDay, kHour, -kDay, kDay, 0};
    std::mt19937_64 random(seed);
    while (all.size() < count)
        all.append(qint64(random() % quint64(2 * kDay)) - kDay);
    all.append(0);
    return all;
}

} // namespace

//! The wall clocks of the server and of a client are moved while they run.
class TestClocks : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void jumpsLoseNothing();
    void sessionsEndInTime();
    void deadlinesGoOn();
};

void TestClocks::initTestCase()
{
    if (!WallClock::isThere())
        QSKIP("libfaketime is not installed (package faketime)");
}

//! Order, times, sessions from before, and all that was sent, through every jump.
void TestClocks::jumpsLoseNothing()
{
    const WallClock serverClock;
    const WallClock clientClock;
    FaultScene scene(kConfiguration);
    serverClock.giveTo(scene.salond());
    const auto begun = scene.begin(kClients, kRooms);
    QVERIFY2(begun, begun ? "" : qPrintable(begun.error().toString()));
    FaultProxy proxy(scene.salond().port());
    History history;
    Crowd crowd(proxy.port(), scene.accounts(), scene.rooms(), history);
    DeviceHistory device(history.add(u"a device"_s));
    ChatProcess client(scene.accounts().constFirst(), scene.users().constFirst(), scene.rooms(),
                       device);
    clientClock.giveTo(client);
    const auto started = client.start(proxy.port());
    QVERIFY2(started, started ? "" : qPrintable(started.error().toString()));
    const auto turnFor = [&](int ms) {
        const QDeadlineTimer deadline(ms);
        while (!deadline.hasExpired()) {
            crowd.turn(5);
            QCoreApplication::processEvents();
        }
    };

    std::mt19937_64 random(Extent::seed());
    const auto to = jumps(Extent::of(10, 60), random());
    int done = 0;
    for (; done < to.size() && (!Extent::isOver() || done == 0); ++done) {
        actAll(crowd, scene.rooms(), kSends, random());
        for (const RoomId room : scene.rooms())
            client.act(room, random(), u"of the device, before jump %1"_s.arg(done),
                       scene.accounts().constLast().name);
        turnFor(int(random() % 150));
        serverClock.moveTo(to[done]);
        clientClock.moveTo(to[int(random() % quint64(to.size()))]);
        turnFor(int(random() % 150));
        if (done % 2 == 1)
            proxy.cut(); // everybody shows the token again
    }
    serverClock.moveTo(0);
    const bool isSent = QTest::qWaitFor(
        [&] {
            crowd.turn(5);
            return client.isOnline() && client.awaited() + client.unsent() == 0;
        },
        kSettleMs);
    QVERIFY2(isSent, "the device could not send what it kept");
    QVERIFY2(crowd.settle(kSettleMs), "not everybody has the same tail");
    QVERIFY2(client.lookAtRows(crowd.heads()), "the device does not come to the end of its rooms");
    QVERIFY2(QTest::qWaitFor([&] { return client.countsAs(scene.readStates(client.account())); },
                             kSettleMs),
             "the device and the server do not count the same");
    const Verdict verdict = scene.judge(history, {&device});
    tellTried(u"clocks"_s,
              {{u"jumps"_s, done},
               {u"clients"_s, kClients + 1},
               {u"acknowledged"_s, qint64(history.acknowledged())},
               {u"acts"_s, acts(history)},
               {u"connections"_s, qint64(crowd.connections())},
               {u"found"_s, counted(verdict)}},
              verdict.isClean());
    QVERIFY2(verdict.isClean(), qPrintable(verdict.text()));
    QVERIFY2(crowd.complaints().isEmpty(), qPrintable(crowd.complaints().join(u'\n')));
    QVERIFY2(client.failures().isEmpty(), qPrintable(client.failures().join(u'\n')));
    QVERIFY(scene.isReady());
    QCOMPARE(scene.metric("salon_store_healthy"), 1.0);
}

//! An open socket is closed when its session is past its time, not before, wherever the clock was
//! meanwhile.
void TestClocks::sessionsEndInTime()
{
    const WallClock clock;
    FaultScene scene("[server]\nsession_life = \"2h\"\n");
    clock.giveTo(scene.salond());
    const auto begun = scene.begin(1, 1);
    QVERIFY2(begun, begun ? "" : qPrintable(begun.error().toString()));
    History history;
    Crowd crowd(scene.salond().port(), scene.accounts(), scene.rooms(), history);
    QVERIFY(crowd.settle(kSettleMs));
    const auto isStillThere = [&] {
        const size_t before = crowd.connections();
        crowd.turnFor(1'500); // the server looks each second
        return crowd.connections() == before && crowd.member(0).isGreeted();
    };
    for (const qint64 seconds : {-kHour, kHour, -kDay, 2 * kHour - 60}) {
        clock.moveTo(seconds);
        QVERIFY2(isStillThere(), qPrintable(u"ended at %1 s"_s.arg(seconds)));
    }
    // Behind by an hour since it was started anew: what was signed before is good all the same.
    clock.moveTo(-kHour);
    QCOMPARE(scene.salond().stop(), std::optional<int>(0));
    QVERIFY(scene.salond().start());
    QVERIFY2(crowd.settle(kSettleMs), "it is not let in after a restart");
    clock.moveTo(2 * kHour + 1);
    const QDeadlineTimer deadline(10'000);
    const size_t before = crowd.connections();
    while (crowd.connections() == before && !deadline.hasExpired())
        crowd.turn(5);
    QVERIFY2(crowd.connections() > before, "the session outlived its time");
    HttpClient http(scene.salond().port());
    http.setToken(scene.accounts().constFirst().token);
    QCOMPARE(http.get("/api/sessions").error().code, ErrorCode::SessionExpired);
    // The clock was wrong, and is put right: the session is what its token says.
    clock.moveTo(kHour);
    QCOMPARE(http.get("/api/sessions").status, 200);
}

//! Who never says hello is let go after its ten seconds, though the clock went back meanwhile.
void TestClocks::deadlinesGoOn()
{
    const WallClock clock;
    FaultScene scene;
    clock.giveTo(scene.salond());
    const auto begun = scene.begin(1, 1);
    QVERIFY2(begun, begun ? "" : qPrintable(begun.error().toString()));
    QTcpSocket silent;
    silent.connectToHost(u"127.0.0.1"_s, scene.salond().port());
    QVERIFY(silent.waitForConnected());
    clock.moveTo(-kDay);
    // And not at once when it goes forward.
    QVERIFY(!silent.waitForDisconnected(1'000));
    clock.moveTo(kDay);
    QVERIFY(!silent.waitForDisconnected(1'000));
    clock.moveTo(-kDay);
    QVERIFY(silent.waitForDisconnected(30'000));
}

QTEST_GUILESS_MAIN(TestClocks)
#include "tst_clocks.moc"
