// SPDX-License-Identifier: MIT
#include "tests/fault/extent.h"
#include "tests/fault/fault_scene.h"
#include "tests/support/small_disk.h"
#include <QDeadlineTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;

namespace {

constexpr int kClients = 6;
constexpr int kRooms = 2;
constexpr int kSends = 20;
constexpr int kNoticeMs = 60'000;
constexpr int kSettleMs = 30'000;
constexpr qint64 kDiskBytes = 48 * 1024 * 1024;

} // namespace

//! The disk is full under load, and free again, again and again.
class TestFullDisk : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void losesNothing();
};

void TestFullDisk::losesNothing()
{
    const int rounds = Extent::of(2, 8);
    FaultScene scene;
    SmallDisk disk(scene.salond().dataFolder());
    if (const auto mounted = disk.mount(kDiskBytes); !mounted)
        QSKIP(qPrintable(mounted.error().message));
    const auto begun = scene.begin(kClients, kRooms);
    QVERIFY2(begun, begun ? "" : qPrintable(begun.error().toString()));
    History history;
    Crowd crowd(scene.salond().port(), scene.accounts(), scene.rooms(), history);
    int done = 0;
    int batches = 0;
    for (; done < rounds && !Extent::isOver(); ++done) {
        disk.fill();
        const QDeadlineTimer deadline(kNoticeMs);
        const auto turnUntil = [&](const auto &noticed) {
            // What lies between the ends of the database's files is room, too: until it is used up.
            while (!noticed() && !deadline.hasExpired()) {
                if (!crowd.hasUnsent())
                    actAll(crowd, scene.rooms(), kSends, Extent::seed() + quint64(++batches));
                crowd.turnFor(20);
            }
            return noticed();
        };
        QVERIFY2(turnUntil([&] { return !scene.isReady(); }), "nobody noticed that it was full");
        QCOMPARE(scene.metric("salon_store_healthy"), 0.0);
        QVERIFY(crowd.hasUnsent());
        crowd.turnFor(300);
        QVERIFY(scene.salond().isRunning());
        disk.free();
        QVERIFY2(crowd.settle(kSettleMs), "not all was stored once there was room");
        QVERIFY(scene.isReady());
        QCOMPARE(scene.metric("salon_store_healthy"), 1.0);
    }
    const Verdict verdict = scene.judge(history);
    tellTried(u"full_disk"_s,
              {{u"rounds"_s, done},
               {u"acknowledged"_s, qint64(history.acknowledged())},
               {u"acts"_s, acts(history)},
               {u"found"_s, counted(verdict)}},
              verdict.isClean());
    QVERIFY2(verdict.isClean(), qPrintable(verdict.text()));
    QVERIFY2(crowd.complaints().isEmpty(), qPrintable(crowd.complaints().join(u'\n')));
    QCOMPARE(history.answered(), size_t(batches) * kSends * kClients * kRooms);
    QCOMPARE(scene.salond().stop(), std::optional<int>(0));
}

QTEST_GUILESS_MAIN(TestFullDisk)
#include "tst_full_disk.moc"
