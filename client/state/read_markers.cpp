// SPDX-License-Identifier: MIT
#include "client/state/read_markers.h"

namespace salon::client {
namespace {

constexpr int kGatherMs = 300;

} // namespace

ReadMarkers::ReadMarkers(Connection &connection, RoomsState &rooms, WhenListed whenListed)
    : m_connection(connection), m_rooms(rooms), m_whenListed(std::move(whenListed))
{
}

protocol::Room ReadMarkers::shown(protocol::Room row) const
{
    const Marker marker = m_markers.value(row.id);
    row.read = marker.seq;
    row.counter = marker.counter;
    row.unread = std::max<qint64>(0, row.n - marker.n);
    row.mentions = marker.mentions;
    const auto wanted = m_wanted.constFind(row.id);
    if (wanted == m_wanted.constEnd())
        return row;
    row.read = wanted->seq;
    row.unread = std::max<qint64>(0, row.n - wanted->n);
    row.mentions = std::min(row.mentions, row.unread);
    return row;
}

void ReadMarkers::show(RoomId room)
{
    if (const protocol::Room *row = m_rooms.find(room))
        m_rooms.put(shown(*row));
}

protocol::Room ReadMarkers::told(const protocol::Room &row)
{
    m_markers.insert(row.id, {row.read, row.n - row.unread, row.counter, row.mentions});
    if (m_wanted.contains(row.id) && m_wanted.value(row.id).seq <= row.read)
        m_wanted.remove(row.id);
    return shown(row);
}

void ReadMarkers::count(protocol::Room &row, const protocol::Message &message, bool isOwn)
{
    row.n = message.n;
    Marker &marker = m_markers[row.id];
    if (isOwn) { // the server moved the marker with it
        marker = {message.seq, message.n, marker.counter + 1, 0};
        m_wanted.remove(row.id);
    } else if (message.seq <= marker.seq) {
        marker.n = std::max(marker.n, message.n);
    }
    row = shown(row);
}

void ReadMarkers::apply(const protocol::ReadState &state)
{
    const protocol::Room *row = m_rooms.find(state.room);
    if (!row || state.counter < m_markers.value(state.room).counter)
        return;
    m_markers.insert(state.room, {state.seq, row->n - state.unread, state.counter, state.mentions});
    if (m_wanted.contains(state.room) && m_wanted.value(state.room).seq <= state.seq)
        m_wanted.remove(state.room);
    show(state.room);
}

void ReadMarkers::read(RoomId room, Seq seq, qint64 n)
{
    const protocol::Room *row = m_rooms.find(room);
    if (!row || seq <= row->read)
        return;
    const Wanted wanted{seq, n};
    m_wanted.insert(room, wanted);
    show(room);
    QTimer::singleShot(kGatherMs, this, [this, room, wanted] { send(room, wanted); });
}

void ReadMarkers::sendWanted()
{
    const auto all = m_wanted;
    for (auto wanted = all.begin(); wanted != all.end(); ++wanted)
        send(wanted.key(), *wanted);
}

void ReadMarkers::send(RoomId room, const Wanted &wanted)
{
    if (!m_wanted.contains(room) || m_wanted.value(room) != wanted
        || m_connection.state() != ConnectionState::Online)
        return; // a later one follows, or the next hello
    m_connection.request(protocol::ReadRoom{room, wanted.seq},
                         [this, room, wanted](const Result<protocol::ReadState> &state) {
                             answered(room, wanted, state);
                         });
}

void ReadMarkers::answered(RoomId room, const Wanted &wanted,
                           const Result<protocol::ReadState> &state)
{
    const bool isLost = !state && state.error().code == ErrorCode::Unavailable;
    if (!isLost && m_wanted.contains(room) && m_wanted.value(room) == wanted)
        m_wanted.remove(room);
    if (state)
        m_whenListed([this, moved = *state] { apply(moved); });
    else
        show(room);
}

void ReadMarkers::remove(RoomId room)
{
    m_markers.remove(room);
    m_wanted.remove(room);
}

void ReadMarkers::clear()
{
    m_markers.clear();
    m_wanted.clear();
}

} // namespace salon::client
