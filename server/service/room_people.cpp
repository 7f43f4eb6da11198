// SPDX-License-Identifier: MIT
// RoomService's rules of who is brought into a room by somebody else.
#include "server/service/room_rows.h"
#include "server/service/room_service.h"
#include "shared/wire/envelope.h"

using namespace Qt::StringLiterals;

namespace salon::server {

Result<> RoomService::mustBeThere(UserId user, const QString &path)
{
    const auto account = m_accounts.find(user);
    if (account && !account->disabledAt)
        return {};
    if (!account && account.error().code != ErrorCode::NotFound)
        return account.error();
    return Error::notFound(u"account").at(path);
}

Result<protocol::Done> RoomService::handle(const protocol::InviteUser &request,
                                           const Caller &caller)
{
    TRY_ASSIGN(const auto row, permitted(request, caller));
    TRY(mustBeThere(request.user, u"data.user"_s));
    TRY_ASSIGN(const auto theirs, m_rooms.find(request.room, request.user));
    if (theirs.role.isEmpty())
        TRY(join(row, {request.user, {}, {}}, {caller.user}));
    return protocol::Done{};
}

Result<protocol::RoomListed> RoomService::listed(const RoomRow &row)
{
    protocol::RoomListed told{toProtocol(row)};
    if (!told.room.isDirect())
        return told;
    TRY_ASSIGN(const auto people, m_accounts.some(row.with));
    QList<protocol::User> users;
    for (const UserRow &person : people)
        users.append(toProtocol(person));
    told.users = users;
    return told;
}

Result<RoomId> RoomService::makeDirect(const std::set<UserId> &members, UserId by)
{
    RoomRow room;
    room.kind = u"direct"_s;
    TRY_ASSIGN(const auto id, m_rooms.add(room, {directKey(members)}, m_clock.now()));
    protocol::RoomCreated created{{}, {}, room.kind};
    created.with.emplace();
    for (const UserId member : members) {
        if (member != by)
            created.with->append(member);
    }
    TRY(publish(id, by, std::move(created)));
    for (const UserId member : members) {
        TRY(m_rooms.addMember(id, member, u"member"_s, 1, 0));
        m_effects.joined.append({id, member});
    }
    return id;
}

Result<protocol::RoomReply> RoomService::handle(const protocol::OpenDirect &request,
                                                const Caller &caller)
{
    std::set<UserId> members(request.users.begin(), request.users.end());
    members.insert(caller.user);
    if (members.size() < 2)
        return Error::badRequest(u"data.users"_s, u"names nobody else"_s);
    if (qint64(members.size()) > protocol::kMostInDirect)
        return Error::tooLarge(u"data.users"_s, protocol::kMostInDirect - 1);
    const auto there = m_rooms.findDirect(members, caller.user);
    if (there) {
        m_wasKnown = true;
        TRY_ASSIGN(const auto known, listed(*there));
        return protocol::RoomReply{known.room, known.users};
    }
    if (there.error().code != ErrorCode::NotFound)
        return there.error();
    for (qsizetype i = 0; i < request.users.size(); ++i)
        TRY(mustBeThere(request.users[i], u"data.users[%1]"_s.arg(i)));
    TRY_ASSIGN(const auto id, makeDirect(members, caller.user));
    protocol::RoomReply reply;
    for (const UserId member : members) {
        TRY_ASSIGN(const auto row, m_rooms.find(id, member));
        TRY_ASSIGN(const auto told, listed(row));
        const bool isCaller = member == caller.user;
        m_effects.userPushes.append(
            {member, isCaller ? caller.connection : ConnectionId{}, wire::pushFrame(told)});
        if (isCaller)
            reply = {told.room, told.users};
    }
    return reply;
}

} // namespace salon::server
