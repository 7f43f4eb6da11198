// SPDX-License-Identifier: MIT
#include "client/cache/cache_upkeep.h"

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qint64 kMessagesAtOnce = 500;
constexpr qint64 kKeptOfEachRoom = 100; //!< as long as other rooms have more
constexpr double kEnough = 0.95; //!< so that not each message makes room for itself alone
constexpr qint64 kPagesAtOnce = 256;
constexpr qint64 kSparePages = 1024;

} // namespace

bool CacheUpkeep::step()
{
    return deleteDropped() || makeRoom() || shrink();
}

void CacheUpkeep::deleteAllDropped(const QDeadlineTimer &deadline)
{
    while (!deadline.hasExpired() && deleteDropped()) { }
}

bool CacheUpkeep::deleteDropped()
{
    const qint64 log = m_database.number(u"SELECT log FROM dropped LIMIT 1"_s);
    if (log == 0)
        return false;
    Seq rest = 0;
    m_database.begin();
    m_database.select(u"SELECT seq FROM message WHERE log = ? ORDER BY seq LIMIT 1 OFFSET ?"_s,
                      {log, kMessagesAtOnce},
                      [&](const QSqlQuery &row) { rest = row.value(0).toLongLong(); });
    if (rest > 0) {
        m_database.run(u"DELETE FROM message WHERE log = ? AND seq < ?"_s, {log, rest});
    } else {
        m_database.run(u"DELETE FROM message WHERE log = ?"_s, {log});
        m_database.run(u"DELETE FROM dropped WHERE log = ?"_s, {log});
    }
    m_database.commit();
    return !m_database.hasFailed();
}

qint64 CacheUpkeep::pagesInUse()
{
    return m_database.number(u"PRAGMA page_count"_s)
        - m_database.number(u"PRAGMA freelist_count"_s);
}

bool CacheUpkeep::isOver(double part)
{
    const auto most = [part](qint64 bound) { return qint64(double(bound) * part); };
    return m_logs.messages() > most(m_bounds.messages)
        || pagesInUse() * m_database.number(u"PRAGMA page_size"_s) > most(m_bounds.bytes);
}

bool CacheUpkeep::makeRoom()
{
    m_isMakingRoom = isOver(m_isMakingRoom ? kEnough : 1);
    if (!m_isMakingRoom)
        return false;
    m_database.begin();
    const bool isDone = dropFromUnvisited(kKeptOfEachRoom) || dropFromUnvisited(0);
    m_database.commit();
    return isDone && !m_database.hasFailed();
}

//! The oldest messages of the room that was not visited for the longest time, of those that have
//! more than `kept`.
bool CacheUpkeep::dropFromUnvisited(qint64 kept)
{
    qint64 account = 0;
    RoomId room;
    qint64 log = 0;
    qint64 held = 0;
    m_database.select(u"SELECT account, room, log, (SELECT sum(n_last - n_first + 1) FROM stretch "
                      "WHERE stretch.log = log.log AND n_last > 0) AS held FROM log "
                      "WHERE held > ? ORDER BY visited, log LIMIT 1"_s,
                      {kept}, [&](const QSqlQuery &row) {
                          account = row.value(0).toLongLong();
                          room = {row.value(1).toLongLong()};
                          log = row.value(2).toLongLong();
                          held = row.value(3).toLongLong();
                      });
    if (log == 0)
        return false;
    const qint64 surplus = m_logs.messages() - qint64(double(m_bounds.messages) * kEnough);
    m_logs.dropOldest(
        log, std::min({kMessagesAtOnce, held - kept, surplus > 0 ? surplus : kMessagesAtOnce}));
    if (m_logs.messagesOf(log) == 0) {
        m_accounts.removeLog(account, room);
        m_accounts.removeMembers(log);
        m_logs.dropAll(log);
    }
    return true;
}

//! Gives room back to the disk when much of the file holds nothing.
bool CacheUpkeep::shrink()
{
    const qint64 spare = m_database.number(u"PRAGMA freelist_count"_s);
    if (spare < kSparePages || spare < pagesInUse() / 4)
        return false;
    m_database.run(u"PRAGMA incremental_vacuum(%1)"_s.arg(kPagesAtOnce));
    return !m_database.hasFailed();
}

} // namespace salon::client
