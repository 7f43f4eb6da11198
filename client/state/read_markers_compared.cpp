// SPDX-License-Identifier: MIT
// How the ReadMarkers make sure that they count as the server does.
#include "client/state/read_markers.h"

namespace salon::client {
namespace {

constexpr qsizetype kRoomsAtOnce = 500; // in one session.digest
constexpr int kAskAgainMs = 3'000;

} // namespace

void ReadMarkers::changed(RoomId room)
{
    m_changed.insert(room);
    if (!m_compareTimer.isActive())
        m_compareTimer.start();
}

void ReadMarkers::compare()
{
    m_compareTimer.stop();
    if (m_connection.state() != ConnectionState::Online)
        return; // the next hello tells all
    ask(std::exchange(m_changed, {}).values());
}

void ReadMarkers::ask(const QList<RoomId> &rooms)
{
    protocol::Digest digest;
    for (const RoomId id : rooms.first(std::min(rooms.size(), kRoomsAtOnce))) {
        const protocol::Room *room = m_rooms.find(id);
        if (!room)
            continue;
        const Marker marker = m_markers.value(id);
        digest.rooms.append({id, room->head, marker.seq, marker.counter,
                             std::max<qint64>(0, room->n - marker.n), marker.mentions});
    }
    if (digest.rooms.isEmpty())
        return;
    m_connection.request(digest, [this, rooms](const Result<protocol::DigestReply> &reply) {
        if (reply)
            m_whenListed([this, reply = *reply] { compared(reply); });
        else if (m_connection.state() == ConnectionState::Online)
            std::ranges::for_each(rooms, [this](RoomId room) { changed(room); });
    });
    if (rooms.size() > kRoomsAtOnce)
        ask(rooms.mid(kRoomsAtOnce));
}

void ReadMarkers::compared(const protocol::DigestReply &reply)
{
    for (const protocol::DigestRow &row : reply.rooms) {
        const protocol::Room *room = m_rooms.find(row.room);
        if (!room || room->head != row.head)
            continue; // it went on meanwhile, and is compared the next time
        const bool isNews = row.counter > m_markers.value(row.room).counter;
        if (isNews && !m_skipped.remove(row.room)) {
            // A move on another device may be on its way here just now.
            if (m_doubted.isEmpty())
                QTimer::singleShot(kAskAgainMs, this, &ReadMarkers::askAgain);
            m_doubted.insert(row.room, row.counter);
            continue;
        }
        m_markers.insert(row.room,
                         {row.seq, room->n - row.unread, row.counter, row.mentions, row.head});
        show(row.room);
    }
}

//! By the counter that was told, so that the server knows what got lost.
void ReadMarkers::askAgain()
{
    QList<RoomId> missed;
    const auto doubted = std::exchange(m_doubted, {});
    for (auto told = doubted.begin(); told != doubted.end(); ++told) {
        Marker &marker = m_markers[told.key()];
        if (marker.counter >= told.value())
            continue;
        marker.counter = told.value();
        missed.append(told.key());
    }
    if (m_connection.state() == ConnectionState::Online)
        ask(missed);
}

} // namespace salon::client
