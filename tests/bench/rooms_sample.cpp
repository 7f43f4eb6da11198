// SPDX-License-Identifier: MIT
#include "tests/bench/rooms_sample.h"
#include "tests/support/process_meter.h"
#include <QElapsedTimer>

using namespace Qt::StringLiterals;

namespace salon::bench {

static constexpr int kWarmUpMs = 400;

std::vector<double> valuesOf(const std::vector<Sample> &samples, double Sample::*member)
{
    std::vector<double> values;
    for (const Sample &sample : samples)
        values.push_back(sample.*member);
    return values;
}

Result<Sample> measure(RoomLoad &load, qint64 pid, int inFlight)
{
    TRY(load.run(inFlight, kWarmUpMs));
    QElapsedTimer time;
    time.start();
    const qint64 before = test::cpuNanoseconds(pid);
    const qint64 writesBefore = test::writeCalls(pid);
    TRY(load.run(inFlight, kMeasuredMs));
    const auto cpu = double(test::cpuNanoseconds(pid) - before);
    const auto writes = double(test::writeCalls(pid) - writesBefore);
    const double seconds = double(time.nsecsElapsed()) / 1e9;
    const auto messages = double(load.answered());
    const auto deliveries = double(load.delivered());
    const Sample sample{.cpuPerMessage = cpu / messages / 1e3,
                        .messagesPerSecond = messages / seconds,
                        .deliveriesPerCpuSecond = deliveries / cpu * 1e9,
                        .bytesPerDelivery = double(load.deliveredBytes()) / deliveries,
                        .cpuPerDelivery = cpu / deliveries / 1e3,
                        .writesPerDelivery = writes / deliveries};
    TRY(load.settle());
    return sample;
}

Result<> measureInTurns(Figure &figure, RoomsScene &ours, RoomsScene &theirs, int pairs,
                        int inFlight)
{
    const auto measureOne = [inFlight](RoomsScene &scene,
                                       std::vector<double> &figures) -> Result<> {
        TRY_ASSIGN(const auto sample, measure(scene.salond(), scene.salondPid(), inFlight));
        figures.push_back(sample.cpuPerMessage);
        return {};
    };
    for (int pair = 0; pair < pairs; ++pair) {
        const bool areOursFirst = pair % 2 != 0;
        if (areOursFirst)
            TRY(measureOne(ours, figure.ours));
        TRY(measureOne(theirs, figure.theirs));
        if (!areOursFirst)
            TRY(measureOne(ours, figure.ours));
        tell(u"%1, pair %2 of %3: %4 µs; %5: %6 µs"_s.arg(figure.bench)
                 .arg(pair + 1)
                 .arg(pairs)
                 .arg(figure.ours.back(), 0, 'f', 1)
                 .arg(figure.yardstick)
                 .arg(figure.theirs.back(), 0, 'f', 1));
    }
    return {};
}

} // namespace salon::bench
