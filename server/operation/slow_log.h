// SPDX-License-Identifier: MIT
#pragma once
#include "server/operation/request_trace.h"
#include "shared/base/result.h"
#include <QStringList>
#include <atomic>
#include <deque>
#include <mutex>

namespace salon::server {

//! A request that is over, as the slow log keeps it. Times in nanoseconds.
struct TracedRequest {
    QString trace;
    QString kind;
    UserId user; //!< none before a login was right
    SessionId session;
    qint64 endedAt = 0; //!< UTC milliseconds
    qint64 total = 0; //!< from the read that completed it to the last byte that the kernel took
    qint64 recipients = 0;
    StageTimes took;
    StageTimes charged;
};

//! A stage of one request. `charged` says how much of the request's time is its fault: a wait is
//! charged to what others did in that time, and only what that does not explain to the queue.
struct StageShare {
    Stage stage = Stage::Accept;
    qint64 took = 0;
    qint64 charged = 0;
};
//! The stage first that most of the time is charged to; those without any time are left out.
std::vector<StageShare> rankedStages(const TracedRequest &request);

//! Remembers the latest slow requests, and one in so many of all; writes the slow ones to the log.
class SlowLog {
public:
    static constexpr size_t kKept = 256; //!< of each
    struct Settings {
        qint64 thresholdMs = 500; //!< as long as that is slow; 0: every request
        QList<std::pair<QByteArray, qint64>> byKind{{"login", 2000}}; //!< other thresholds
        qint64 sampleOneIn = 1000; //!< 0: none

        //! As in the configuration: "login=2000".
        Result<> setKinds(const QStringList &texts);
        QStringList kinds() const;
    };

    static SlowLog &process();
    //! Before any request is traced.
    void setSettings(const Settings &settings) { m_settings = settings; }
    //! The request is over.
    void consider(const RequestTrace &trace, qint64 totalNanoseconds);

    enum class Kept { Slow, Samples };
    //! The latest first.
    std::vector<TracedRequest> latest(Kept which, qsizetype count) const;

private:
    qint64 thresholdMs(std::string_view kind) const;
    void keep(std::deque<TracedRequest> &where, const TracedRequest &request);
    //! How many lines were left out before this one; nothing: leave this out as well.
    std::optional<qint64> mayWriteLine();

    Settings m_settings;
    std::atomic<qint64> m_seen = 0;
    mutable std::mutex m_mutex;
    std::deque<TracedRequest> m_slow;
    std::deque<TracedRequest> m_samples;
    qint64 m_second = 0; // in which m_lines were written
    qint64 m_lines = 0;
    qint64 m_leftOut = 0;
};

} // namespace salon::server
