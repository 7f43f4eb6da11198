// SPDX-License-Identifier: MIT
#include "server/dispatch/writer.h"
#include "server/operation/fault_counts.h"
#include "server/operation/log.h"
#include "server/operation/resting_wait.h"
#include "server/operation/timings.h"
#include "server/service/thread_priority.h"
#include <future>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr size_t kMostInBatch = 500;

//! A statement of the job failed and its changes are undone: whatever the rule made of that, it was
//! not done. What the store gave a meaning is told; the engine's own words are not for strangers.
WriteOutcome undone(const WriteOutcome &outcome, const Error &failure)
{
    const bool isMeant = !outcome.reply && outcome.reply.error().reason != Reason::None;
    return {isMeant ? outcome.reply.error() : Error::internal(failure.message), {}, false};
}

qint64 between(RequestTrace::Time from, RequestTrace::Time to)
{
    return (to - from) / std::chrono::nanoseconds(1);
}

} // namespace

Writer::Writer(const ServerFacts &facts, Deliver deliver, Committed committed)
    : m_facts(facts), m_deliver(std::move(deliver)), m_committed(std::move(committed))
{
}

Writer::~Writer()
{
    stop();
}

Result<> Writer::start()
{
    // The connection belongs to the thread that opens it.
    std::promise<Result<>> opened;
    auto result = opened.get_future();
    m_thread = std::thread([this, &opened] {
        preferShortTurns();
        m_context = std::make_unique<WriteContext>(m_facts);
        const auto open =
            m_context->database.open(m_facts.databasePath, Database::Access::ReadWrite);
        opened.set_value(open);
        // Before an unclean stop something may have been deleted.
        m_truncateAt = std::chrono::steady_clock::now() + kForgetsAfter;
        if (open)
            run();
        m_context.reset();
    });
    return result.get();
}

bool Writer::add(WriteJob job)
{
    const bool isTaken = enqueue(std::move(job));
    wake();
    return isTaken;
}

bool Writer::enqueue(WriteJob job)
{
    job.queuedAt = StageClock::now();
    job.trace = RequestTrace::handOn(job.queuedAt);
    const std::lock_guard lock(m_mutex);
    if (m_stopping || m_queue.size() >= kMostQueued) {
        RequestTrace::takeBack(job.trace);
        if (!m_stopping)
            FaultCounts::process().add(ServerFault::WriteQueueFull);
        return false;
    }
    job.before = m_worked;
    m_queue.push_back(std::move(job));
    return true;
}

void Writer::wake()
{
    m_wake.notify_one();
}

void Writer::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

size_t Writer::queued() const
{
    const std::lock_guard lock(m_mutex);
    return m_queue.size();
}

void Writer::run()
{
    for (;;) {
        Batch batch;
        {
            std::unique_lock lock(m_mutex);
            const auto isWanted = [this] { return m_stopping || !m_queue.empty(); };
            if (m_truncateAt)
                m_wake.wait_until(lock, *m_truncateAt, isWanted);
            else
                waitAndRest(m_wake, lock, isWanted);
            if (m_queue.empty() && m_stopping)
                return;
            m_worked = StageTimer::ofThread();
            while (!m_queue.empty() && batch.size() < kMostInBatch) {
                batch.push_back(std::move(m_queue.front()));
                m_queue.pop_front();
            }
        }
        if (!batch.empty())
            runBatch(std::move(batch));
        truncateLog();
    }
}

void Writer::truncateLog()
{
    const auto now = std::chrono::steady_clock::now();
    if (m_context->rooms.takeHasDeleted() && !m_truncateAt)
        m_truncateAt = now + kForgetsAfter;
    if (!m_truncateAt || now < *m_truncateAt)
        return;
    const bool isDone = m_context->database.isOpen() && m_context->database.truncateLog();
    m_truncateAt = isDone ? std::nullopt : std::optional(now + kForgetsAfter);
}

void Writer::runBatch(Batch batch)
{
    m_takenAt = StageClock::now();
    const Work worked = StageTimer::ofThread();
    for (WriteJob &job : batch) {
        const qint64 waited = between(job.queuedAt, m_takenAt);
        Timings::process().record(Stage::Queue, waited);
        if (job.trace)
            job.trace->waited(Stage::Queue, waited, worked - job.before);
    }
    bool again = false;
    auto outcomes = attempt(batch, false, again);
    if (again)
        outcomes = attempt(batch, true, again);
    if (m_committed) {
        for (const WriteOutcome &outcome : outcomes) {
            if (outcome.effects)
                m_committed(*outcome.effects);
        }
    }
    std::vector<Delivery> deliveries;
    deliveries.reserve(batch.size());
    const auto finishedAt = StageClock::now();
    for (size_t i = 0; i < batch.size(); ++i) {
        std::shared_ptr<const Effects> effects = outcomes[i].effects;
        RequestTracePtr trace = effects ? batch[i].trace : RequestTracePtr();
        auto call = carriedBack(std::move(batch[i].trace), finishedAt,
                                [done = std::move(batch[i].done),
                                 outcome = std::make_shared<WriteOutcome>(std::move(outcomes[i]))] {
                                    done(std::move(*outcome));
                                });
        deliveries.push_back(
            {batch[i].shard, std::move(call), std::move(effects), std::move(trace)});
    }
    m_deliver(std::move(deliveries));
}

