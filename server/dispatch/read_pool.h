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

//! Threads that only read, each with its own connection and a snapshot for each job.
class ReadPool {
public:
    //! Runs in a reader; gives the call that Deliver runs where the answer belongs.
    using Job = std::function<std::function<void()>(Result<ReadContext *>)>;
    static constexpr size_t kMostQueued = 20'000;

    ReadPool(const ServerFacts &facts, int threads, Deliver deliver);
    ~ReadPool();

    Result<> start();
    //! For a request of that shard; false when too much waits already.
    bool add(Job job, size_t shard = 0);
    void stop(); //!< finishes what is queued
    size_t queued() const; //!< jobs that wait now
    //! Whether the latest job could read.
    bool isHealthy() const { return m_healthy; }

    //! `read` in a reader, then `done` by Deliver; `done` gets Unavailable when nothing could be
    //! read.
    template <class T>
    bool ask(std::function<Result<T>(ReadContext &)> read, std::function<void(Result<T>)> done,
             size_t shard = 0)
    {
        auto job = [read = std::move(read), done = std::move(done)](Result<ReadContext *> context) {
            auto answer =
                std::make_shared<Result<T>>(context ? read(**context) : Result<T>(context.error()));
            if (!*answer)
                *answer = told(answer->error());
            return [done, answer] { done(std::move(*answer)); };
        };
        return add(std::move(job), shard);
    }

private:
    struct Waiting {
        Job job;
        RequestTracePtr trace;
        RequestTrace::Time since;
        size_t shard = 0;
    };
    void run(ReadContext &context);
    //! The call that tells the answer.
    std::function<void()> runJob(ReadContext &context, Waiting &waiting);
    //! Without the engine's own words.
    static Error told(const Error &error);

    const ServerFacts &m_facts;
    int m_count;
    Deliver m_deliver;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Waiting> m_queue;
    bool m_stopping = false;
    std::atomic<bool> m_healthy = true;
    std::vector<std::thread> m_threads;
};

} // namespace salon::server
