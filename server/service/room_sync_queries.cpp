// SPDX-License-Identifier: MIT
// RoomQueries about what a client missed, and whether it counts right.
#include "server/operation/log.h"
#include "server/operation/request_counts.h"
#include "server/service/page_budget.h"
#include "server/service/room_queries.h"
#include "server/service/room_rows.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr qint64 kTouchedAtOnce = 500;

//! Rule of the log: neither side can be wrong about it, but by a fault of ours.
void tellDifference(const protocol::DigestRow &theirs, const protocol::ReadState &ours, UserId user)
{
    const auto word = [](Seq seq, qint64 counter, qint64 unread) {
        return u"marker %1, counter %2, unread %3"_s.arg(seq).arg(counter).arg(unread);
    };
    RequestCounts::process().digestDiffered();
    logWarning("rooms", u"a client counts what is unread otherwise",
               {{"user", user.toString()},
                {"room", theirs.room.toString()},
                {"client", word(theirs.seq, theirs.counter, theirs.unread)},
                {"server", word(ours.seq, ours.counter, ours.unread)}});
}

} // namespace

Result<protocol::RoomSync> RoomQueries::gap(const RoomRow &room, Seq after, qint64 budget,
                                            UserIds &named)
{
    protocol::RoomSync sync{.room = room.id};
    const protocol::ListMessages newest{.room = room.id};
    TRY_ASSIGN(sync.page, page(room, newest, budget, named));
    if (after > room.head || after < room.first - 1) {
        sync.reset = true;
        return sync;
    }
    budget -= wire::encoded(*sync.page).size();
    protocol::Gap gap{.from = after + 1, .to = sync.page->from - 1, .touched = {}};
    TRY_ASSIGN(const auto rows,
               ReadableLog(m_log, room).touched(after, room.head, kTouchedAtOnce + 1, kPageBytes));
    QList<protocol::Message> touched;
    for (const MessageRow &row : rows) {
        touched.append(toProtocol(row));
        named.insert(row.by);
        if (row.pinSeq > 0)
            named.insert(row.pinnedBy);
    }
    if (rows.size() <= kTouchedAtOnce && wire::encoded(touched).size() <= budget)
        gap.touched.value = touched;
    sync.gap = gap;
    return sync;
}

Result<> RoomQueries::syncRoom(const protocol::SyncPosition &position, UserId user,
                               protocol::SyncReply &reply, qint64 &events, qint64 &budget,
                               UserIds &named)
{
    const auto room = permitted<protocol::Sync>(position.room, user);
    if (!room) {
        const ErrorCode code = room.error().code;
        if (code != ErrorCode::NotFound && code != ErrorCode::Forbidden)
            return room.error();
        protocol::RoomSync refused{.room = position.room};
        refused.error = protocol::RoomError{wire::fromUtf8(wireName(code))};
        reply.rooms.append(refused);
        return {};
    }
    if (events <= 0 || budget <= 0) {
        reply.more.append(position.room);
        return {};
    }
    const qint64 missing = room->head - position.after;
    if (missing < 0 || missing > protocol::kMaxEvents || position.after < room->first - 1) {
        TRY_ASSIGN(const auto sync, gap(*room, position.after, budget, named));
        budget -= wire::encoded(sync).size();
        reply.rooms.append(sync);
        return {};
    }
    ReadableLog log(m_log, *room);
    TRY_ASSIGN(const auto rows, log.events(position.after, events, kPageBytes));
    QList<protocol::RoomEvent> list;
    for (const EventRow &row : rows) {
        TRY_ASSIGN(const auto event, log.told(row));
        if (!spend(budget, event) && !list.isEmpty())
            break;
        named.insert(event.by);
        list.append(event);
    }
    events -= list.size();
    protocol::RoomSync sync{.room = room->id};
    sync.events = list;
    reply.rooms.append(sync);
    if (list.size() < missing)
        reply.more.append(room->id);
    return {};
}

Result<protocol::SyncReply> RoomQueries::handle(const protocol::Sync &request, const Caller &caller)
{
    protocol::SyncReply reply;
    UserIds named;
    qint64 events = protocol::kMaxEvents;
    qint64 budget = kPageBytes;
    for (const protocol::SyncPosition &position : request.rooms)
        TRY(syncRoom(position, caller.user, reply, events, budget, named));
    TRY_ASSIGN(reply.users, users(named));
    return reply;
}

Result<protocol::DigestReply> RoomQueries::handle(const protocol::Digest &request,
                                                  const Caller &caller)
{
    protocol::DigestReply reply;
    for (const protocol::DigestRow &theirs : request.rooms) {
        const auto room = permitted<protocol::Digest>(theirs.room, caller.user);
        const ErrorCode code = room ? ErrorCode::Internal : room.error().code;
        if (!room && code != ErrorCode::NotFound && code != ErrorCode::Forbidden)
            return room.error();
        if (!room || room->head != theirs.head)
            continue;
        TRY_ASSIGN(const auto counted, m_rooms.findCounted(room->id, caller.user));
        const auto state = readStateOf(counted);
        const bool same = state.seq == theirs.seq && state.counter == theirs.counter
            && state.unread == theirs.unread && state.mentions == theirs.mentions;
        if (same)
            continue;
        // Behind by counter: the push may be on its way. A client that was told of a counter and
        // waited for the push in vain asks again by that counter.
        // What a changed text called before is not known to it: mentions alone are asked for.
        const bool isAboutMentions = state.seq == theirs.seq && state.counter == theirs.counter
            && state.unread == theirs.unread;
        if (state.counter <= theirs.counter && !isAboutMentions)
            tellDifference(theirs, state, caller.user);
        reply.rooms.append(
            {room->id, room->head, state.seq, state.counter, state.unread, state.mentions});
    }
    return reply;
}

} // namespace salon::server
