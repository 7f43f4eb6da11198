// SPDX-License-Identifier: MIT
#pragma once
#include "server/service/effects.h"
#include <QHash>
#include <mutex>
#include <vector>

namespace salon::server {

//! Which rooms each account is in, as of the latest commit. Shards are told of the commits later
//! than this, each in its own time. Any thread may ask.
class Memberships {
public:
    void load(RoomId room, UserId user);
    //! The commit's, before anybody is told of it; numbers it.
    void apply(Effects &effects);
    //! Ascending; without those that were joined later than the commit of that number, which may
    //! be told of already. A room that was left since is not among them.
    std::vector<RoomId> roomsOf(UserId user, quint64 asOf) const;
    //! How many are in the room; 0 when the user is not one of them.
    qint64 membersWith(UserId user, RoomId room) const;

private:
    struct Joined {
        RoomId room;
        quint64 at = 0; //!< the number of the commit; 0: before the start
    };
    void insert(UserId user, const Joined &joined);

    mutable std::mutex m_mutex;
    QHash<UserId, std::vector<Joined>> m_joined; //!< ascending by room
    QHash<RoomId, qint64> m_sizes; //!< members of rooms
    quint64 m_number = 0;
};

} // namespace salon::server
