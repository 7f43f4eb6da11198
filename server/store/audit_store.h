// SPDX-License-Identifier: MIT
#pragma once
#include "server/store/rows.h"
#include "shared/base/result.h"
#include <QList>
#include <functional>

namespace salon::server {

class Database;

//! What a room's row says and the log says too.
struct RoomView {
    QString name;
    QString kind;
    QString history;
    QString topic;
    Seq head = 0;
    qint64 n = 0;
    Timestamp lastAt = 0;
    friend bool operator==(const RoomView &, const RoomView &) = default;
};

struct MemberView {
    UserId user;
    QString role;
    Seq joinedSeq = 0;
    Seq readSeq = 0; //!< this and the next are the member's own: the log only bounds them
    qint64 readN = 0;
    Seq first = 1; //!< lowest seq that the member may read
};

//! How many, and where the first of them is.
struct Tally {
    qint64 count = 0;
    Seq first = 0;
    void add(Seq seq)
    {
        if (count++ == 0)
            first = seq;
    }
};

//! The views of the log row by row, for whoever compares them with it or makes them anew.
class AuditStore {
public:
    explicit AuditStore(Database &database) : m_database(database) { }

    Result<QList<RoomId>> rooms(); //!< by id
    Result<RoomView> room(RoomId room); //!< NotFound
    Result<QList<MemberView>> members(RoomId room); //!< by id
    //! The room's log in its order, and the message that stands at the same place.
    Result<> forEachEvent(
        RoomId room,
        const std::function<Result<>(const EventRow &, const std::optional<MessageRow> &)> &visit);
    //! Messages where the log has none.
    Result<Tally> strayMessages(RoomId room);
    //! Mentions that are counted and in no message, or the other way round; by message.
    Result<Tally> wrongMentions(RoomId room);

    Result<> renewMentions(RoomId room);
    Result<> setRoom(RoomId room, const RoomView &view);
    Result<> removeMessages(RoomId room);
    //! `counter` is lost with the row that had it.
    Result<> addMember(RoomId room, const MemberView &member);
    Result<> setMember(RoomId room, const MemberView &member); //!< NotFound
    Result<> removeMember(RoomId room, UserId user);
    //! Sessions without account, memberships without account or room, messages without room.
    Result<> removeOrphans();
    Result<> rebuildIndexes();

private:
    Database &m_database;
};

} // namespace salon::server
