// SPDX-License-Identifier: MIT
// What it costs to time every stage of every request: a salond as it is shipped beside one in which
// the timing was left out when it was compiled. Prints JSON lines; judges nothing.
#include "tests/bench/figure.h"
#include "tests/bench/rooms_sample.h"
#include "tests/bench/rooms_scene.h"
#include <QCoreApplication>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::bench;

namespace {

constexpr int kRuns = 30; // pairs; each of the two goes first in every second one
constexpr int kInFlight = 8;

Result<> run(const QString &untimedProgram)
{
    QJsonObject conditions = machine(); // asked before this process is bound to one core
    const RoomsScene::Size size;
    RoomsScene timed(size);
    RoomsScene untimed(size, untimedProgram);
    tell(u"timing_cost: making twice %1 accounts"_s.arg(size.rooms * size.members));
    TRY(timed.open());
    TRY(untimed.open());
    Figure figure{.bench = u"timing_cost"_s,
                  .name = u"CPU per message, every stage timed"_s,
                  .unit = u"µs"_s,
                  .ours = {},
                  .yardstick = u"the same without any timing"_s,
                  .theirs = {},
                  .aim = 1.02};
    const auto measureOne = [](RoomsScene &scene, std::vector<double> &figures) -> Result<> {
        TRY_ASSIGN(const auto sample, measure(scene.salond(), scene.salondPid(), kInFlight));
        figures.push_back(sample.cpuPerMessage);
        return {};
    };
    for (int run = 0; run < kRuns; ++run) {
        const bool isTimedFirst = run % 2 != 0;
        if (isTimedFirst)
            TRY(measureOne(timed, figure.ours));
        TRY(measureOne(untimed, figure.theirs));
        if (!isTimedFirst)
            TRY(measureOne(timed, figure.ours));
        tell(u"timing_cost, run %1 of %2: %3 µs timed, %4 µs untimed"_s.arg(run + 1)
                 .arg(kRuns)
                 .arg(figure.ours.back(), 0, 'f', 1)
                 .arg(figure.theirs.back(), 0, 'f', 1));
    }
    conditions.insert(u"in_flight_per_sender"_s, kInFlight);
    conditions.insert(u"rooms"_s, size.rooms);
    conditions.insert(u"members_per_room"_s, size.members);
    print(figure, conditions);
    return {};
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QString untimed = qEnvironmentVariable("SALON_UNTIMED_SALOND");
    const auto done = untimed.isEmpty()
        ? Result<>(Error::badRequest(u"SALON_UNTIMED_SALOND"_s,
                                     u"expected the path of a salond without timing"_s))
        : run(untimed);
    return exitCode(u"bench_timing_cost"_s, done);
}
