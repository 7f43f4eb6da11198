// SPDX-License-Identifier: MIT
// How CachedLogs answers a question for messages as the server does.
#include "client/cache/cached_logs.h"
#include "client/cache/row_check.h"
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qint64 kPageBytes = 256 * 1024;

//! Whether none is missing between the messages that are numbered `below` and `above`; where there
//! are none, the stretch begins or ends.
bool isWhole(const QList<protocol::Message> &messages, const Stretch &in, qint64 below,
             qint64 above)
{
    qint64 next = below > 0 ? below + 1 : in.nFirst;
    for (const protocol::Message &message : messages) {
        if (message.n != next)
            return false;
        ++next;
    }
    return above > 0 ? above == next : in.count() == 0 || next == in.nLast + 1;
}

//! In which stretch it must be, to be answered.
Seq placeOf(const protocol::ListMessages &request)
{
    if (request.before)
        return *request.before - 1;
    if (request.after)
        return *request.after + 1;
    return request.around.value_or(wire::kMaxInteger);
}

} // namespace

//! Appends the row's message while they fit, and one at least; a damaged one is distrusted.
void CachedLogs::take(qint64 log, const QSqlQuery &row, QList<protocol::Message> &messages,
                      qint64 &budget)
{
    const QByteArray body = row.value(3).toByteArray();
    if (budget >= 0)
        budget -= body.size();
    if (budget < 0 && !messages.isEmpty())
        return;
    const qint64 check = rowCheck(
        {log, row.value(0).toLongLong(), row.value(1).toLongLong(), row.value(2).toLongLong()},
        body);
    if (row.value(4).toLongLong() != check)
        return m_database.distrust();
    if (auto message = m_database.decoded<protocol::Message>(body))
        messages.append(*std::move(message));
}

QList<protocol::Message> CachedLogs::before(qint64 log, const Stretch &in, Seq seq, qint64 limit,
                                            qint64 &budget)
{
    QList<protocol::Message> found;
    m_database.select(u"SELECT seq, n, rev, body, \"check\" FROM message "
                      "WHERE log = ? AND seq < ? AND seq >= ? ORDER BY seq DESC LIMIT ?"_s,
                      {log, seq, in.first, limit},
                      [&](const QSqlQuery &row) { take(log, row, found, budget); });
    std::ranges::reverse(found);
    return found;
}

QList<protocol::Message> CachedLogs::from(qint64 log, const Stretch &in, Seq seq, qint64 limit,
                                          qint64 &budget)
{
    QList<protocol::Message> found;
    m_database.select(u"SELECT seq, n, rev, body, \"check\" FROM message "
                      "WHERE log = ? AND seq >= ? AND seq <= ? ORDER BY seq LIMIT ?"_s,
                      {log, seq, in.last, limit},
                      [&](const QSqlQuery &row) { take(log, row, found, budget); });
    return found;
}

QList<protocol::Message> CachedLogs::asked(qint64 log, const Stretch &in, Seq begin,
                                           const protocol::ListMessages &request)
{
    const qint64 limit =
        std::clamp<qint64>(request.limit.value_or(protocol::kDefaultPage), 1, protocol::kMaxPage);
    qint64 budget = kPageBytes;
    if (request.after)
        return from(log, in, begin, limit, budget);
    if (!request.around)
        return before(log, in, begin, limit, budget);
    budget /= 2;
    auto messages = before(log, in, begin, limit / 2, budget);
    budget = kPageBytes / 2;
    return messages + from(log, in, begin, limit - messages.size(), budget);
}

std::optional<protocol::MessagePage> CachedLogs::page(qint64 log, Seq known, Seq first,
                                                      const protocol::ListMessages &request)
{
    const bool isBound = request.before || request.after || request.around;
    const Seq place = placeOf(request);
    const auto newest = stretches(log, 0, wire::kMaxInteger, 1);
    const auto found = isBound ? stretches(log, place, place, 1) : newest;
    if (found.isEmpty() || newest.isEmpty())
        return {};
    const Stretch &in = found.first();
    // Messages are read from here on, or up to here.
    const Seq begin = request.before ? *request.before : isBound ? place : in.last + 1;
    protocol::MessagePage page{.room = request.room,
                               .messages = asked(log, in, begin, request),
                               .asOf = std::max(known, newest.first().last)};
    const bool isEmpty = page.messages.isEmpty();
    const Seq low = isEmpty ? begin : page.messages.first().seq;
    const Seq high = isEmpty ? begin - 1 : page.messages.last().seq;
    const qint64 below = nBefore(log, low, in.first);
    const qint64 above = nFrom(log, high + 1, in.last);
    if (!isWhole(page.messages, in, below, above))
        m_database.distrust();
    const bool isStart = in.first <= first || (!isEmpty && page.messages.first().n == 1);
    page.hasBefore = below > 0 || !isStart;
    page.hasAfter = above > 0 || in.last < page.asOf;
    page.from = request.after ? place : below > 0 ? low : in.first;
    page.to = request.before ? place : above > 0 ? high : in.last;
    // A page of nothing would be asked for again and again, unless there is nothing.
    const bool isFinal = !isEmpty || (!request.after && !page.hasBefore);
    return m_database.hasFailed() || !isFinal ? std::nullopt : std::optional(page);
}

} // namespace salon::client
