// SPDX-License-Identifier: MIT
// Which of the cached messages are pinned.
#include "client/cache/cached_logs.h"
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::client {

// Asked for without a connection alone, so that it needs no index. In a text the quotes would stand
// behind backslashes.
QList<protocol::Message> CachedLogs::pins(qint64 log)
{
    const QByteArray mark = "\"pinned\":true";
    QList<protocol::Message> found;
    m_database.select(u"SELECT seq, n, rev, body, \"check\" FROM message "
                      "WHERE log = ? AND instr(body, ?) > 0 ORDER BY seq DESC"_s,
                      {log, mark}, [&](const QSqlQuery &row) {
                          qint64 budget = wire::kMaxInteger;
                          take(log, row, found, budget);
                      });
    std::ranges::stable_sort(found, std::ranges::greater(), &protocol::Message::pinnedAt);
    return found;
}

} // namespace salon::client
