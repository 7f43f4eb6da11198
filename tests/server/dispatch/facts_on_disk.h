// SPDX-License-Identifier: MIT
#pragma once
#include "server/dispatch/contexts.h"
#include "server/dispatch/delivery.h"
#include "tests/server/store/store_on_disk.h"
#include "tests/support/fake_clock.h"
#include <QMetaObject>
#include <QSemaphore>
#include <functional>
#include <vector>

namespace salon::server {

//! What the threads of the server need to know, about a database of its own in a real file.
struct FactsOnDisk {
    FactsOnDisk()
    {
        facts.databasePath = store.path();
        facts.defaultRooms = {QStringLiteral("general")};
        facts.sessionLifeMs = 30LL * 24 * 3600 * 1000;
        facts.clock = &clock;
    }

    //! What another connection sees of it.
    qint64 count(const char *sql) const
    {
        Database second;
        if (!second.open(facts.databasePath, Database::Access::ReadOnly))
            return -1;
        Query query = second.prepare(sql);
        const auto found = query.run() ? query.next() : Result<bool>(Error());
        return found && *found ? query.integer(0) : -1;
    }

    FakeClock clock;
    StoreOnDisk store;
    ServerFacts facts;
};

//! Runs the calls of a writer or a reader in the thread of `context`.
inline Deliver deliverTo(QObject *context)
{
    return [context](std::vector<Delivery> batch) {
        QMetaObject::invokeMethod(
            context,
            [batch = std::move(batch)] {
                for (const Delivery &delivery : batch)
                    delivery.call();
            },
            Qt::QueuedConnection);
    };
}

//! A gate that a job waits at, so that others queue up behind it.
class Gate {
public:
    ~Gate() { open(); }
    void wait() { m_semaphore.tryAcquire(1, 10'000); }
    void open() { m_semaphore.release(); }

private:
    QSemaphore m_semaphore;
};

} // namespace salon::server
