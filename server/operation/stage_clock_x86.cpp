// SPDX-License-Identifier: MIT
// The processor's own counter, where it runs at one rate on all cores: under a hypervisor it costs
// a third of what steady_clock does. Until its rate is known, and elsewhere, steady_clock is used.
#include "server/operation/stage_clock.h"
#include <QFile>
#include <atomic>
#include <limits>
#include <mutex>
#include <x86intrin.h>

namespace salon::server {
namespace {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

constexpr auto kToMeasure = std::chrono::seconds(1); // an error of 50 ns is one of 10^-7 then
constexpr int kPairs = 16;
constexpr int kFraction = 32; // bits

//! The same moment on both clocks.
struct Moment {
    qint64 ticks = 0;
    steady_clock::time_point time;
};

struct Rate {
    Moment since;
    qint64 nanosecondsPerTick = 0; // times 2^kFraction
};

qint64 ticksNow()
{
    return qint64(__rdtsc());
}

//! The closest of some pairs: one of them may be torn apart by another process.
Moment momentNow()
{
    Moment best;
    qint64 closest = std::numeric_limits<qint64>::max();
    for (int i = 0; i < kPairs; ++i) {
        const qint64 before = ticksNow();
        const auto time = steady_clock::now();
        const qint64 took = ticksNow() - before;
        if (took < closest) {
            closest = took;
            best = {before + took / 2, time};
        }
    }
    return best;
}

bool isCounterSteady()
{
    QFile file(QStringLiteral("/proc/cpuinfo"));
    if (!file.open(QIODevice::ReadOnly))
        return false;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("flags"))
            return line.contains(" constant_tsc") && line.contains(" nonstop_tsc");
    }
    return false;
}

Rate rateBetween(const Moment &first, const Moment &last)
{
    const qint64 span = (last.time - first.time) / nanoseconds(1);
    return {last, qint64((__int128(span) << kFraction) / (last.ticks - first.ticks))};
}

const Moment kStart = momentNow();
const bool kIsCounterSteady = isCounterSteady();
Rate s_rate;
std::once_flag s_isMeasured;
std::atomic<const Rate *> s_known = nullptr;

steady_clock::time_point unmeasured()
{
    const auto now = steady_clock::now();
    if (kIsCounterSteady && now - kStart.time >= kToMeasure)
        std::call_once(s_isMeasured, [] {
            s_rate = rateBetween(kStart, momentNow());
            s_known.store(&s_rate, std::memory_order_release);
        });
    return now;
}

} // namespace

StageClock::Time StageClock::read()
{
    const Rate *rate = s_known.load(std::memory_order_acquire);
    if (!rate)
        return unmeasured();
    const qint64 ticks = ticksNow() - rate->since.ticks;
    return rate->since.time
        + nanoseconds(qint64((__int128(ticks) * rate->nanosecondsPerTick) >> kFraction));
}

} // namespace salon::server
