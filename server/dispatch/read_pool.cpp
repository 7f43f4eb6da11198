// SPDX-License-Identifier: MIT
#include "server/dispatch/read_pool.h"
#include "server/operation/fault_counts.h"
#include "server/operation/log.h"
#include "server/operation/resting_wait.h"
#include "server/operation/timings.h"
#include <future>

using namespace Qt::StringLiterals;

namespace salon::server {

ReadPool::ReadPool(const ServerFacts &facts, int threads, Deliver deliver)
    : m_facts(facts), m_count(threads), m_deliver(std::move(deliver))
{
}

ReadPool::~ReadPool()
{
    stop();
}

Result<> ReadPool::start()
{
    for (int i = 0; i < m_count; ++i) {
        std::promise<Result<>> opened;
        auto result = opened.get_future();
        m_threads.emplace_back([this, &opened] {
            ReadContext context(m_facts);
            const auto open =
                context.database.open(m_facts.databasePath, Database::Access::ReadOnly);
            opened.set_value(open);
            if (open)
                run(context);
        });
        TRY(result.get());
    }
    return {};
}

bool ReadPool::add(Job job, size_t shard)
{
    const auto now = StageClock::now();
    Waiting waiting{std::move(job), RequestTrace::handOn(now), now, shard};
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping || m_queue.size() >= kMostQueued) {
            RequestTrace::takeBack(waiting.trace);
            if (!m_stopping)
                FaultCounts::process().add(ServerFault::ReadQueueFull);
            return false;
        }
        m_queue.push_back(std::move(waiting));
    }
    m_wake.notify_one();
    return true;
}

void ReadPool::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    for (std::thread &thread : m_threads)
        thread.join();
    m_threads.clear();
}

Error ReadPool::told(const Error &error)
{
    if (error.code != ErrorCode::Unavailable)
        return error;
    const Reason reason = error.reason == Reason::None ? Reason::StorageFailed : error.reason;
    return {ErrorCode::Unavailable, reason, u"the server cannot read its data at the moment"_s};
}

void ReadPool::run(ReadContext &context)
{
    for (;;) {
        Waiting waiting;
        {
            std::unique_lock lock(m_mutex);
            waitAndRest(m_wake, lock, [this] { return m_stopping || !m_queue.empty(); });
            if (m_queue.empty())
                return;
            waiting = std::move(m_queue.front());
            m_queue.pop_front();
        }
        auto call = runJob(context, waiting);
        const size_t shard = waiting.shard;
        m_deliver(
            {{shard, carriedBack(std::move(waiting.trace), StageClock::now(), std::move(call))}});
    }
}

std::function<void()> ReadPool::runJob(ReadContext &context, Waiting &waiting)
{
    const auto waited = StageClock::now() - waiting.since;
    const qint64 nanoseconds = waited / std::chrono::nanoseconds(1);
    Timings::process().record(Stage::ReadQueue, nanoseconds);
    if (waiting.trace)
        waiting.trace->waitedFor(Stage::Read, Stage::ReadQueue, nanoseconds);
    const RequestScope scope(waiting.trace);
    StageTimer timer(Stage::Read);
    Database &database = context.database;
    if (!database.isOpen())
        (void)database.open(m_facts.databasePath, Database::Access::ReadOnly);
    const auto begun = database.beginRead();
    auto call =
        waiting.job(begun ? Result<ReadContext *>(&context) : Result<ReadContext *>(begun.error()));
    database.rollback();
    timer.stop();
    const auto &failure = database.failure();
    m_healthy = !failure || failure->code != ErrorCode::Unavailable;
    if (failure) {
        FaultCounts::process().add(ServerFault::StoreRead);
        logError("store", u"a read failed",
                 {{"trace", RequestTrace::currentId()}, {"error", failure->toString()}});
        if (Database::isFatal(*failure))
            database.close(); // opened anew for the next job
        database.forgetFailure();
    }
    return call;
}

size_t ReadPool::queued() const
{
    const std::scoped_lock lock(m_mutex);
    return m_queue.size();
}

} // namespace salon::server
