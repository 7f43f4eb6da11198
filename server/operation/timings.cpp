// SPDX-License-Identifier: MIT
#include "server/operation/timings.h"
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
    {"fan_out", "net"},
    {"flush", "net"},
    {"hash", "service"},
    {"hash_queue", "service", true},
}};

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
    m_buckets[bucketOf(nanoseconds)].fetch_add(1, std::memory_order_relaxed);
    m_sum.fetch_add(nanoseconds, std::memory_order_relaxed);
    qint64 seen = m_max.load(std::memory_order_relaxed);
    while (nanoseconds > seen
           && !m_max.compare_exchange_weak(seen, nanoseconds, std::memory_order_relaxed)) { }
}

StageFigures Histogram::figures() const
{
    std::array<qint64, kBuckets> counts;
    StageFigures result;
    for (size_t i = 0; i < kBuckets; ++i) {
        counts[i] = m_buckets[i].load(std::memory_order_relaxed);
        result.count += counts[i];
    }
    result.sum = m_sum.load(std::memory_order_relaxed);
    result.max = m_max.load(std::memory_order_relaxed);
    const auto percentile = [&](qint64 percent) {
        const qint64 wanted = (result.count * percent + 99) / 100;
        qint64 passed = 0;
        for (size_t i = 0; i < kBuckets; ++i) {
            passed += counts[i];
            if (counts[i] > 0 && passed >= wanted)
                return std::min(middleOf(i), result.max);
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
    std::vector<qint64> counts;
    qint64 passed = 0;
    size_t bucket = 0;
    for (const qint64 edge : edges) {
        for (; bucket < kBuckets && middleOf(bucket) <= edge; ++bucket)
            passed += m_buckets[bucket].load(std::memory_order_relaxed);
        counts.push_back(passed);
    }
    for (; bucket < kBuckets; ++bucket)
        passed += m_buckets[bucket].load(std::memory_order_relaxed);
    counts.push_back(passed);
    return counts;
}

void Histogram::reset()
{
    for (auto &bucket : m_buckets)
        bucket.store(0, std::memory_order_relaxed);
    m_sum = 0;
    m_max = 0;
}

Timings &Timings::process()
{
    static Timings timings;
    return timings;
}

std::vector<StageFigures> Timings::snapshot() const
{
    std::vector<StageFigures> all;
    for (size_t i = 0; i < kStageCount; ++i) {
        StageFigures figures = m_stages[i].figures();
        figures.stage = Stage(i);
        if (figures.count > 0)
            all.push_back(figures);
    }
    return all;
}

void Timings::reset()
{
    for (Histogram &stage : m_stages)
        stage.reset();
}

qint64 StageTimer::stop()
{
    if (!m_timings)
        return 0;
    const auto passed = std::chrono::steady_clock::now() - m_start;
    const qint64 whole = std::chrono::duration_cast<std::chrono::nanoseconds>(passed).count();
    const qint64 own = std::max<qint64>(0, whole - m_elsewhere);
    Q_ASSERT(s_innermost == this);
    s_innermost = m_outer;
    if (m_outer)
        m_outer->m_elsewhere += whole;
    std::exchange(m_timings, nullptr)->record(m_stage, own);
    return own;
}

} // namespace salon::server
