// SPDX-License-Identifier: MIT
#include "client/platform/keychain_backend.h"
#include <QCoreApplication>
#include <QPointer>
#include <QThread>
#include <QTimer>
#include <qt6keychain/keychain.h>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kPatienceAtExitMs = 500;

//! The thread of all jobs of the process. QtKeychain runs one job after the other in the thread of
//! the first, and connecting to a session bus that hangs blocks that thread.
class Jobs : public QObject {
public:
    static Jobs &instance()
    {
        static Jobs *const jobs = new Jobs; // outlives a job that never ends
        return *jobs;
    }
    template <class Work>
    void post(Work work)
    {
        QMetaObject::invokeMethod(this, std::move(work), Qt::QueuedConnection);
    }

private:
    Jobs()
    {
        auto *thread = new QThread;
        thread->setObjectName(u"keychain"_s);
        moveToThread(thread);
        thread->start();
        s_thread = thread;
        qAddPostRoutine([] {
            s_thread->quit();
            s_thread->wait(kPatienceAtExitMs);
        });
    }

    static inline QThread *s_thread = nullptr;
};

class QtKeychain final : public Keychain {
public:
    void read(const QString &key, std::function<void(std::optional<QByteArray>)> answer) override
    {
        auto *job = new QKeychain::ReadPasswordJob(kService);
        ask(job, key, [this, key, answer](const Outcome &outcome) {
            const bool found = outcome.error == QKeychain::NoError;
            if (!outcome.isLate)
                answer(found ? std::optional(outcome.secret) : std::nullopt);
            else if (found)
                Q_EMIT cameLate(key, outcome.secret);
        });
    }
    void write(const QString &key, const QByteArray &secret,
               std::function<void(bool)> answer) override
    {
        auto *job = new QKeychain::WritePasswordJob(kService);
        job->setBinaryData(secret);
        ask(job, key, [answer](const Outcome &outcome) {
            if (!outcome.isLate)
                answer(outcome.error == QKeychain::NoError);
        });
    }
    void remove(const QString &key) override
    {
        ask(new QKeychain::DeletePasswordJob(kService), key, [](const Outcome &) {});
    }

private:
    static inline const QString kService = u"salon"_s;

    struct Outcome {
        int error = QKeychain::OtherError;
        QByteArray secret;
        bool isLate = false;
    };

    //! Tells once in time, with an error when the time is over; and once more if it ends later.
    void ask(QKeychain::Job *job, const QString &key, std::function<void(const Outcome &)> tell)
    {
        job->setKey(key);
        job->moveToThread(Jobs::instance().thread());
        auto *deadline = new QTimer(this);
        deadline->setSingleShot(true);
        connect(deadline, &QTimer::timeout, this, [deadline, tell] {
            deadline->deleteLater();
            tell({});
        });
        const auto outcome = std::make_shared<Outcome>();
        connect(job, &QKeychain::Job::finished, job, [job, outcome] {
            outcome->error = job->error();
            if (const auto *read = qobject_cast<QKeychain::ReadPasswordJob *>(job))
                outcome->secret = read->binaryData();
        });
        connect(
            job, &QKeychain::Job::finished, this,
            [outcome, tell, waiting = QPointer(deadline)] {
                outcome->isLate = !waiting || !waiting->isActive();
                if (waiting)
                    delete waiting.data();
                tell(*outcome);
            },
            Qt::QueuedConnection);
        deadline->start(kAnswerMs);
        Jobs::instance().post([job] { job->start(); });
    }
};

} // namespace

std::unique_ptr<Keychain> systemKeychain()
{
    return std::make_unique<QtKeychain>();
}

} // namespace salon::client
