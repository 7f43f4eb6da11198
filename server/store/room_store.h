// SPDX-License-Identifier: MIT
#pragma once
#include "server/store/rows.h"
#include "shared/base/result.h"
#include <QList>
#include <functional>
#include <set>

namespace salon::server {

class Database;

//! Under which a room's name is stored, so that each is unique among those that it must differ
//! from: no name of a public room can begin with a slash.
QString privateKey(const QString &nameKey);
QString directKey(const std::set<UserId> &members);

//! Rooms and their members.
class RoomStore {
public:
    explicit RoomStore(Database &database) : m_database(database) { }

    //! Conflict when the name is taken. Its log is empty until the first event is put there.
    Result<RoomId> add(const RoomRow &room, const NameKeys &keys, Timestamp at);
    //! The room as `user` sees it; NotFound.
    Result<RoomRow> find(RoomId room, UserId user);
    //! find() with the unread mentions; so are the lists.
    Result<RoomRow> findCounted(RoomId room, UserId user);
    Result<RoomRow> findByKey(const QString &nameKey, UserId user); //!< a public one; NotFound
    //! The direct room of just these; NotFound. Only a member may ask.
    Result<RoomRow> findDirect(const std::set<UserId> &members, UserId user);
    //! Whether the user is in a private room of that name.
    Result<bool> isInPrivate(const QString &nameKey, UserId user);
    Result<QList<RoomRow>> listPublic(UserId user, RoomId after, qint64 limit);
    Result<QList<RoomRow>> listOf(UserId user, RoomId after, qint64 limit);
    //! NotFound.
    Result<> setTopic(RoomId room, const QString &topic);

    //! Joining is event `joinedSeq`, where the read marker begins, after `readN` messages; nothing
    //! below `first` may be read. Conflict for a member.
    Result<> addMember(RoomId room, UserId user, const QString &role, Seq joinedSeq, qint64 readN,
                       Seq first = 1);
    Result<> removeMember(RoomId room, UserId user);
    Result<QList<MemberRow>> members(RoomId room, UserId after, qint64 limit);
    Result<bool> isMember(RoomId room, UserId user);
    //! Members who may not read the event.
    Result<QList<UserId>> membersAfter(RoomId room, Seq seq);
    Result<bool> hasOwnerBut(RoomId room, UserId user);
    //! The longest member but `user`, to pass ownership to; invalid when there is none.
    Result<UserId> firstMemberBut(RoomId room, UserId user);
    //! NotFound for who is not a member; so too setRead(), which counts every move.
    Result<> setRole(RoomId room, UserId user, const QString &role);
    Result<> setRead(RoomId room, UserId user, Seq seq, qint64 n);
    Result<> forEachMembership(const std::function<void(RoomId, UserId)> &visit);
    Result<qint64> countOf(UserId user);

private:
    Database &m_database;
};

} // namespace salon::server
