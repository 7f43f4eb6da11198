// SPDX-License-Identifier: MIT
#include "client/cache/cached_logs.h"
#include "client/cache/row_check.h"

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

qint64 checkOf(qint64 log, const Stretch &s)
{
    return rowCheck({log, s.first, s.last, s.nFirst, s.nLast});
}

//! Whether it says all of a part of the log, as the messages of a room have n without a gap.
bool isWhole(const CachedLogs::Part &part)
{
    if (part.first < 1 || part.last < part.first)
        return false;
    Seq seq = part.first - 1;
    qint64 n = 0;
    for (const protocol::Message &message : part.messages) {
        if (message.seq <= seq || message.n < 1 || (n > 0 && message.n != n + 1))
            return false;
        seq = message.seq;
        n = message.n;
    }
    return seq <= part.last;
}

} // namespace

void CachedLogs::count()
{
    m_messages =
        m_database.number(u"SELECT sum(n_last - n_first + 1) FROM stretch WHERE n_last > 0"_s);
}

void CachedLogs::add(qint64 log, const Part &part)
{
    if (!isWhole(part))
        return;
    Stretch added{part.first, part.last};
    if (!part.messages.isEmpty()) {
        added.nFirst = part.messages.first().n;
        added.nLast = part.messages.last().n;
    }
    const QList<Stretch> touching = stretches(log, part.first - 1, part.last + 1, -1);
    for (const protocol::Message &message : part.messages)
        put(log, message);
    const Seq lowest = touching.isEmpty() ? part.first : touching.last().first;
    const Seq highest = touching.isEmpty() ? part.last : touching.first().last;
    const qint64 below = lowest < part.first ? nBefore(log, part.first, lowest) : 0;
    const qint64 above = highest > part.last ? nFrom(log, part.last + 1, highest) : 0;
    const auto whole = joined(touching, added, below, above);
    if (whole && hasOnly(log, part))
        replace(log, touching, *whole);
    else
        takeAnew(log, touching, part, added);
}

//! Whether its messages are all that there is in that part.
bool CachedLogs::hasOnly(qint64 log, const Part &part)
{
    bool isSame = false;
    m_database.select(u"SELECT count(*), min(n), max(n) FROM message "
                      "WHERE log = ? AND seq BETWEEN ? AND ?"_s,
                      {log, part.first, part.last}, [&](const QSqlQuery &row) {
                          const qint64 count = row.value(0).toLongLong();
                          isSame = count == part.messages.size()
                              && (count == 0
                                  || (row.value(1).toLongLong() == part.messages.first().n
                                      && row.value(2).toLongLong() == part.messages.last().n));
                      });
    return isSame;
}

void CachedLogs::takeAnew(qint64 log, const QList<Stretch> &wrong, const Part &part,
                          const Stretch &by)
{
    for (const Stretch &stretch : wrong)
        m_database.run(u"DELETE FROM message WHERE log = ? AND seq BETWEEN ? AND ?"_s,
                       {log, stretch.first, stretch.last});
    m_database.run(u"DELETE FROM message WHERE log = ? AND seq BETWEEN ? AND ?"_s,
                   {log, part.first, part.last});
    for (const protocol::Message &message : part.messages)
        put(log, message);
    replace(log, wrong, by);
}

void CachedLogs::put(qint64 log, const protocol::Message &message)
{
    const QByteArray body = wire::encoded(message);
    m_database.run(
        u"INSERT INTO message VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (log, seq) DO UPDATE SET "
        "n = excluded.n, rev = excluded.rev, body = excluded.body, \"check\" = excluded.\"check\" "
        "WHERE excluded.rev > rev"_s,
        {log, message.seq, message.n, message.rev, body,
         rowCheck({log, message.seq, message.n, message.rev}, body)});
}

void CachedLogs::replace(qint64 log, const QList<Stretch> &stretches, const Stretch &by)
{
    for (const Stretch &stretch : stretches) {
        if (stretch.first != by.first)
            m_database.run(u"DELETE FROM stretch WHERE log = ? AND first = ?"_s,
                           {log, stretch.first});
        m_messages -= stretch.count();
    }
    m_database.run(u"INSERT OR REPLACE INTO stretch VALUES (?, ?, ?, ?, ?, ?)"_s,
                   {log, by.first, by.last, by.nFirst, by.nLast, checkOf(log, by)});
    m_messages += by.count();
}

//! Those that hold one of the seqs, the newest first.
QList<Stretch> CachedLogs::stretches(qint64 log, Seq from, Seq to, qint64 most)
{
    QList<Stretch> found;
    m_database.select(u"SELECT first, last, n_first, n_last, \"check\" FROM stretch "
                      "WHERE log = ? AND first <= ? AND last >= ? ORDER BY first DESC LIMIT ?"_s,
                      {log, to, from, most}, [&](const QSqlQuery &row) {
                          const Stretch stretch{
                              row.value(0).toLongLong(), row.value(1).toLongLong(),
                              row.value(2).toLongLong(), row.value(3).toLongLong()};
                          const bool isApart = found.isEmpty() || stretch.last < found.last().first;
                          if (row.value(4).toLongLong() != checkOf(log, stretch) || !isApart)
                              m_database.distrust();
                          found.append(stretch);
                      });
    return m_database.hasFailed() ? QList<Stretch>() : found;
}

