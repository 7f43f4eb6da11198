// SPDX-License-Identifier: MIT
#pragma once
#include "server/dispatch/contexts.h"
#include "server/dispatch/delivery.h"
#include "server/operation/request_trace.h"
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace salon::server {

struct WriteOutcome {
    Result<QByteArray> reply; //!< JSON of the answer
    std::shared_ptr<Effects> effects; //!< of a reply; null for none
    bool wasKnown = false; //!< nothing new was stored
};

struct WriteJob {
    std::function<Result<QByteArray>(WriteContext &)> rule;
    std::function<void(WriteOutcome)> done; //!< called by Deliver
    size_t shard = 0; //!< where
    // The writer's own:
    RequestTracePtr trace = {}; //!< of the request that asks, if any
    RequestTrace::Time queuedAt = {};
    Work before = {}; //!< what the writer had worked when this was queued
    Work own = {}; //!< what it has worked for this one
};

//! The one thread that writes: takes all that is queued, runs it in one transaction, commits, then
//! answers. Nothing is answered before it is on disk; after a failed commit everything of the batch
//! is Unavailable, as its outcome is unknown, and the database is opened anew.
class Writer {
public:
    //! Told what is on disk now, in the writer's thread, before it is delivered.
    using Committed = std::function<void(Effects &)>;
    static constexpr size_t kMostQueued = 20'000;
    //! For so long what was deleted may stay in the write-ahead log; longer while somebody reads.
    static constexpr std::chrono::milliseconds kForgetsAfter{2'000};

    Writer(const ServerFacts &facts, Deliver deliver, Committed committed = {});
    ~Writer();

    Result<> start();
    //! False when too much waits already: the job was not taken.
    bool add(WriteJob job);
    //! add() without wake(): an idle writer begins with it at the next wake().
    bool enqueue(WriteJob job);
    void wake();
    //! Finishes what is queued, then ends the thread. add() refuses from now on.
    void stop();
    //! Jobs that wait now.
    size_t queued() const;
    bool isHealthy() const { return m_healthy; }

private:
    using Batch = std::vector<WriteJob>;
    void run();
    void runBatch(Batch batch);
    void shareCommit(Batch &batch, RequestTrace::Time reachedAt, qint64 commit);
    std::vector<WriteOutcome> attempt(Batch &batch, bool savepoints, bool &again);
    WriteOutcome runJob(WriteJob &job);
    std::vector<WriteOutcome> failAll(const Batch &batch, const Error &error);
    void reopen();
    void truncateLog();

    const ServerFacts &m_facts;
    Deliver m_deliver;
    Committed m_committed;
    std::unique_ptr<WriteContext> m_context;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<WriteJob> m_queue;
    Work m_worked; // by the batches so far
    RequestTrace::Time m_takenAt; // the batch that is being run
    // The log, of what was deleted since.
    std::optional<std::chrono::steady_clock::time_point> m_truncateAt;
    bool m_stopping = false;
    std::atomic<bool> m_healthy = true;
    std::thread m_thread;
};

} // namespace salon::server
