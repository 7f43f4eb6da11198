// SPDX-License-Identifier: MIT
#include "tests/bench/rooms_sample.h"
#include "tests/support/process_meter.h"
#include <QElapsedTimer>

namespace salon::bench {

static constexpr int kWarmUpMs = 400;

Result<Sample> measure(RoomLoad &load, qint64 pid, int inFlight)
{
    TRY(load.run(inFlight, kWarmUpMs));
    QElapsedTimer time;
    time.start();
    const qint64 before = test::cpuNanoseconds(pid);
    TRY(load.run(inFlight, kMeasuredMs));
    const auto cpu = double(test::cpuNanoseconds(pid) - before);
    const double seconds = double(time.nsecsElapsed()) / 1e9;
    const auto messages = double(load.answered());
    const auto deliveries = double(load.delivered());
    const Sample sample{cpu / messages / 1e3, messages / seconds, deliveries / cpu * 1e9,
                        double(load.deliveredBytes()) / deliveries};
    TRY(load.settle());
    return sample;
}

} // namespace salon::bench
