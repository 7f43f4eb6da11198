// SPDX-License-Identifier: MIT
// RoomQueries about what was said in a room.
#include "server/service/page_budget.h"
#include "server/service/room_queries.h"
#include "server/service/room_rows.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr qsizetype kMostVersions = 50;

//! The messages about `nearest` that fit the budget, without a hole; at least one.
QList<protocol::Message> fitting(const QList<MessageRow> &rows, qsizetype nearest, qint64 budget)
{
    QList<protocol::Message> page;
    if (rows.isEmpty())
        return page;
    nearest = std::clamp<qsizetype>(nearest, 0, rows.size() - 1);
    page.append(toProtocol(rows[nearest]));
    bool fits = spend(budget, page.first());
    for (qsizetype step = 1; fits && step < rows.size(); ++step) {
        if (nearest + step < rows.size()) {
            const auto message = toProtocol(rows[nearest + step]);
            fits = spend(budget, message);
            if (fits)
                page.append(message);
        }
        if (fits && nearest - step >= 0) {
            const auto message = toProtocol(rows[nearest - step]);
            fits = spend(budget, message);
            if (fits)
                page.prepend(message);
        }
    }
    return page;
}

} // namespace

Result<protocol::MessagePage> RoomQueries::page(const RoomRow &room,
                                                const protocol::ListMessages &request,
                                                qint64 budget, UserIds &named)
{
    ReadableLog log(m_log, room);
    const qint64 limit = request.limit.value_or(protocol::kDefaultPage);
    const bool forward = request.after.has_value();
    QList<MessageRow> rows;
    qsizetype nearest = 0;
    if (request.around) {
        TRY_ASSIGN(rows, log.messagesBefore(*request.around, limit / 2, kPageBytes));
        nearest = rows.size();
        TRY_ASSIGN(const auto rest,
                   log.messagesAfter(*request.around - 1, limit - rows.size(), kPageBytes));
        rows.append(rest);
    } else if (forward) {
        TRY_ASSIGN(rows, log.messagesAfter(*request.after, limit, kPageBytes));
    } else {
        const Seq before = request.before.value_or(wire::kMaxInteger);
        TRY_ASSIGN(rows, log.messagesBefore(before, limit, kPageBytes));
        nearest = rows.size() - 1;
    }
    protocol::MessagePage page{
        .room = room.id, .messages = fitting(rows, nearest, budget), .asOf = room.head};
    for (const protocol::Message &message : std::as_const(page.messages)) {
        named.insert(message.by);
        named.insert(message.pinnedBy.value_or(message.by));
    }
    TRY_ASSIGN(const qint64 hidden, log.hiddenMessages());
    const bool empty = page.messages.isEmpty();
    const Seq first = empty ? 0 : page.messages.first().seq;
    const Seq last = empty ? 0 : page.messages.last().seq;
    page.hasBefore = empty ? forward && room.n > hidden : page.messages.first().n > hidden + 1;
    page.hasAfter = empty ? request.before && room.n > hidden : page.messages.last().n < room.n;
    // The stretch that is covered reaches to the bound that was asked for, or to the log's end.
    if (forward)
        page.from = std::clamp(*request.after + 1, room.first, room.head + 1);
    else
        page.from = page.hasBefore && !empty ? first : room.first;
    if (request.before)
        page.to = std::clamp(*request.before - 1, room.first - 1, room.head);
    else
        page.to = page.hasAfter && !empty ? last : room.head;
    return page;
}

Result<protocol::MessagePage> RoomQueries::handle(const protocol::ListMessages &request,
                                                  const Caller &caller)
{
    const int bounds = int(request.before.has_value()) + int(request.after.has_value())
        + int(request.around.has_value());
    if (bounds > 1)
        return Error::badRequest(u"data.after"_s, u"only one of before, after and around"_s);
    TRY_ASSIGN(const auto room, permitted(request, caller));
    UserIds named;
    TRY_ASSIGN(auto found, page(room, request, kPageBytes, named));
    TRY_ASSIGN(found.users, users(named));
    return found;
}

