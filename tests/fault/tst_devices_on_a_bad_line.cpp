// SPDX-License-Identifier: MIT
#include "tests/fault/extent.h"
#include "tests/fault/fault_scene.h"
#include "tests/support/chat_process.h"
#include "tests/support/fault_proxy.h"
#include "tests/support/http_client.h"
#include <QTest>
#include <random>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;

namespace {

constexpr int kRooms = 3;
constexpr int kOthers = 3;
constexpr int kAgreeMs = 30'000;
constexpr int kTurnMs = 25;

// The server, too, finds a half-open peer in the time of a test.
const QByteArray kConfiguration = R"(
[net]
ping_after_ms = 500
silence_limit_ms = 2000
)";

} // namespace

//! Two devices of one account read and write over a line that breaks at random, while others write.
class TestDevicesOnABadLine : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countTheSame_data();
    void countTheSame();
};

void TestDevicesOnABadLine::countTheSame_data()
{
    QTest::addColumn<quint64>("seed");
    for (int i = 0; i < Extent::of(1, 20); ++i) {
        const quint64 seed = Extent::seed() + quint64(i);
        QTest::newRow(qPrintable(u"seed %1"_s.arg(seed))) << seed;
    }
}

void TestDevicesOnABadLine::countTheSame()
{
    QFETCH(quint64, seed);
    if (Extent::isLeftOut(u"two_devices"_s))
        QSKIP("no more time");
    std::mt19937_64 random(seed);
    FaultScene scene(kConfiguration);
    const auto begun = scene.begin(1 + kOthers, kRooms);
    QVERIFY2(begun, begun ? "" : qPrintable(begun.error().toString()));
    const quint16 port = scene.salond().port();
    FaultProxy proxy(port, seed);
    proxy.setWeather({.delayMs = 2, .jitterMs = 10});
    History history;
    Crowd others(port, scene.accounts().last(kOthers), scene.rooms(), history);
    std::array devices{DeviceHistory(history.add(u"desk"_s)), DeviceHistory(history.add(u"lap"_s))};
    std::vector<std::unique_ptr<ChatProcess>> processes;
    for (DeviceHistory &device : devices) {
        processes.push_back(std::make_unique<ChatProcess>(
            scene.accounts().constFirst(), scene.users().constFirst(), scene.rooms(), device));
        const auto started = processes.back()->start(proxy.port());
        QVERIFY2(started, started ? "" : qPrintable(started.error().toString()));
        QTRY_VERIFY_WITH_TIMEOUT(processes.back()->isOnline(), kAgreeMs);
    }

    const int steps = Extent::of(120, 400);
    proxy.strikeEach(300);
    for (int i = 0; i < steps; ++i) {
        const RoomId room = scene.rooms()[qsizetype(random() % kRooms)];
        ChatProcess &process = *processes[random() % processes.size()];
        const Seq head = others.member(0).held(room).next - 1;
        switch (random() % 4) {
        case 0:
            process.act(room, random(), u"step %1 of %2"_s.arg(i).arg(seed),
                        scene.accounts().constLast().name);
            break;
        case 1:
            if (head > 1) // anywhere: what is behind the marker must not move it
                process.read(room, 1 + Seq(random() % quint64(head)));
            break;
        default:
            others.member(random() % kOthers)
                .act(room, random(), u"other %1 of %2"_s.arg(i).arg(seed),
                     scene.accounts().constFirst().name);
        }
        const QDeadlineTimer turn(kTurnMs);
        while (!turn.hasExpired()) {
            others.turn(2);
            QCoreApplication::processEvents();
        }
    }
    proxy.strikeEach(0);
    proxy.setWeather({});
    const Account &account = scene.accounts().constFirst();
    Result<QList<protocol::ReadState>> server = scene.readStates(account);
    const bool isAgreed = QTest::qWaitFor(
        [&] {
            others.turn(5);
            for (const auto &process : processes) {
                if (others.hasUnsent() || !process->isOnline()
                    || process->awaited() + process->unsent() > 0)
                    return false;
            }
            server = scene.readStates(account);
            return processes[0]->countsAs(server) && processes[1]->countsAs(server);
        },
        kAgreeMs);
    QVERIFY2(others.settle(kAgreeMs), "the others do not have the same tail");
    HttpClient http(port);
    http.setToken(scene.accounts().constFirst().token);
    protocol::Digest digest;
    for (const protocol::ReadState &state : devices[1].counted) {
        const auto same = std::ranges::find(*server, state.room, &protocol::ReadState::room);
        QVERIFY(same != server->end());
        digest.rooms.append({state.room, others.member(0).held(state.room).next - 1, state.seq,
                             same->counter, state.unread, state.mentions});
    }
    const auto differing = http.call("/api/session.digest", digest);
    for (const auto &process : processes) {
        QVERIFY2(process->lookAtRows(others.heads()),
                 "a device does not come to the end of its rooms");
        QVERIFY2(process->lookAtPinned(), "what is pinned is not shown as the server tells it");
    }
    const Verdict verdict = scene.judge(history, {&devices[0], &devices[1]});
    QStringList folders;
    for (const auto &process : processes) {
        QVERIFY(process->quit());
        folders.append(process->folder());
    }
    const Verdict forgotten = scene.forgotten(history, folders);
    tellTried(u"two_devices"_s,
              {{u"network_seed"_s, qint64(seed)},
               {u"steps"_s, steps},
               {u"acknowledged"_s, qint64(history.acknowledged())},
               {u"acts"_s, acts(history)},
               {u"connections"_s, qint64(proxy.accepted())},
               {u"found"_s, counted(verdict)}},
              verdict.isClean() && forgotten.isClean() && isAgreed);
    QVERIFY2(forgotten.isClean(), qPrintable(forgotten.text()));
    QVERIFY2(isAgreed, "the devices and the server do not count the same");
    QVERIFY2(verdict.isClean(), qPrintable(verdict.text()));
    QVERIFY2(differing, differing ? "" : qPrintable(differing.error().toString()));
    QCOMPARE(differing->rooms.size(), 0);
    QVERIFY2(others.complaints().isEmpty(), qPrintable(others.complaints().join(u'\n')));
}

QTEST_GUILESS_MAIN(TestDevicesOnABadLine)
#include "tst_devices_on_a_bad_line.moc"
