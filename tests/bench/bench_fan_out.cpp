// SPDX-License-Identifier: MIT
// What it costs to hand a message to each of 1,000 members of a room, against a bare epoll loop
// that sends the same frames; and over TLS. Prints JSON lines; judges nothing.
#include "tests/bench/figure.h"
#include "tests/bench/rooms_sample.h"
#include "tests/bench/rooms_scene.h"
#include "tests/support/silent_crowd.h"
#include "tests/support/test_certificates.h"
#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace salon::bench {
namespace {

const int kRuns = sized(7, 1);
const RoomsScene::Size kSize{.rooms = 1, .members = sized(1000, 20), .senders = 1};
const int kDescriptors = 4 * kSize.members + 200; // of this process: two servers in each scene

struct Samples {
    std::vector<Sample> salond, bare, encrypted;
};

Result<Samples> measureAll(RoomsScene &scene, RoomsScene &encrypted, int inFlight)
{
    Samples samples;
    for (int run = 0; run < kRuns; ++run) {
        TRY_ASSIGN(const auto bare, measure(scene.bare(), scene.barePid(), inFlight));
        TRY_ASSIGN(const auto salond, measure(scene.salond(), scene.salondPid(), inFlight));
        TRY_ASSIGN(const auto overTls,
                   measure(encrypted.salond(), encrypted.salondPid(), inFlight));
        samples.bare.push_back(bare);
        samples.salond.push_back(salond);
        samples.encrypted.push_back(overTls);
        tell(
            u"fan out, %1 in flight, run %2 of %3: salond %4 µs, bare %5 µs, TLS %6 µs a delivery"_s
                .arg(inFlight)
                .arg(run + 1)
                .arg(kRuns)
                .arg(salond.cpuPerDelivery, 0, 'f', 2)
                .arg(bare.cpuPerDelivery, 0, 'f', 2)
                .arg(overTls.cpuPerDelivery, 0, 'f', 2));
    }
    return samples;
}

Figure figureOf(const QString &name, int inFlight, const QString &unit,
                const std::vector<Sample> &samples, double Sample::*member)
{
    return {.bench = u"fan out"_s,
            .name = u"%1, %2 in flight"_s.arg(name).arg(inFlight),
            .unit = unit,
            .ours = valuesOf(samples, member)};
}

Result<> compare(RoomsScene &scene, RoomsScene &encrypted, int inFlight, double aim,
                 const QJsonObject &machine)
{
    TRY_ASSIGN(const auto samples, measureAll(scene, encrypted, inFlight));
    QJsonObject conditions = conditionsOf(machine, kSize, inFlight);
    conditions.insert(u"event_bytes"_s, samples.salond.back().bytesPerDelivery);
    conditions.insert(u"yardstick_event_bytes"_s, samples.bare.back().bytesPerDelivery);
    conditions.insert(u"measured_ms"_s, kMeasuredMs);
    Figure cpu =
        figureOf(u"CPU per delivery"_s, inFlight, u"µs"_s, samples.salond, &Sample::cpuPerDelivery);
    cpu.yardstick = u"bare epoll loop, same rows and frames, gathered"_s;
    cpu.theirs = valuesOf(samples.bare, &Sample::cpuPerDelivery);
    cpu.aim = aim;
    print(cpu, conditions);
    print(figureOf(u"deliveries"_s, inFlight, u"1/CPU-s"_s, samples.salond,
                   &Sample::deliveriesPerCpuSecond),
          conditions);
    Figure tls = figureOf(u"CPU per delivery over TLS"_s, inFlight, u"µs"_s, samples.encrypted,
                          &Sample::cpuPerDelivery);
    tls.yardstick = u"salond in plain"_s;
    tls.theirs = cpu.ours;
    print(tls, conditions);
    // Those of the commits are counted with them: a few for a thousand.
    print(figureOf(u"write calls per delivery over TLS"_s, inFlight, u""_s, samples.encrypted,
                   &Sample::writesPerDelivery),
          conditions);
    return {};
}

Result<> run()
{
    if (test::raiseDescriptorLimit() < kDescriptors)
        return Error::internal(u"the limit of open files is too low"_s);
    QJsonObject conditions = machine(); // asked before this process is bound to one core
    test::TestAuthority authority;
    if (!authority.problem().isEmpty())
        return Error::internal(authority.problem());
    authority.installHere();
    const test::TestCertificate identity = authority.issue();
    RoomsScene scene(kSize);
    RoomsScene encrypted(kSize, {}, &identity);
    tell(u"fan out: making twice %1 accounts"_s.arg(kSize.members));
    TRY(scene.open());
    TRY(encrypted.open());
    TRY(compare(scene, encrypted, 8, 1.15, conditions));
    return compare(scene, encrypted, 1, 1.2, conditions);
}

} // namespace
} // namespace salon::bench

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    return salon::bench::exitCode(u"bench_fan_out"_s, salon::bench::run());
}
