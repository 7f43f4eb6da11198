// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/local_store.h"
#include "shared/protocol/entities.h"

namespace salon::client {

//! Where one was in each room, over leaving it and over a restart: in memory at once, on disk a
//! moment later. The one place that says where a room opens.
class ReadingPlaces {
public:
    explicit ReadingPlaces(LocalStore &store) : m_store(store) { }

    //! Those of an account, as they were on disk.
    void open(const StoreAccount &account, const QHash<RoomId, ReadingPlace> &places);
    void close();
    void keep(RoomId room, const ReadingPlace &place);

    //! Unread messages come first: with any, the room opens at their line, which the view finds by
    //! the read marker, and what was kept does not count. Without, one is where one was; else at
    //! the end.
    ReadingPlace opening(const protocol::Room &room) const;
    //! The message around which rows are needed for that; 0 for the newest.
    Seq opensAround(const protocol::Room &room) const;

private:
    LocalStore &m_store;
    StoreAccount m_account;
    bool m_isOpen = false;
    QHash<RoomId, ReadingPlace> m_places; //!< a room without one is at its end
};

} // namespace salon::client