//! n of the last message before `seq`, but not before `first`; 0 for none.
qint64 CachedLogs::nBefore(qint64 log, Seq seq, Seq first)
{
    return m_database.number(u"SELECT n FROM message WHERE log = ? AND seq < ? AND seq >= ? "
                             "ORDER BY seq DESC LIMIT 1"_s,
                             {log, seq, first});
}

//! n of the first message from `seq` on, but not after `last`; 0 for none.
qint64 CachedLogs::nFrom(qint64 log, Seq seq, Seq last)
{
    return m_database.number(u"SELECT n FROM message WHERE log = ? AND seq >= ? AND seq <= ? "
                             "ORDER BY seq LIMIT 1"_s,
                             {log, seq, last});
}

void CachedLogs::forget(qint64 log, Seq from, Seq to)
{
    for (const Stretch &stretch : stretches(log, from, to, -1)) {
        m_database.run(u"DELETE FROM message WHERE log = ? AND seq BETWEEN ? AND ?"_s,
                       {log, std::max(from, stretch.first), std::min(to, stretch.last)});
        m_database.run(u"DELETE FROM stretch WHERE log = ? AND first = ?"_s, {log, stretch.first});
        m_messages -= stretch.count();
        Stretch below{stretch.first, from - 1};
        below.nLast = nBefore(log, from, stretch.first);
        below.nFirst = below.nLast == 0 ? 0 : stretch.nFirst;
        if (below.first <= below.last)
            replace(log, {}, below);
        Stretch above{to + 1, stretch.last, nFrom(log, to + 1, stretch.last), 0};
        above.nLast = above.nFirst == 0 ? 0 : stretch.nLast;
        if (above.first <= above.last)
            replace(log, {}, above);
    }
}

bool CachedLogs::has(qint64 log, Seq seq)
{
    return !stretches(log, seq, seq, 1).isEmpty();
}

std::optional<protocol::Message> CachedLogs::find(qint64 log, Seq seq)
{
    QList<protocol::Message> found;
    qint64 budget = 0;
    m_database.select(
        u"SELECT seq, n, rev, body, \"check\" FROM message WHERE log = ? AND seq = ?"_s, {log, seq},
        [&](const QSqlQuery &row) { take(log, row, found, budget); });
    return found.isEmpty() ? std::nullopt : std::optional(found.first());
}

void CachedLogs::update(qint64 log, const protocol::Message &message)
{
    const QByteArray body = wire::encoded(message);
    m_database.run(u"UPDATE message SET rev = ?, body = ?, \"check\" = ? "
                   "WHERE log = ? AND seq = ? AND n = ? AND rev < ?"_s,
                   {message.rev, body, rowCheck({log, message.seq, message.n, message.rev}, body),
                    log, message.seq, message.n, message.rev});
}

qint64 CachedLogs::messagesOf(qint64 log)
{
    return m_database.number(
        u"SELECT sum(n_last - n_first + 1) FROM stretch WHERE log = ? AND n_last > 0"_s, {log});
}

void CachedLogs::dropOldest(qint64 log, qint64 most)
{
    const QList<Stretch> all = stretches(log, 0, wire::kMaxInteger, -1);
    if (all.isEmpty())
        return;
    const Stretch oldest = all.last();
    Stretch rest = oldest;
    m_database.select(u"SELECT seq, n FROM message WHERE log = ? AND seq >= ? AND seq <= ? "
                      "ORDER BY seq LIMIT 1 OFFSET ?"_s,
                      {log, oldest.first, oldest.last, most}, [&](const QSqlQuery &row) {
                          rest.first = row.value(0).toLongLong();
                          rest.nFirst = row.value(1).toLongLong();
                      });
    const bool isAll = rest.first == oldest.first;
    m_database.run(u"DELETE FROM message WHERE log = ? AND seq BETWEEN ? AND ?"_s,
                   {log, oldest.first, isAll ? oldest.last : rest.first - 1});
    m_database.run(u"DELETE FROM stretch WHERE log = ? AND first = ?"_s, {log, oldest.first});
    m_messages -= oldest.count();
    if (!isAll)
        replace(log, {}, rest);
}

void CachedLogs::dropAll(qint64 log)
{
    m_messages -= messagesOf(log);
    m_database.run(u"DELETE FROM stretch WHERE log = ?"_s, {log});
    m_database.run(u"INSERT OR IGNORE INTO dropped VALUES (?)"_s, {log});
}

} // namespace salon::client
