// SPDX-License-Identifier: MIT
#include "server/operation/timings.h"
#include "server/operation/request_trace.h"
#include <algorithm>
#include <bit>

namespace salon::server {
namespace {

struct StageRow {
    std::string_view name;
    std::string_view module;
    bool waiting = false;
};

constexpr std::array<StageRow, kStageCount> kStages{{
    {"accept", "net"},
    {"socket", "net"},
    {"frame", "net"},
    {"http", "net"},
    {"decode", "protocol"},
    {"preconditions", "dispatch"},
    {"queue", "dispatch", true},
    {"rule", "service"},
    {"sql", "store"},
    {"commit", "store"},
    {"read", "store"},
    {"read_queue", "dispatch", true},
    {"encode", "protocol"},
    {"answer_queue", "net", true},
    {"fan_out", "net"},
    {"flush", "net"},
    {"drain", "net"},
    {"hash", "service"},
    {"hash_queue", "service", true},
}};

constexpr auto kRelaxed = std::memory_order_relaxed;

constinit std::atomic<size_t> s_threads = 0;
constinit thread_local size_t t_number = 0;

//! From 1, in the order in which threads first came here.
size_t numberOfThread()
{
    if (t_number == 0)
        t_number = s_threads.fetch_add(1, kRelaxed) + 1;
    return t_number;
}

//! Of what one thread alone changes.
void increase(std::atomic<qint64> &count, qint64 by)
{
    count.store(count.load(kRelaxed) + by, kRelaxed);
}

} // namespace

std::string_view stageName(Stage stage)
{
    return kStages[size_t(stage)].name;
}

std::string_view moduleOf(Stage stage)
{
    return kStages[size_t(stage)].module;
}

bool isWaiting(Stage stage)
{
    return kStages[size_t(stage)].waiting;
}

size_t Histogram::bucketOf(qint64 value)
{
    constexpr size_t kSub = size_t(1) << kSubBits;
    const auto number = quint64(std::max<qint64>(value, 0));
    if (number < kSub)
        return size_t(number);
    const int highest = int(std::bit_width(number)) - 1;
    if (highest > kHighestBit)
        return kBuckets - 1;
    const auto group = size_t(highest - kSubBits + 1);
    return (group << kSubBits) + (size_t(number >> (highest - kSubBits)) & (kSub - 1));
}

qint64 Histogram::middleOf(size_t bucket)
{
    constexpr size_t kSub = size_t(1) << kSubBits;
    if (bucket < kSub)
        return qint64(bucket);
    const size_t shift = (bucket >> kSubBits) - 1;
    const auto from = qint64((bucket & (kSub - 1)) | kSub) << shift;
    return from + ((qint64(1) << shift) >> 1);
}

void Histogram::record(qint64 nanoseconds)
{
    const size_t number = numberOfThread();
    Part &part = m_parts[number < kParts ? number : 0];
    Count &bucket = part.buckets[bucketOf(nanoseconds)];
    if (number < kParts) {
        increase(bucket, 1);
        increase(part.sum, nanoseconds);
        if (nanoseconds > part.max.load(kRelaxed))
            part.max.store(nanoseconds, kRelaxed);
        return;
    }
    bucket.fetch_add(1, kRelaxed);
    part.sum.fetch_add(nanoseconds, kRelaxed);
    qint64 seen = part.max.load(kRelaxed);
    while (nanoseconds > seen && !part.max.compare_exchange_weak(seen, nanoseconds, kRelaxed)) { }
}

HistogramCounts Histogram::counts() const
{
    HistogramCounts counts{std::vector<qint64>(kBuckets), 0, 0};
    for (const Part &part : m_parts) {
        for (size_t i = 0; i < kBuckets; ++i)
            counts.buckets[i] += part.buckets[i].load(kRelaxed);
        counts.sum += part.sum.load(kRelaxed);
        counts.max = std::max(counts.max, part.max.load(kRelaxed));
    }
    return counts;
}

HistogramCounts HistogramCounts::since(const HistogramCounts &earlier) const
{
    if (earlier.buckets.empty())
        return *this;
    HistogramCounts result{buckets, sum - earlier.sum, 0};
    for (size_t i = 0; i < std::min(buckets.size(), earlier.buckets.size()); ++i)
        result.buckets[i] -= earlier.buckets[i];
    for (size_t i = 0; i < result.buckets.size(); ++i) {
        if (result.buckets[i] > 0)
            result.max = std::min(max, Histogram::middleOf(i));
    }
    return result;
}

StageFigures HistogramCounts::figures() const
{
    StageFigures result;
    result.count = std::accumulate(buckets.begin(), buckets.end(), qint64(0));
    result.sum = sum;
    result.max = max;
    const auto percentile = [&](qint64 percent) {
        const qint64 wanted = (result.count * percent + 99) / 100;
        qint64 passed = 0;
        for (size_t i = 0; i < buckets.size(); ++i) {
            passed += buckets[i];
            if (buckets[i] > 0 && passed >= wanted)
                return std::min(Histogram::middleOf(i), result.max);
        }
        return result.max;
    };
    result.p50 = percentile(50);
    result.p95 = percentile(95);
    result.p99 = percentile(99);
    return result;
}

std::vector<qint64> Histogram::countsUpTo(std::span<const qint64> edges) const
{
    const HistogramCounts all = this->counts();
    std::vector<qint64> counts;
    qint64 passed = 0;
    size_t bucket = 0;
    for (const qint64 edge : edges) {
        for (; bucket < kBuckets && middleOf(bucket) <= edge; ++bucket)
            passed += all.buckets[bucket];
        counts.push_back(passed);
    }
    for (; bucket < kBuckets; ++bucket)
        passed += all.buckets[bucket];
    counts.push_back(passed);
    return counts;
}

Timings &Timings::process()
{
    static Timings timings;
    return timings;
}

std::vector<StageFigures> Timings::snapshot() const
{
    return between({}, counts());
}

Timings::Counts Timings::counts() const
{
    Counts all;
    for (size_t i = 0; i < kStageCount; ++i)
        all[i] = m_stages[i].counts();
    return all;
}

std::vector<StageFigures> Timings::between(const Counts &earlier, const Counts &later)
{
    std::vector<StageFigures> all;
    for (size_t i = 0; i < kStageCount; ++i) {
        StageFigures figures = later[i].since(earlier[i]).figures();
        figures.stage = Stage(i);
        if (figures.count > 0)
            all.push_back(figures);
    }
    return all;
}

qint64 StageTimer::stop()
{
    if (!m_timings)
        return 0;
    const qint64 own = record(StageClock::now());
    Q_ASSERT(s_innermost == this);
    s_innermost = m_outer;
    m_timings = nullptr;
    return own;
}

void StageTimer::goOn(Stage next)
{
    if (!m_timings)
        return;
    record(StageClock::now());
    m_stage = next;
}

qint64 StageTimer::record(StageClock::Time now)
{
    const qint64 whole = (now - std::exchange(m_start, now)) / std::chrono::nanoseconds(1);
    const qint64 own = std::max<qint64>(0, whole - std::exchange(m_elsewhere, 0));
    if (m_outer)
        m_outer->m_elsewhere += whole;
    m_timings->record(m_stage, own);
    recordHere(m_stage, own);
    return own;
}

void StageTimer::recordHere(Stage stage, qint64 nanoseconds)
{
    s_worked[size_t(stage)] += quint64(nanoseconds);
    if (RequestTrace *trace = RequestTrace::current())
        trace->add(stage, nanoseconds);
}

std::optional<StageTimer::Running> StageTimer::running(StageClock::Time now)
{
    const StageTimer *timer = s_innermost;
    if (!timer)
        return {};
    const qint64 whole = (now - timer->m_start) / std::chrono::nanoseconds(1);
    return Running{timer->m_stage, timer->m_start, std::max<qint64>(0, whole - timer->m_elsewhere)};
}

void recordStage(Stage stage, qint64 nanoseconds)
{
    if (!kIsTimed)
        return;
    Timings::process().record(stage, nanoseconds);
    StageTimer::recordHere(stage, nanoseconds);
}

} // namespace salon::server
