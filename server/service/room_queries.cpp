// SPDX-License-Identifier: MIT
#include "server/service/room_queries.h"
#include "server/operation/log.h"
#include "server/operation/request_counts.h"
#include "server/service/name_rules.h"
#include "server/service/room_rows.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr qint64 kPageBytes = 256 * 1024;
constexpr qint64 kRoomsAtOnce = 200;
constexpr qint64 kMembersAtOnce = 500;
constexpr qint64 kTouchedAtOnce = 500;
constexpr qsizetype kMostVersions = 50;

//! Takes the value's size off the budget; false when it no longer fits.
template <class T>
bool spend(qint64 &budget, const T &value)
{
    budget -= wire::encoded(value).size() + 1;
    return budget >= 0;
}

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

Error notAMember()
{
    return {ErrorCode::Forbidden, Reason::NotAMember, u"not a member of the room"_s};
}

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

RoomQueries::RoomQueries(Database &database)
    : m_accounts(database), m_rooms(database), m_log(database)
{
}

Result<QList<protocol::User>> RoomQueries::users(const UserIds &ids)
{
    TRY_ASSIGN(const auto rows, m_accounts.some(QList<UserId>(ids.begin(), ids.end())));
    QList<protocol::User> found;
    for (const UserRow &row : rows)
        found.append(toProtocol(row));
    return found;
}

Result<protocol::HelloReply> RoomQueries::hello(UserId user)
{
    protocol::HelloReply reply;
    TRY_ASSIGN(const auto account, m_accounts.find(user));
    reply.user = toProtocol(account);
    reply.users = {reply.user};
    qint64 budget = kPageBytes;
    RoomId after;
    for (;;) {
        TRY_ASSIGN(const auto rows, m_rooms.listOf(user, after, kRoomsAtOnce));
        for (const RoomRow &row : rows) {
            const auto room = toProtocol(row);
            if (!spend(budget, room)) {
                reply.roomsMore = true;
                return reply;
            }
            reply.rooms.append(room);
        }
        if (rows.size() < kRoomsAtOnce)
            return reply;
        after = rows.last().id;
    }
}

Result<protocol::RoomListReply> RoomQueries::handle(const protocol::ListRooms &request,
                                                    const Caller &caller)
{
    if (request.filter && *request.filter != "mine"_L1)
        return Error::badRequest(u"data.filter"_s, u"expected \"mine\" or nothing"_s);
    const RoomId after = request.after.value_or(RoomId{});
    TRY_ASSIGN(const auto rows,
               request.filter ? m_rooms.listOf(caller.user, after, kRoomsAtOnce)
                              : m_rooms.listPublic(caller.user, after, kRoomsAtOnce));
    protocol::RoomListReply reply;
    qint64 budget = kPageBytes;
    for (const RoomRow &row : rows) {
        const auto room = toProtocol(row);
        if (!spend(budget, room) && !reply.rooms.isEmpty())
            break;
        reply.rooms.append(room);
    }
    if (rows.size() == kRoomsAtOnce || reply.rooms.size() < rows.size())
        reply.after = reply.rooms.last().id;
    return reply;
}

Result<protocol::MessagePage> RoomQueries::page(const RoomRow &room,
                                                const protocol::ListMessages &request,
                                                qint64 budget, UserIds &named)
{
    const qint64 limit = request.limit.value_or(protocol::kDefaultPage);
    const bool forward = request.after.has_value();
    QList<MessageRow> rows;
    qsizetype nearest = 0;
    if (request.around) {
        TRY_ASSIGN(rows, m_log.messagesBefore(room.id, *request.around, limit / 2, kPageBytes));
        nearest = rows.size();
        TRY_ASSIGN(
            const auto rest,
            m_log.messagesAfter(room.id, *request.around - 1, limit - rows.size(), kPageBytes));
        rows.append(rest);
    } else if (forward) {
        TRY_ASSIGN(rows, m_log.messagesAfter(room.id, *request.after, limit, kPageBytes));
    } else {
        const Seq before = request.before.value_or(wire::kMaxInteger);
        TRY_ASSIGN(rows, m_log.messagesBefore(room.id, before, limit, kPageBytes));
        nearest = rows.size() - 1;
    }
    protocol::MessagePage page{
        .room = room.id, .messages = fitting(rows, nearest, budget), .asOf = room.head};
    for (const protocol::Message &message : std::as_const(page.messages))
        named.insert(message.by);
    const bool empty = page.messages.isEmpty();
    const Seq first = empty ? 0 : page.messages.first().seq;
    const Seq last = empty ? 0 : page.messages.last().seq;
    page.hasBefore = empty ? forward && room.n > 0 : page.messages.first().n > 1;
    page.hasAfter = empty ? request.before && room.n > 0 : page.messages.last().n < room.n;
    // The stretch that is covered reaches to the bound that was asked for, or to the log's end.
    if (forward)
        page.from = std::min(*request.after + 1, room.head + 1);
    else
        page.from = page.hasBefore && !empty ? first : 1;
    if (request.before)
        page.to = std::clamp(*request.before - 1, Seq(0), room.head);
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
    TRY_ASSIGN(const auto room, m_rooms.find(request.room, caller.user));
    UserIds named;
    TRY_ASSIGN(auto found, page(room, request, kPageBytes, named));
    TRY_ASSIGN(found.users, users(named));
    return found;
}

