// SPDX-License-Identifier: MIT
#include "client/state/reading_places.h"

namespace salon::client {
namespace {

constexpr qint64 kUnreadInNewest = 25; // so few are in the newest page, with the marker before them

} // namespace

void ReadingPlaces::open(const StoreAccount &account, const QHash<RoomId, ReadingPlace> &places)
{
    m_account = account;
    m_places = places;
    m_isOpen = true;
}

void ReadingPlaces::close()
{
    m_store.flushPlaces();
    m_places.clear();
    m_isOpen = false;
}

void ReadingPlaces::keep(RoomId room, const ReadingPlace &place)
{
    if (!m_isOpen || !room.isValid() || m_places.value(room) == place)
        return;
    if (place.isEnd())
        m_places.remove(room);
    else
        m_places.insert(room, place);
    m_store.setPlace(m_account, room, place);
}

ReadingPlace ReadingPlaces::opening(const protocol::Room &room) const
{
    return room.unread > 0 ? ReadingPlace() : m_places.value(room.id);
}

Seq ReadingPlaces::opensAround(const protocol::Room &room) const
{
    return room.unread > kUnreadInNewest ? std::max<Seq>(room.read, 1) : opening(room).seq;
}

} // namespace salon::client
