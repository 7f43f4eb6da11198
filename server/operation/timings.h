// SPDX-License-Identifier: MIT
#pragma once
#include "server/operation/stage_clock.h"
#include <QtGlobal>
#include <array>
#include <atomic>
#include <numeric>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace salon::server {

//! The arrows of a message's way through the server, in its order; each belongs to one module.
enum class Stage {
    Accept,
    Socket,
    Frame,
    Http,
    Decode,
    Preconditions, // net, then dispatch: what comes in
    Queue,
    Rule,
    Sql,
    Commit,
    Read,
    ReadQueue, // dispatch, service, store
    Encode,
    AnswerQueue,
    FanOut,
    Flush,
    Drain, // net: what goes out
    Hash,
    HashQueue, // service: passwords
};
inline constexpr size_t kStageCount = size_t(Stage::HashQueue) + 1;

std::string_view stageName(Stage stage);
std::string_view moduleOf(Stage stage);
//! True for time in which nobody works, e.g. in a queue: it is shown, but takes no share.
bool isWaiting(Stage stage);

//! Nanoseconds by stage.
struct StageTimes {
    std::array<qint64, kStageCount> ns{};

    qint64 &operator[](Stage stage) { return ns[size_t(stage)]; }
    qint64 operator[](Stage stage) const { return ns[size_t(stage)]; }
    qint64 sum() const { return std::accumulate(ns.begin(), ns.end(), qint64(0)); }
};

//! What a thread has worked, by stage: since it began, which goes around, or between two moments
//! less than two minutes apart, which is the difference. For every message some are made and
//! compared, hence the short numbers, and as many as the processor takes at a time.
struct Work {
    static constexpr int kUnitBits = 6; // a unit is 64 ns
    static constexpr size_t kWidth = (kStageCount + 3) / 4 * 4;
    std::array<quint32, kWidth> units{};

    void add(Stage stage, qint64 nanoseconds)
    {
        units[size_t(stage)] += quint32(nanoseconds >> kUnitBits);
    }
    //! In units; a difference of differences may be short of nothing by some.
    qint32 sum() const { return qint32(std::accumulate(units.begin(), units.end(), quint32(0))); }
    qint64 nanoseconds() const { return qint64(sum()) * (1 << kUnitBits); }
    friend Work operator-(Work left, const Work &right)
    {
        for (size_t i = 0; i < kWidth; ++i)
            left.units[i] -= right.units[i];
        return left;
    }
};

//! What was seen of one stage. All times in nanoseconds; percentiles are within 4 %.
struct StageFigures {
    Stage stage = Stage::Accept;
    qint64 count = 0;
    qint64 sum = 0;
    qint64 p50 = 0;
    qint64 p95 = 0;
    qint64 p99 = 0;
    qint64 max = 0;
};

//! What a histogram holds at a moment.
struct HistogramCounts {
    std::vector<qint64> buckets;
    qint64 sum = 0;
    qint64 max = 0;

    //! What came since an earlier moment, or at all; its maximum is then known to a bucket only.
    HistogramCounts since(const HistogramCounts &earlier) const;
    //! Count, sum, percentiles and maximum; `stage` is the caller's to set.
    StageFigures figures() const;
};

//! Counts how long things took, in buckets that grow with the value (16 to a power of two).
//! Any thread may record; nobody waits for anybody, and the first threads of the process share no
//! memory for it.
class Histogram {
public:
    void record(qint64 nanoseconds);
    HistogramCounts counts() const;
    StageFigures figures() const { return counts().figures(); }
    //! How many were at most so long, for each of the rising nanoseconds; at last the count of all.
    std::vector<qint64> countsUpTo(std::span<const qint64> edges) const;

    //! About the middle of the values that a bucket counts.
    static qint64 middleOf(size_t bucket);

private:
    static constexpr int kSubBits = 4;
    static constexpr int kHighestBit = 42; // 2^43 ns are more than two hours
    static constexpr size_t kBuckets = size_t(kHighestBit - kSubBits + 2) << kSubBits;
    static size_t bucketOf(qint64 value);

    using Count = std::atomic<qint64>;
    struct alignas(64) Part {
        Count sum = 0;
        Count max = 0;
        std::array<Count, kBuckets> buckets{};
    };
    // All but the first have one thread that writes.
    static constexpr size_t kParts = 8;
    std::array<Part, kParts> m_parts;
};

//! A histogram for each stage.
class Timings {
public:
    static Timings &process();

    const Histogram &of(Stage stage) const { return m_stages[size_t(stage)]; }
    void record(Stage stage, qint64 nanoseconds)
    {
        if (kIsTimed)
            m_stages[size_t(stage)].record(nanoseconds);
    }
    //! Of each stage that was ever recorded, in the order of the enumeration.
    std::vector<StageFigures> snapshot() const;
    using Counts = std::array<HistogramCounts, kStageCount>;
    Counts counts() const;
    //! Of each stage that was recorded between the two.
    static std::vector<StageFigures> between(const Counts &earlier, const Counts &later);

private:
    std::array<Histogram, kStageCount> m_stages;
};

//! Records what was timed in another way: in the histograms of the process, for the thread, and for
//! the request that the thread works for.
void recordStage(Stage stage, qint64 nanoseconds);

//! Records the time from its making to its end, or to stop(), less what timers inside of it took:
//! the stages of a thread never count a moment twice. Timers of a thread end in reverse order.
class StageTimer {
public:
    explicit StageTimer(Stage stage, Timings &timings = Timings::process())
        : m_timings(kIsTimed ? &timings : nullptr),
          m_outer(kIsTimed ? std::exchange(s_innermost, this) : nullptr), m_stage(stage),
          m_start(StageClock::now())
    {
    }
    ~StageTimer()
    {
        if (m_timings)
            stop();
    }
    Q_DISABLE_COPY_MOVE(StageTimer)

    //! Time that another stage has counted in its own way.
    void exclude(qint64 nanoseconds) { m_elsewhere += nanoseconds; }
    //! Records once; gives the nanoseconds, 0 when it had stopped before.
    qint64 stop();
    //! The same, and times the next stage from that moment on.
    void goOn(Stage next);

    //! What this thread has worked since it began.
    static Work ofThread()
    {
        Work work;
        for (size_t i = 0; i < Work::kWidth; ++i)
            work.units[i] = quint32(s_worked[i] >> Work::kUnitBits);
        return work;
    }
    //! The stage that this thread is in, since when, and how long without the stages inside of it;
    //! nothing outside of all stages.
    struct Running {
        Stage stage;
        StageClock::Time since;
        qint64 nanoseconds;
    };
    static std::optional<Running> running(StageClock::Time now);

private:
    friend void recordStage(Stage stage, qint64 nanoseconds);
    qint64 record(StageClock::Time now);
    //! For the thread, and for the request that it works for.
    static void recordHere(Stage stage, qint64 nanoseconds);

    static inline constinit thread_local StageTimer *s_innermost = nullptr;
    static inline constinit thread_local std::array<quint64, Work::kWidth>
        s_worked{}; // nanoseconds

    Timings *m_timings;
    StageTimer *m_outer;
    qint64 m_elsewhere = 0;
    Stage m_stage;
    StageClock::Time m_start;
};

} // namespace salon::server
