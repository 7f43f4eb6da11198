// SPDX-License-Identifier: MIT
// What the CacheWorker does when the file or the disk fails, and how files go.
#include "client/cache/cache_worker.h"
#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace salon::client {

static constexpr int kMostSetAside = 3; // then it is the disk that is damaged

bool CacheWorker::isReady()
{
    if (m_database.isOpen())
        return true;
    if (m_isStopped)
        return false;
    if (m_database.open()) {
        m_accounts.count();
        m_logs.count();
        schedule(); // there may be something left from the last time
    }
    settle();
    return m_database.isOpen();
}

//! Looks at what failed since the last time, and goes on as well as can be.
void CacheWorker::settle()
{
    const auto failure = m_database.takeFailure();
    if (failure == CacheDatabase::Outcome::Fine)
        return;
    if (failure == CacheDatabase::Outcome::Damaged && !m_isStopped
        && m_setAside++ < kMostSetAside) {
        m_runs.clear();
        m_burst.clear();
        m_database.putAside();
        return;
    }
    stop(failure == CacheDatabase::Outcome::Full ? LogCache::Stop::DiskFull
                                                 : LogCache::Stop::Failed);
}

void CacheWorker::stop(LogCache::Stop why)
{
    m_database.rollback();
    m_lost.unite(std::exchange(m_burst, {}));
    m_runs.clear();
    if (std::exchange(m_isStopped, true))
        return m_database.close(); // not even to be read
    if (m_database.isOpen())
        m_accounts.count();
    m_onStop(why);
}

bool CacheWorker::isLost(Account account, RoomId room) const
{
    return m_lost.contains({account, room}) || m_lost.contains({account, RoomId()});
}

void CacheWorker::forgetAccount(Account account)
{
    write(account, RoomId(), [&](qint64 id) {
        for (const Log &log : m_accounts.logs(id))
            dropLog(id, log);
        m_accounts.forgetAccount(account);
    });
    endBurst();
    const bool isGone = !m_isStopped && isReady();
    if (!isGone || m_database.number(u"SELECT count(*) FROM account"_s) == 0)
        deleteFiles();
}

//! Faster than row by row, and possible when no row can be written any more.
void CacheWorker::deleteFiles()
{
    m_database.takeFailure();
    m_database.close();
    m_runs.clear();
    for (const auto &part : {u""_s, u"-wal"_s, u"-shm"_s})
        QFile::remove(m_folder + u"/cache.db"_s + part);
    deleteOldFiles();
}

//! What was set aside for its damage stays until the next start, no longer: rooms that one left
//! since may be in it.
void CacheWorker::deleteOldFiles()
{
    const QDir folder(m_folder);
    for (const QString &name : folder.entryList({u"cache.db.damaged-*"_s}, QDir::Files))
        QFile::remove(folder.filePath(name));
}

} // namespace salon::client