// A request's commit is its whole group's; until that begins it waits for the others' rules.
void Writer::shareCommit(Batch &batch, RequestTrace::Time reachedAt, qint64 commit)
{
    Work worked = StageTimer::ofThread() - m_worked;
    worked.add(Stage::Commit, -commit);
    for (WriteJob &job : batch) {
        if (!job.trace)
            continue;
        job.trace->waited(Stage::Queue, between(m_takenAt, reachedAt) - job.own.nanoseconds(),
                          worked - job.own);
        job.trace->add(Stage::Commit, commit);
    }
}

std::vector<WriteOutcome> Writer::attempt(Batch &batch, bool savepoints, bool &again)
{
    Database &database = m_context->database;
    again = false;
    if (!database.isOpen())
        reopen();
    StageTimer beginning(Stage::Sql);
    const auto begun = database.begin();
    beginning.stop();
    if (!begun) {
        reopen();
        return failAll(batch, begun.error());
    }
    std::vector<WriteOutcome> outcomes;
    outcomes.reserve(batch.size());
    bool isToBeStored = false;
    for (WriteJob &job : batch) {
        database.forgetFailure();
        (void)database.takeHasChanged();
        if (savepoints)
            (void)database.execute(u"SAVEPOINT job"_s);
        outcomes.push_back(runJob(job));
        const auto failure = database.failure();
        const bool hasChanged = database.takeHasChanged();
        // A rule that refuses has nothing kept, even where it had begun to change things.
        const bool mustUndo = failure || (!outcomes.back().reply && hasChanged);
        isToBeStored = isToBeStored || (hasChanged && !mustUndo);
        if (mustUndo && !savepoints && !(failure && Database::isFatal(*failure))) {
            database.rollback();
            again = true;
            return {};
        }
        if (failure)
            outcomes.back() = undone(outcomes.back(), *failure);
        if (savepoints && mustUndo)
            (void)database.execute(u"ROLLBACK TO job"_s);
        if (savepoints)
            (void)database.execute(u"RELEASE job"_s);
        if (const auto broken = database.failure(); broken && Database::isFatal(*broken)) {
            database.rollback();
            reopen();
            return failAll(batch, *broken);
        }
    }
    const auto reachedAt = StageClock::now();
    StageTimer timer(Stage::Commit);
    const auto committed = database.commit();
    shareCommit(batch, reachedAt, timer.stop());
    if (!committed) {
        database.rollback();
        reopen();
        return failAll(batch, committed.error());
    }
    if (isToBeStored) // a commit of nothing proves nothing
        m_healthy = true;
    return outcomes;
}

WriteOutcome Writer::runJob(WriteJob &job)
{
    Database &database = m_context->database;
    const Work before = StageTimer::ofThread();
    const RequestScope scope(job.trace);
    (void)database.takeSqlNanoseconds();
    StageTimer timer(Stage::Rule);
    WriteOutcome outcome{job.rule(*m_context), {}, false};
    const qint64 sql = database.takeSqlNanoseconds();
    timer.exclude(sql);
    timer.stop();
    recordStage(Stage::Sql, sql);
    job.own = StageTimer::ofThread() - before;
    Effects effects = m_context->takeEffects();
    if (outcome.reply && !effects.isEmpty())
        outcome.effects = std::make_shared<Effects>(std::move(effects));
    outcome.wasKnown = m_context->rooms.takeWasKnown();
    return outcome;
}

std::vector<WriteOutcome> Writer::failAll(const Batch &batch, const Error &error)
{
    m_healthy = false;
    const bool isFull = error.reason == Reason::StorageFull;
    FaultCounts::process().add(isFull ? ServerFault::StoreFull : ServerFault::StoreWrite);
    QStringList traces;
    for (const WriteJob &job : batch) {
        if (job.trace)
            traces.append(job.trace->id());
    }
    logError("store", u"a batch failed; its outcome is unknown",
             {{"error", error.toString()},
              {"requests", qint64(batch.size())},
              {"traces", traces.join(u' ')}});
    Error told(ErrorCode::Unavailable, error.reason, u"the server cannot store at the moment"_s);
    if (told.reason == Reason::None)
        told.reason = Reason::StorageFailed;
    std::vector<WriteOutcome> outcomes;
    for (size_t i = 0; i < batch.size(); ++i)
        outcomes.push_back({told, {}, false});
    return outcomes;
}

void Writer::reopen()
{
    m_context = std::make_unique<WriteContext>(m_facts);
    const auto opened = m_context->database.open(m_facts.databasePath, Database::Access::ReadWrite);
    if (!opened)
        logError("store", u"the database cannot be opened", {{"error", opened.error().toString()}});
}

} // namespace salon::server
