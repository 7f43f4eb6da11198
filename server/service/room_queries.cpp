// SPDX-License-Identifier: MIT
#include "server/service/room_queries.h"
#include "server/service/name_rules.h"
#include "server/service/page_budget.h"
#include "server/service/room_rows.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr qint64 kRoomsAtOnce = 200;
constexpr qint64 kMembersAtOnce = 500;
constexpr qint64 kUsersAtOnce = 200;

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

Result<protocol::Done> RoomQueries::handle(const protocol::StartTyping &request,
                                           const Caller &caller)
{
    TRY(permitted(request, caller));
    return protocol::Done{};
}

Result<RoomId> RoomQueries::idOf(const QString &name, UserId user)
{
    TRY_ASSIGN(const auto row, m_rooms.findByKey(nameKey(name), user));
    return row.id;
}

} // namespace salon::server
