// SPDX-License-Identifier: MIT
// What presence and typing add to a durable message in 50 rooms of 20: everybody follows the people
// of their room and each sender says every three seconds that they write, beside a salond in which
// both are switched off. Prints JSON lines; judges nothing.
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

Result<> run()
{
    const QJsonObject conditions = machine(); // asked before this process is bound to one core
    const RoomsScene::Size size{.rooms = sized(50, 10)}; // or nobody would write in one run
    RoomsScene used(size);
    RoomsScene off(size);
    off.process().setEnvironment(u"SALOND_PRESENCE_SHOWN"_s, u"false"_s);
    off.process().setEnvironment(u"SALOND_PRESENCE_TYPING"_s, u"false"_s);
    tell(u"presence: making twice %1 accounts"_s.arg(size.rooms * size.members));
    TRY(used.open());
    TRY(off.open());
    TRY(used.salond().usePresence());
    Figure figure{.bench = u"presence"_s,
                  .name = u"CPU per message, all follow and senders type"_s,
                  .unit = u"µs"_s,
                  .ours = {},
                  .yardstick = u"the same, switched off"_s,
                  .theirs = {},
                  .aim = 1.03};
    TRY(measureInTurns(figure, used, off, kRuns, kInFlight));
    const qint64 heard = used.salond().typingHeard(); // in the last run
    if (heard == 0)
        return Error::internal(u"nobody heard who writes"_s);
    QJsonObject told = conditionsOf(conditions, size, kInFlight);
    told.insert(u"typing_heard_a_second"_s, double(heard) * 1000 / kMeasuredMs);
    told.insert(u"measured_ms"_s, kMeasuredMs);
    print(figure, told);
    return {};
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    return exitCode(u"bench_presence"_s, run());
}
