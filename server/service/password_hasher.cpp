// SPDX-License-Identifier: MIT
#include "server/service/password_hasher.h"
#include "server/operation/fault_counts.h"
#include "server/operation/resting_wait.h"
#include "server/operation/timings.h"
#include "server/service/thread_priority.h"
#include "shared/base/wipe.h"
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::server {

//! Where an answer goes. Knows when the object dies, so that nothing is posted to a dead one.
struct PasswordHasher::Recipient {
    static std::shared_ptr<Recipient> make(QObject *context)
    {
        auto recipient = std::make_shared<Recipient>();
        recipient->m_context = context;
        recipient->m_connection = QObject::connect(
            context, &QObject::destroyed, context,
            [recipient] {
                const std::lock_guard lock(recipient->m_mutex);
                recipient->m_context = nullptr;
            },
            Qt::DirectConnection);
        return recipient;
    }

    void post(std::function<void()> answer)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_context)
            return;
        QMetaObject::invokeMethod(m_context, std::move(answer), Qt::QueuedConnection);
        QObject::disconnect(m_connection); // the context may outlive a million of these
    }

private:
    std::mutex m_mutex;
    QObject *m_context = nullptr;
    QMetaObject::Connection m_connection;
};

//! A password on its way: overwritten when it was used, or dropped from the queue.
struct PasswordHasher::Secret {
    explicit Secret(QByteArray password) : bytes(std::move(password)) { }
    ~Secret() { wipe(bytes); }
    Q_DISABLE_COPY_MOVE(Secret)
    QByteArray bytes;
};

PasswordHasher::PasswordHasher(const Settings &settings) : m_settings(settings)
{
    if (m_settings.threads <= 0)
        m_settings.threads = std::max(1, int(std::thread::hardware_concurrency()) - 1);
    for (int i = 0; i < m_settings.threads; ++i)
        m_threads.emplace_back([this] { runThread(); });
}

PasswordHasher::~PasswordHasher()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_queue.clear();
    }
    m_wake.notify_all();
    for (std::thread &thread : m_threads)
        thread.join();
}

Result<> PasswordHasher::hash(QByteArray password, const QString &address, QObject *context,
                              HashDone done)
{
    return enqueue(address, context,
                   [this, secret = std::make_shared<Secret>(std::move(password)),
                    done = std::move(done)]() mutable -> std::function<void()> {
                       Result<QByteArray> result = hashPassword(secret->bytes, m_settings.cost);
                       secret.reset();
                       return
                           [done = std::move(done), result = std::move(result)] { done(result); };
                   });
}

Result<> PasswordHasher::verify(QByteArray password, std::optional<QByteArray> storedHash,
                                const QString &address, QObject *context, VerifyDone done)
{
    return enqueue(address, context,
                   [this, secret = std::make_shared<Secret>(std::move(password)),
                    storedHash = std::move(storedHash),
                    done = std::move(done)]() mutable -> std::function<void()> {
                       const QByteArray against = storedHash ? *storedHash : dummyHash();
                       Verdict verdict;
                       const bool matches = passwordMatches(against, secret->bytes);
                       verdict.matches = matches && storedHash.has_value();
                       verdict.needsRehash =
                           verdict.matches && needsRehash(against, m_settings.cost);
                       secret.reset();
                       return [done = std::move(done), verdict] { done(verdict); };
                   });
}

Result<> PasswordHasher::enqueue(const QString &address, QObject *context, Work work)
{
    const std::lock_guard lock(m_mutex);
    const int ofAddress = m_byAddress.value(address);
    if (int(m_queue.size()) >= m_settings.waiting || ofAddress >= m_settings.perAddress) {
        FaultCounts::process().add(ServerFault::HashQueueFull);
        Error error(ErrorCode::Unavailable, Reason::Busy, u"too many logins at once"_s);
        error.retryAfterMs = retryAfterMs();
        return error;
    }
    m_byAddress.insert(address, ofAddress + 1);
    const auto now = StageClock::now();
    m_queue.push_back(
        {std::move(work), Recipient::make(context), address, RequestTrace::handOn(now), now});
    m_wake.notify_one();
    return {};
}

void PasswordHasher::runThread()
{
    lowerThreadPriority();
    dummyHash(); // before the first unknown user, whose answer would come late otherwise
    while (true) {
        std::unique_lock lock(m_mutex);
        waitAndRest(m_wake, lock, [this] { return m_stopping || !m_queue.empty(); });
        if (m_stopping)
            return;
        Job job = std::move(m_queue.front());
        m_queue.pop_front();
        lock.unlock();
        auto answer = runJob(job);
        job.recipient->post(
            carriedBack(std::move(job.trace), StageClock::now(), std::move(answer)));
    }
}

std::function<void()> PasswordHasher::runJob(const Job &job)
{
    const auto waited = StageClock::now() - job.queuedAt;
    const qint64 nanoseconds = waited / std::chrono::nanoseconds(1);
    Timings::process().record(Stage::HashQueue, nanoseconds);
    if (job.trace)
        job.trace->waitedFor(Stage::Hash, Stage::HashQueue, nanoseconds);
    const RequestScope scope(job.trace);
    StageTimer timer(Stage::Hash);
    auto answer = job.work();
    finished(job, timer.stop());
    return answer;
}

void PasswordHasher::finished(const Job &job, qint64 nanoseconds)
{
    const std::lock_guard lock(m_mutex);
    m_usualNs += (nanoseconds - m_usualNs) / 8;
    const auto entry = m_byAddress.find(job.address);
    if (--*entry == 0)
        m_byAddress.erase(entry);
}

qint64 PasswordHasher::retryAfterMs() const
{
    const qint64 ahead = qint64(m_queue.size()) + m_settings.threads;
    return std::max<qint64>(500, ahead * m_usualNs / m_settings.threads / 1'000'000);
}

QByteArray PasswordHasher::dummyHash()
{
    std::call_once(m_dummyOnce, [this] {
        if (auto made = hashPassword("nobody has this password", m_settings.cost))
            m_dummyHash = *made;
    });
    return m_dummyHash;
}

size_t PasswordHasher::queued() const
{
    const std::scoped_lock lock(m_mutex);
    return m_queue.size();
}

} // namespace salon::server