Result<protocol::MomentsReply> RoomQueries::handle(const protocol::FindMoments &request,
                                                   const Caller &caller)
{
    TRY_ASSIGN(const auto room, permitted(request, caller));
    protocol::MomentsReply reply{.room = room.id, .first = {}};
    Timestamp before = std::numeric_limits<Timestamp>::min();
    LogStore::Moment found{.seq = room.first, .at = before};
    for (const Timestamp time : request.times) {
        if (time < before)
            return Error::badRequest(u"data.times[%1]"_s.arg(reply.first.size()),
                                     u"is before the one before it"_s);
        before = time;
        if (found.seq > 0 && found.at < time) {
            TRY_ASSIGN(found, m_log.firstSince(room.id, time, found.seq, room.head));
        }
        reply.first.append(found.seq);
    }
    return reply;
}

Result<protocol::EventPage> RoomQueries::handle(const protocol::ListEvents &request,
                                                const Caller &caller)
{
    TRY_ASSIGN(const auto room, permitted(request, caller));
    ReadableLog log(m_log, room);
    TRY_ASSIGN(const auto rows, log.events(request.after, request.limit, kPageBytes));
    protocol::EventPage page{.room = room.id, .events = {}, .head = room.head, .users = {}};
    UserIds named;
    qint64 budget = kPageBytes;
    for (const EventRow &row : rows) {
        TRY_ASSIGN(const auto event, log.told(row));
        if (!spend(budget, event) && !page.events.isEmpty())
            break;
        named.insert(event.by);
        page.events.append(event);
    }
    TRY_ASSIGN(page.users, users(named));
    return page;
}

Result<protocol::VersionsReply> RoomQueries::handle(const protocol::ListVersions &request,
                                                    const Caller &caller)
{
    TRY_ASSIGN(const auto room, permitted(request, caller));
    ReadableLog log(m_log, room);
    TRY_ASSIGN(const auto message, log.message(request.seq));
    protocol::VersionsReply reply;
    if (message.isDeleted)
        return reply;
    qint64 budget = kPageBytes;
    for (Seq seq = message.formSeq; seq > 0 && reply.versions.size() < kMostVersions;) {
        TRY_ASSIGN(const auto event, log.event(seq));
        const auto *edited = std::get_if<protocol::MessageEdited>(&event.data);
        const QString text =
            edited ? edited->text : event.message().value_or(toProtocol(message)).text;
        const protocol::MessageVersion version{event.seq, event.at, text};
        if (!spend(budget, version) && !reply.versions.isEmpty())
            break;
        reply.versions.append(version);
        seq = edited ? edited->before : 0;
    }
    return reply;
}

Result<protocol::ThreadReply> RoomQueries::handle(const protocol::ListThread &request,
                                                  const Caller &caller)
{
    TRY_ASSIGN(const auto room, permitted(request, caller));
    TRY_ASSIGN(const auto rows,
               ReadableLog(m_log, room).thread(request.seq, protocol::kMaxPage + 1));
    protocol::ThreadReply reply;
    UserIds named;
    qint64 budget = kPageBytes;
    for (const MessageRow &row : rows) {
        const auto message = toProtocol(row);
        const bool fits = spend(budget, message) && reply.messages.size() < protocol::kMaxPage;
        if (!fits && !reply.messages.isEmpty())
            break;
        named.insert(row.by);
        reply.messages.append(message);
    }
    reply.more = reply.messages.size() < rows.size();
    TRY_ASSIGN(reply.users, users(named));
    return reply;
}

Result<protocol::PinPage> RoomQueries::handle(const protocol::ListPins &request,
                                              const Caller &caller)
{
    TRY_ASSIGN(const auto room, permitted(request, caller));
    TRY_ASSIGN(
        const auto rows,
        ReadableLog(m_log, room)
            .pins(request.after.value_or(wire::kMaxInteger), protocol::kMaxPage + 1, kPageBytes));
    protocol::PinPage page{.messages = {}, .asOf = room.head, .after = {}, .users = {}};
    UserIds named;
    qint64 budget = kPageBytes;
    for (const MessageRow &row : rows) {
        const auto message = toProtocol(row);
        const bool fits = spend(budget, message) && page.messages.size() < protocol::kMaxPage;
        if (!fits && !page.messages.isEmpty())
            break;
        named.insert(row.by);
        named.insert(row.pinnedBy);
        page.messages.append(message);
    }
    if (page.messages.size() < rows.size())
        page.after = rows[page.messages.size() - 1].pinSeq;
    TRY_ASSIGN(page.users, users(named));
    return page;
}

} // namespace salon::server
