// SPDX-License-Identifier: MIT
// What a durable message costs in 50 rooms of 20, against a bare epoll loop that stores the same
// rows and sends the same frames. Prints JSON lines; judges nothing.
#include "tests/bench/figure.h"
#include "tests/bench/rooms_sample.h"
#include "tests/bench/rooms_scene.h"
#include <QCoreApplication>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::bench;

namespace {

const int kRuns = sized(7, 1);

struct Series {
    std::vector<Sample> ours, theirs;

    Figure figure(const QString &name, const QString &unit, double Sample::*member) const
    {
        return {.bench = u"rooms"_s,
                .name = name,
                .unit = unit,
                .ours = valuesOf(ours, member),
                .yardstick = u"bare epoll loop, same rows and frames"_s,
                .theirs = valuesOf(theirs, member)};
    }
};

Result<> compare(RoomsScene &scene, const RoomsScene::Size &size, int inFlight,
                 QJsonObject conditions)
{
    Series series;
    for (int run = 0; run < kRuns; ++run) {
        TRY_ASSIGN(const auto bare, measure(scene.bare(), scene.barePid(), inFlight));
        TRY_ASSIGN(const auto salond, measure(scene.salond(), scene.salondPid(), inFlight));
        series.theirs.push_back(bare);
        series.ours.push_back(salond);
        tell(u"rooms, %1 in flight, run %2 of %3: salond %4 µs, bare %5 µs of CPU a message"_s
                 .arg(inFlight)
                 .arg(run + 1)
                 .arg(kRuns)
                 .arg(salond.cpuPerMessage, 0, 'f', 1)
                 .arg(bare.cpuPerMessage, 0, 'f', 1));
    }
    conditions = conditionsOf(conditions, size, inFlight);
    conditions.insert(u"event_bytes"_s, series.ours.back().bytesPerDelivery);
    conditions.insert(u"yardstick_event_bytes"_s, series.theirs.back().bytesPerDelivery);
    conditions.insert(u"measured_ms"_s, kMeasuredMs);
    const QString suffix = u", %1 in flight"_s.arg(inFlight);
    Figure cpu = series.figure(u"CPU per message"_s + suffix, u"µs"_s, &Sample::cpuPerMessage);
    cpu.aim = 1.25;
    cpu.aimNow = 3;
    print(cpu, conditions);
    print(series.figure(u"messages"_s + suffix, u"1/s"_s, &Sample::messagesPerSecond), conditions);
    print(series.figure(u"deliveries"_s + suffix, u"1/CPU-s"_s, &Sample::deliveriesPerCpuSecond),
          conditions);
    return {};
}

Result<> run()
{
    const QJsonObject conditions = machine(); // asked before this process is bound to one core
    const RoomsScene::Size size{.rooms = sized(50, 2)};
    RoomsScene scene(size);
    tell(u"rooms: making %1 accounts in %2 rooms"_s.arg(size.rooms * size.members).arg(size.rooms));
    TRY(scene.open());
    TRY(compare(scene, size, 8, conditions));
    return compare(scene, size, 1, conditions);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    return exitCode(u"bench_rooms"_s, run());
}
