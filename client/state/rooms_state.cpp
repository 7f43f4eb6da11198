// SPDX-License-Identifier: MIT
#include "client/state/rooms_state.h"
#include <algorithm>

namespace salon::client {
namespace {

bool before(const protocol::Room &a, const protocol::Room &b)
{
    if (a.isDirect() != b.isDirect())
        return b.isDirect();
    const int order = QString::localeAwareCompare(a.name.toCaseFolded(), b.name.toCaseFolded());
    return order != 0 ? order < 0 : a.id < b.id;
}

} // namespace

const protocol::Room *RoomsState::find(RoomId id) const
{
    const int index = indexOf(id);
    return index < 0 ? nullptr : &m_rooms[index];
}

int RoomsState::indexOf(RoomId id) const
{
    const auto found = std::ranges::find(m_rooms, id, &protocol::Room::id);
    return found == m_rooms.end() ? -1 : int(found - m_rooms.begin());
}

void RoomsState::replace(QList<protocol::Room> rooms)
{
    std::ranges::sort(rooms, before);
    Q_EMIT aboutToReset();
    m_rooms = std::move(rooms);
    Q_EMIT reset();
}

void RoomsState::put(const protocol::Room &room)
{
    const int index = indexOf(room.id);
    if (index >= 0) {
        const protocol::Room before = std::exchange(m_rooms[index], room);
        Q_EMIT changed(index, before);
        return;
    }
    const auto place = std::ranges::lower_bound(m_rooms, room, before);
    const int at = int(place - m_rooms.begin());
    Q_EMIT aboutToInsert(at);
    m_rooms.insert(at, room);
    Q_EMIT inserted();
}

void RoomsState::remove(RoomId id)
{
    const int index = indexOf(id);
    if (index < 0)
        return;
    Q_EMIT aboutToRemove(index);
    m_rooms.removeAt(index);
    Q_EMIT removed(id);
}

} // namespace salon::client
