// SPDX-License-Identifier: MIT
// How the Chat learns what is true now: what hello says, what is pushed, what was missed.
#include "client/state/chat.h"

namespace salon::client {

void Chat::greeted(const protocol::HelloReply &hello)
{
    // Whoever waited for the last connection was told that it is lost.
    m_inFlight.clear();
    m_listLater.clear();
    m_pause.end();
    m_people.learn(hello.users + QList{hello.user});
    if (!m_epoch.isEmpty() && m_epoch != hello.server.epoch) {
        m_logs.forgetAll();
        for (const RoomId room : m_history.opened())
            m_history.forget(room);
    }
    m_epoch = hello.server.epoch;
    m_wanted.setEpoch(m_epoch);
    m_cache.setEpoch(m_account, m_epoch);
    m_logs.reconnected();
    m_isListing = hello.roomsMore.value_or(false);
    if (m_isListing)
        listOwnRooms();
    else
        roomsListed(hello.rooms);
}

void Chat::roomsListed(const QList<protocol::Room> &rooms)
{
    m_isListing = false;
    QList<protocol::Room> rows;
    for (const protocol::Room &room : rooms)
        rows.append(titled(m_markers.told(room)));
    const QList<protocol::Room> before = m_rooms.all();
    m_rooms.replace(rows);
    m_cache.putRooms(m_account, rows);
    m_logs.listed(rooms, m_history.opened());
    for (const auto &change : std::exchange(m_afterListing, {}))
        change();
    leaveUnlisted(before);
    if (std::exchange(m_isRestored, false))
        m_history.openAgain();
    m_history.loadMissing();
    sendAll();
    m_markers.sendWanted();
    m_wanted.sendAll();
    Q_EMIT ready();
}

//! What is open or waits to be sent, in rooms that one is not in any more; they were listed before.
void Chat::leaveUnlisted(const QList<protocol::Room> &before)
{
    const QList<RoomId> opened = m_history.opened();
    QSet<RoomId> rooms(opened.begin(), opened.end());
    rooms.unite(m_wanted.rooms());
    for (const OutboxRow &row : std::as_const(m_unsent))
        rooms.insert(row.room);
    for (const RoomId room : std::as_const(rooms)) {
        if (m_rooms.find(room))
            continue;
        const auto known = std::ranges::find(before, room, &protocol::Room::id);
        removeNamed(room, known == before.end() ? QString() : known->name);
    }
}

void Chat::updateRoom(const protocol::RoomEvent &event)
{
    const protocol::Room *known = m_rooms.find(event.room);
    const bool isMembership = std::holds_alternative<protocol::MemberJoined>(event.data)
        || std::holds_alternative<protocol::MemberLeft>(event.data);
    if (isMembership)
        Q_EMIT membersChanged(event.room);
    if (!known || event.seq <= known->head)
        return;
    protocol::Room room = *known;
    room.head = event.seq;
    if (const auto *topic = std::get_if<protocol::TopicSet>(&event.data))
        room.topic = topic->topic;
    if (const auto message = event.message())
        m_markers.count(room, *message, message->by == m_self);
    else
        m_markers.messageChanged(event);
    m_rooms.put(room);
}

//! The log went on behind a gap.
void Chat::skipTo(const protocol::MessagePage &page)
{
    const protocol::Room *known = m_rooms.find(page.room);
    if (!known || page.asOf <= known->head)
        return;
    protocol::Room room = *known;
    room.head = page.asOf;
    if (!page.messages.isEmpty())
        m_markers.skip(room, page.messages.last());
    m_rooms.put(room);
}

} // namespace salon::client
