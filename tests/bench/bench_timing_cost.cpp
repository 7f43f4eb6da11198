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

const int kRuns = sized(30, 1); // pairs
constexpr int kInFlight = 8;

Result<> run(const QString &untimedProgram)
{
    const QJsonObject conditions = machine(); // asked before this process is bound to one core
    const RoomsScene::Size size{.rooms = sized(50, 2)};
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
    TRY(measureInTurns(figure, timed, untimed, kRuns, kInFlight));
    print(figure, conditionsOf(conditions, size, kInFlight));
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
