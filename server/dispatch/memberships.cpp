// SPDX-License-Identifier: MIT
#include "server/dispatch/memberships.h"
#include <algorithm>

namespace salon::server {

void Memberships::load(RoomId room, UserId user)
{
    const std::lock_guard lock(m_mutex);
    insert(user, {room, 0});
}

void Memberships::insert(UserId user, const Joined &joined)
{
    auto &rooms = m_joined[user];
    const auto place = std::ranges::lower_bound(rooms, joined.room, {}, &Joined::room);
    if (place != rooms.end() && place->room == joined.room)
        return;
    rooms.insert(place, joined);
    ++m_sizes[joined.room];
}

void Memberships::apply(Effects &effects)
{
    if (effects.joined.isEmpty() && effects.left.isEmpty())
        return;
    const std::lock_guard lock(m_mutex);
    effects.membershipNumber = ++m_number;
    for (const auto &[room, user] : effects.joined)
        insert(user, {room, m_number});
    for (const auto &[room, user] : effects.left) {
        const auto rooms = m_joined.find(user);
        if (rooms == m_joined.end())
            continue;
        const auto gone = std::erase_if(
            *rooms, [left = room](const Joined &joined) { return joined.room == left; });
        if (gone > 0 && --m_sizes[room] == 0)
            m_sizes.remove(room);
        if (rooms->empty())
            m_joined.erase(rooms);
    }
}

qint64 Memberships::membersWith(UserId user, RoomId room) const
{
    const std::lock_guard lock(m_mutex);
    const auto rooms = m_joined.constFind(user);
    const bool isMember =
        rooms != m_joined.constEnd() && std::ranges::binary_search(*rooms, room, {}, &Joined::room);
    return isMember ? m_sizes.value(room) : 0;
}

std::vector<RoomId> Memberships::roomsOf(UserId user, quint64 asOf) const
{
    std::vector<RoomId> rooms;
    const std::lock_guard lock(m_mutex);
    const auto found = m_joined.constFind(user);
    if (found == m_joined.constEnd())
        return rooms;
    rooms.reserve(found->size());
    for (const Joined &joined : *found) {
        if (joined.at <= asOf)
            rooms.push_back(joined.room);
    }
    return rooms;
}

} // namespace salon::server
