// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/cached_accounts.h"
#include "client/cache/cached_logs.h"
#include "client/cache/log_cache.h"
#include <QDeadlineTimer>

namespace salon::client {

//! Keeps the cache within its bounds, in steps that are short: the thread does what is asked of it
//! between them.
class CacheUpkeep {
public:
    CacheUpkeep(CacheDatabase &database, CachedAccounts &accounts, CachedLogs &logs)
        : m_database(database), m_accounts(accounts), m_logs(logs)
    {
    }

    void setBounds(const LogCache::Bounds &bounds) { m_bounds = bounds; }
    //! False when there is nothing left to do for now. Outside of a transaction.
    bool step();
    //! What is dropped goes now, and what the time is too short for at the next start.
    void deleteAllDropped(const QDeadlineTimer &deadline);

private:
    bool deleteDropped();
    bool makeRoom();
    bool shrink();
    bool isOver(double part);
    qint64 pagesInUse();
    bool dropFromUnvisited(qint64 kept);

    CacheDatabase &m_database;
    CachedAccounts &m_accounts;
    CachedLogs &m_logs;
    LogCache::Bounds m_bounds;
    bool m_isMakingRoom = false;
};

} // namespace salon::client
