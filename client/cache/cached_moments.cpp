// SPDX-License-Identifier: MIT
// Which of the cached messages were posted at or after some times.
#include "client/cache/cached_logs.h"

using namespace Qt::StringLiterals;

namespace salon::client {

std::optional<protocol::Message> CachedLogs::firstFrom(qint64 log, Seq seq)
{
    QList<protocol::Message> found;
    qint64 budget = 0;
    m_database.select(u"SELECT seq, n, rev, body, \"check\" FROM message "
                      "WHERE log = ? AND seq >= ? ORDER BY seq LIMIT 1"_s,
                      {log, seq}, [&](const QSqlQuery &row) { take(log, row, found, budget); });
    return found.isEmpty() ? std::nullopt : std::optional(found.first());
}

//! The first from `from` on and before `behind` that is not older than the time.
std::optional<protocol::Message> CachedLogs::firstSince(qint64 log, Timestamp time, Seq from,
                                                        Seq behind)
{
    std::optional<protocol::Message> found;
    while (from < behind && !m_database.hasFailed()) {
        const Seq middle = from + (behind - from) / 2;
        const auto next = firstFrom(log, middle);
        if (next && next->at < time) {
            from = next->seq + 1;
            continue;
        }
        if (next)
            found = next;
        behind = middle;
    }
    return found;
}

// Bodies are read, but few: a room's clock never goes back, so that halves will do.
QList<Seq> CachedLogs::moments(qint64 log, const QList<Timestamp> &times)
{
    const Seq behind =
        m_database.number(u"SELECT max(seq) FROM message WHERE log = ?"_s, {log}) + 1;
    auto found = firstFrom(log, 1);
    QList<Seq> all;
    for (const Timestamp time : times) {
        if (found && found->at < time)
            found = firstSince(log, time, found->seq + 1, behind);
        all.append(found ? found->seq : 0);
    }
    return all;
}

} // namespace salon::client
