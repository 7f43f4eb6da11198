// SPDX-License-Identifier: MIT
#pragma once
#include "server/service/caller.h"
#include "server/service/permission_rows.h"
#include "server/service/readable_log.h"
#include "server/store/account_store.h"
#include "server/store/log_store.h"
#include "server/store/room_store.h"
#include "shared/protocol/catalogue.h"
#include <set>

namespace salon::server {

//! What can be read, each answer from one snapshot and cut to what a frame may hold.
class RoomQueries {
public:
    explicit RoomQueries(Database &database);

    //! The parts of hello that lie in the database: user, rooms, rooms_more, users.
    Result<protocol::HelloReply> hello(UserId user);
    Result<protocol::SyncReply> handle(const protocol::Sync &request, const Caller &caller);
    Result<protocol::DigestReply> handle(const protocol::Digest &request, const Caller &caller);
    Result<protocol::RoomListReply> handle(const protocol::ListRooms &request,
                                           const Caller &caller);
    Result<protocol::MessagePage> handle(const protocol::ListMessages &request,
                                         const Caller &caller);
    Result<protocol::MomentsReply> handle(const protocol::FindMoments &request,
                                          const Caller &caller);
    Result<protocol::MemberPage> handle(const protocol::ListMembers &request, const Caller &caller);
    Result<protocol::EventPage> handle(const protocol::ListEvents &request, const Caller &caller);
    Result<protocol::ThreadReply> handle(const protocol::ListThread &request, const Caller &caller);
    Result<protocol::VersionsReply> handle(const protocol::ListVersions &request,
                                           const Caller &caller);
    Result<protocol::PinPage> handle(const protocol::ListPins &request, const Caller &caller);
    Result<protocol::UsersReply> handle(const protocol::GetUsers &request, const Caller &caller);
    Result<protocol::UserPage> handle(const protocol::ListUsers &request, const Caller &caller);
    //! For who is no member, as it seems from memory.
    Result<protocol::Done> handle(const protocol::StartTyping &request, const Caller &caller);
    //! The id of a public room by the name in a path.
    Result<RoomId> idOf(const QString &name, UserId user);

private:
    using UserIds = std::set<UserId>;
    //! The room, if the user may ask that kind of question about it.
    template <class T>
    Result<RoomRow> permitted(RoomId room, UserId user)
    {
        TRY_ASSIGN(auto row, m_rooms.find(room, user));
        TRY(permit(permissionOf<T>(), row));
        return row;
    }
    template <class T>
    Result<RoomRow> permitted(const T &request, const Caller &caller)
    {
        return permitted<T>(request.room, caller.user);
    }
    Result<QList<protocol::User>> users(const UserIds &ids);
    //! As many of the rooms as fit, and who they are with; says how many.
    Result<qsizetype> addRooms(const QList<RoomRow> &rows, QList<protocol::Room> &rooms,
                               QList<protocol::User> &users, UserIds &named, qint64 &budget);
    Result<protocol::MessagePage> page(const RoomRow &room, const protocol::ListMessages &request,
                                       qint64 budget, UserIds &named);
    Result<> syncRoom(const protocol::SyncPosition &position, UserId user,
                      protocol::SyncReply &reply, qint64 &events, qint64 &budget, UserIds &named);
    Result<protocol::RoomSync> gap(const RoomRow &room, Seq after, qint64 budget, UserIds &named);

    AccountStore m_accounts;
    RoomStore m_rooms;
    LogStore m_log;
};

} // namespace salon::server