Result<protocol::MomentsReply> RoomQueries::handle(const protocol::FindMoments &request,
                                                   const Caller &caller)
{
    TRY_ASSIGN(const auto room, m_rooms.find(request.room, caller.user));
    protocol::MomentsReply reply{.room = room.id, .first = {}};
    Timestamp before = std::numeric_limits<Timestamp>::min();
    LogStore::Moment found{.seq = 1, .at = before};
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

Result<protocol::MemberPage> RoomQueries::handle(const protocol::ListMembers &request,
                                                 const Caller &caller)
{
    TRY_ASSIGN(const auto room, m_rooms.find(request.room, caller.user));
    TRY_ASSIGN(const auto rows,
               m_rooms.members(room.id, request.after.value_or(UserId{}), kMembersAtOnce));
    protocol::MemberPage page;
    UserIds named;
    for (const MemberRow &row : rows) {
        page.members.append({row.user, row.role});
        named.insert(row.user);
    }
    if (rows.size() == kMembersAtOnce)
        page.after = rows.last().user;
    TRY_ASSIGN(page.users, users(named));
    return page;
}

Result<protocol::EventPage> RoomQueries::handle(const protocol::ListEvents &request,
                                                const Caller &caller)
{
    TRY_ASSIGN(const auto room, m_rooms.find(request.room, caller.user));
    if (room.role.isEmpty())
        return notAMember();
    TRY_ASSIGN(const auto rows, m_log.events(room.id, request.after, request.limit, kPageBytes));
    protocol::EventPage page{.room = room.id, .events = {}, .head = room.head, .users = {}};
    UserIds named;
    qint64 budget = kPageBytes;
    for (const EventRow &row : rows) {
        TRY_ASSIGN(const auto event, toProtocol(row));
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
    TRY(m_rooms.find(request.room, caller.user));
    TRY_ASSIGN(const auto message, m_log.message(request.room, request.seq));
    protocol::VersionsReply reply;
    if (message.isDeleted)
        return reply;
    qint64 budget = kPageBytes;
    for (Seq seq = message.formSeq; seq > 0 && reply.versions.size() < kMostVersions;) {
        TRY_ASSIGN(const auto row, m_log.event(message.room, seq));
        TRY_ASSIGN(const auto event, toProtocol(row));
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
    TRY(m_rooms.find(request.room, caller.user));
    TRY(m_log.message(request.room, request.seq));
    TRY_ASSIGN(const auto rows, m_log.thread(request.room, request.seq, protocol::kMaxPage + 1));
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

Result<protocol::UsersReply> RoomQueries::handle(const protocol::GetUsers &request, const Caller &)
{
    TRY_ASSIGN(const auto found, users(UserIds(request.ids.begin(), request.ids.end())));
    return protocol::UsersReply{found};
}

Result<protocol::RoomSync> RoomQueries::gap(const RoomRow &room, Seq after, qint64 budget,
                                            UserIds &named)
{
    protocol::RoomSync sync{.room = room.id};
    const protocol::ListMessages newest{.room = room.id};
    TRY_ASSIGN(sync.page, page(room, newest, budget, named));
    if (after > room.head) {
        sync.reset = true;
        return sync;
    }
    budget -= wire::encoded(*sync.page).size();
    protocol::Gap gap{.from = after + 1, .to = sync.page->from - 1, .touched = {}};
    TRY_ASSIGN(const auto rows,
               m_log.touched(room.id, after, after, room.head, kTouchedAtOnce + 1, kPageBytes));
    QList<protocol::Message> touched;
    for (const MessageRow &row : rows) {
        touched.append(toProtocol(row));
        named.insert(row.by);
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
    const auto room = m_rooms.find(position.room, user);
    if (!room || room->role.isEmpty()) {
        if (!room && room.error().code != ErrorCode::NotFound)
            return room.error();
        protocol::RoomSync refused{.room = position.room};
        refused.error = protocol::RoomError{room ? u"forbidden"_s : u"not_found"_s};
        reply.rooms.append(refused);
        return {};
    }
    if (events <= 0 || budget <= 0) {
        reply.more.append(position.room);
        return {};
    }
    const qint64 missing = room->head - position.after;
    if (missing < 0 || missing > protocol::kMaxEvents) {
        TRY_ASSIGN(const auto sync, gap(*room, position.after, budget, named));
        budget -= wire::encoded(sync).size();
        reply.rooms.append(sync);
        return {};
    }
    TRY_ASSIGN(const auto rows, m_log.events(room->id, position.after, events, kPageBytes));
    QList<protocol::RoomEvent> list;
    for (const EventRow &row : rows) {
        TRY_ASSIGN(const auto event, toProtocol(row));
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
        const auto room = m_rooms.findCounted(theirs.room, caller.user);
        if (!room && room.error().code != ErrorCode::NotFound)
            return room.error();
        if (!room || room->role.isEmpty() || room->head != theirs.head)
            continue;
        const auto state = readStateOf(*room);
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

Result<RoomId> RoomQueries::idOf(const QString &name, UserId user)
{
    TRY_ASSIGN(const auto row, m_rooms.findByKey(nameKey(name), user));
    return row.id;
}

} // namespace salon::server
