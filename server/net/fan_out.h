// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/recipient.h"
#include "server/service/effects.h"
#include <QHash>
#include <QSet>

namespace salon::server {

//! Who hears what: knows each account's rooms and each room's connected members. For the I/O
//! thread, which tells it of every commit in order.
class FanOut {
public:
    void loadMembership(RoomId room, UserId user) { m_roomsOf[user].insert(room); }

    //! From now on it is told of its account's rooms.
    void add(Recipient *recipient);
    void remove(Recipient *recipient);
    qsizetype connectionsOf(UserId user) const { return m_connections.value(user).size(); }
    qsizetype connectionCount() const { return m_count; }

    void apply(const Effects &effects);

private:
    void toUser(const Effects::UserPush &push);
    void toEverybody(const Effects::ToAll &push);

    QHash<UserId, QSet<RoomId>> m_roomsOf;
    QHash<UserId, QList<Recipient *>> m_connections;
    QHash<RoomId, QSet<Recipient *>> m_online;
    qsizetype m_count = 0;
};

} // namespace salon::server
