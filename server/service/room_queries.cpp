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
constexpr qint64 kUsersAtOnce = 200;
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
    UserIds named{user};
    qint64 budget = kPageBytes;
    RoomId after;
    for (;;) {
        TRY_ASSIGN(const auto rows, m_rooms.listOf(user, after, kRoomsAtOnce));
        TRY_ASSIGN(const auto fit, addRooms(rows, reply.rooms, reply.users, named, budget));
        if (fit < rows.size()) {
            reply.roomsMore = true;
            return reply;
        }
        if (rows.size() < kRoomsAtOnce)
            return reply;
        after = rows.last().id;
    }
}

Result<qsizetype> RoomQueries::addRooms(const QList<RoomRow> &rows, QList<protocol::Room> &rooms,
                                        QList<protocol::User> &users, UserIds &named,
                                        qint64 &budget)
{
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const auto room = toProtocol(rows[i]);
        bool fits = spend(budget, room);
        UserIds fresh;
        for (const UserId with : rows[i].with) {
            if (!named.contains(with))
                fresh.insert(with);
        }
        TRY_ASSIGN(const auto people, this->users(fresh));
        for (const protocol::User &person : people)
            fits = spend(budget, person) && fits;
        if (!fits && !rooms.isEmpty())
            return i;
        rooms.append(room);
        users.append(people);
        named.merge(fresh);
    }
    return rows.size();
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
    UserIds named;
    TRY_ASSIGN(const auto fit, addRooms(rows, reply.rooms, reply.users, named, budget));
    if (rows.size() == kRoomsAtOnce || fit < rows.size())
        reply.after = reply.rooms.last().id;
    return reply;
}

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
    for (const protocol::Message &message : std::as_const(page.messages))
        named.insert(message.by);
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

Result<protocol::MemberPage> RoomQueries::handle(const protocol::ListMembers &request,
                                                 const Caller &caller)
{
    TRY_ASSIGN(const auto room, permitted(request, caller));
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

Result<protocol::UsersReply> RoomQueries::handle(const protocol::GetUsers &request, const Caller &)
{
    TRY_ASSIGN(const auto found, users(UserIds(request.ids.begin(), request.ids.end())));
    return protocol::UsersReply{found};
}

Result<protocol::UserPage> RoomQueries::handle(const protocol::ListUsers &request, const Caller &)
{
    const QString key = request.match ? nameKey(*request.match) : QString();
    TRY_ASSIGN(const auto rows,
               m_accounts.matching(key, request.after.value_or(UserId{}), kUsersAtOnce));
    protocol::UserPage page;
    for (const UserRow &row : rows)
        page.users.append(toProtocol(row));
    if (rows.size() == kUsersAtOnce)
        page.after = rows.last().id;
    return page;
}

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

Result<RoomId> RoomQueries::idOf(const QString &name, UserId user)
{
    TRY_ASSIGN(const auto row, m_rooms.findByKey(nameKey(name), user));
    return row.id;
}

} // namespace salon::server
