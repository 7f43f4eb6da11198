// SPDX-License-Identifier: MIT
#pragma once
#include "server/operation/request_trace.h"
#include "server/service/password_hash.h"
#include "shared/base/result.h"
#include <QHash>
#include <QObject>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace salon::server {

//! Hashes passwords on threads of its own, at low priority and in a bounded queue, so that a storm
//! of logins keeps no message waiting. May be called from any thread; an answer comes in the thread
//! of `context`, and not at all once that is gone.
class PasswordHasher {
public:
    struct Settings {
        int threads = 0; //!< 0: one less than there are cores, at least one
        int waiting = 64; //!< jobs that wait for a thread
        int perAddress = 4; //!< jobs of one address, waiting or worked on
        HashCost cost;
    };
    struct Verdict {
        bool matches = false;
        bool needsRehash = false; //!< only when it matches
    };
    using HashDone = std::function<void(Result<QByteArray>)>;
    using VerifyDone = std::function<void(Verdict)>;

    explicit PasswordHasher(const Settings &settings);
    ~PasswordHasher(); //!< finishes what is worked on, drops what waits
    Q_DISABLE_COPY_MOVE(PasswordHasher)

    //! Unavailable (reason Busy, with retryAfterMs) when too much waits; `done` is not called then.
    //! `address` is whom the job counts for, e.g. the text of an IP address.
    Result<> hash(QByteArray password, const QString &address, QObject *context, HashDone done);
    //! Without `storedHash` (no such user) it takes as long and does not match.
    Result<> verify(QByteArray password, std::optional<QByteArray> storedHash,
                    const QString &address, QObject *context, VerifyDone done);

    size_t queued() const; //!< jobs that wait for a thread

private:
    struct Recipient;
    struct Secret;
    //! Hashes, and gives the call that tells the answer.
    using Work = std::function<std::function<void()>()>;
    struct Job {
        Work work;
        std::shared_ptr<Recipient> recipient;
        QString address;
        RequestTracePtr trace;
        RequestTrace::Time queuedAt;
    };

    Result<> enqueue(const QString &address, QObject *context, Work work);
    void runThread();
    std::function<void()> runJob(const Job &job);
    void finished(const Job &job, qint64 nanoseconds);
    qint64 retryAfterMs() const;
    QByteArray dummyHash();

    Settings m_settings;
    std::once_flag m_dummyOnce;
    QByteArray m_dummyHash;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_queue;
    QHash<QString, int> m_byAddress;
    qint64 m_usualNs = 50'000'000; //!< how long a job takes, smoothed
    bool m_stopping = false;
    std::vector<std::thread> m_threads;
};

} // namespace salon::server
