// SPDX-License-Identifier: MIT
// What a second I/O thread brings: the same load on a server with one and with two of them, on the
// same machine, which the load itself needs a part of. Prints JSON lines; judges nothing.
#include "tests/bench/figure.h"
#include "tests/bench/rooms_sample.h"
#include "tests/bench/rooms_scene.h"
#include "tests/support/process_meter.h"
#include "tests/support/silent_crowd.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::bench {
namespace {

const int kRuns = sized(7, 1);
constexpr int kInFlight = 8;
const RoomsScene::Size kManyRooms{.rooms = sized(50, 2)};
const RoomsScene::Size kOneRoom{.rooms = 1, .members = sized(1000, 20), .senders = 1};
const int kDescriptors =
    2 * std::max(kManyRooms.rooms * kManyRooms.members, kOneRoom.members) + 200;

struct Samples {
    std::vector<double> perSecond; //!< messages
    std::vector<double> ownShare; //!< of one processor, by the load
    std::vector<double> serverShare;
    std::vector<double> cpuPerMessage; //!< µs

    Result<> add(RoomsScene &scene)
    {
        const qint64 self = QCoreApplication::applicationPid();
        QElapsedTimer time;
        time.start();
        const qint64 before = test::cpuNanoseconds(self);
        TRY_ASSIGN(const Sample sample, measure(scene.salond(), scene.salondPid(), kInFlight));
        ownShare.push_back(double(test::cpuNanoseconds(self) - before)
                           / double(time.nsecsElapsed()));
        perSecond.push_back(sample.messagesPerSecond);
        cpuPerMessage.push_back(sample.cpuPerMessage);
        serverShare.push_back(sample.cpuPerMessage * sample.messagesPerSecond / 1e6);
        return {};
    }
};

Result<> compare(const QString &what, const RoomsScene::Size &size, const QJsonObject &machine)
{
    RoomsScene one(size);
    RoomsScene two(size);
    tell(u"I/O threads, %1: making twice %2 accounts"_s.arg(what).arg(size.rooms * size.members));
    TRY(one.openUnbound(1));
    TRY(two.openUnbound(2));
    Samples ofOne, ofTwo;
    for (int run = 0; run < kRuns; ++run) {
        TRY(ofOne.add(one));
        TRY(ofTwo.add(two));
        tell(u"%1, run %2 of %3: %4 messages/s with one, %5 with two"_s.arg(what)
                 .arg(run + 1)
                 .arg(kRuns)
                 .arg(ofOne.perSecond.back(), 0, 'f', 0)
                 .arg(ofTwo.perSecond.back(), 0, 'f', 0));
    }
    QJsonObject conditions = conditionsOf(machine, size, kInFlight);
    conditions.insert(u"placement"_s, u"server and load share all cores"_s);
    conditions.insert(u"load_cores_with_one"_s, median(ofOne.ownShare));
    conditions.insert(u"load_cores_with_two"_s, median(ofTwo.ownShare));
    conditions.insert(u"server_cores_with_one"_s, median(ofOne.serverShare));
    conditions.insert(u"server_cores_with_two"_s, median(ofTwo.serverShare));
    print({.bench = u"io threads"_s,
           .name = u"messages a second with two I/O threads, "_s + what,
           .unit = u"1/s"_s,
           .ours = ofTwo.perSecond,
           .yardstick = u"with one"_s,
           .theirs = ofOne.perSecond},
          conditions);
    print({.bench = u"io threads"_s,
           .name = u"CPU per message with two I/O threads, "_s + what,
           .unit = u"µs"_s,
           .ours = ofTwo.cpuPerMessage,
           .yardstick = u"with one"_s,
           .theirs = ofOne.cpuPerMessage},
          conditions);
    return {};
}

Result<> run()
{
    if (test::raiseDescriptorLimit() < kDescriptors)
        return Error::internal(u"the limit of open files is too low"_s);
    const QJsonObject conditions = machine();
    TRY(compare(u"50 rooms of 20"_s, kManyRooms, conditions));
    return compare(u"a room of 1,000"_s, kOneRoom, conditions);
}

} // namespace
} // namespace salon::bench

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    return salon::bench::exitCode(u"bench_io_threads"_s, salon::bench::run());
}
