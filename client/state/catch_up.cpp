// SPDX-License-Identifier: MIT
#include "client/state/catch_up.h"

namespace salon::client {

CatchUp::CatchUp(Connection &connection, Position position, QObject *parent)
    : QObject(parent), m_connection(connection), m_position(std::move(position))
{
    connect(&m_later, &TryLater::due, this, &CatchUp::ask);
}

void CatchUp::add(RoomId room, qsizetype place)
{
    if (!m_waiting.contains(room))
        m_waiting.insert(place, room);
}

void CatchUp::ask(const QList<RoomId> &rooms)
{
    for (const RoomId room : rooms)
        add(room, m_waiting.size());
    askWaiting();
}

void CatchUp::askNext(RoomId room)
{
    drop(room);
    add(room, 0);
    askWaiting();
}

void CatchUp::drop(RoomId room)
{
    m_waiting.removeOne(room);
}

void CatchUp::clear()
{
    ++m_generation;
    m_isAsking = false;
    m_waiting.clear();
    m_later.clear();
}

void CatchUp::askWaiting()
{
    if (m_isAsking || m_waiting.isEmpty() || m_connection.state() != ConnectionState::Online)
        return;
    protocol::Sync sync;
    const QList<RoomId> rooms = m_waiting.mid(0, m_atOnce);
    m_waiting.remove(0, rooms.size());
    for (const RoomId room : rooms)
        sync.rooms.append({room, m_position(room)});
    m_isAsking = true;
    m_connection.request(
        sync, [this, sync, generation = m_generation](const Result<protocol::SyncReply> &reply) {
            if (generation != m_generation)
                return;
            if (reply)
                take(sync, *reply);
            else
                refused(sync, reply.error());
            m_isAsking = false;
            askWaiting();
            if (isDone())
                Q_EMIT done();
        });
}

void CatchUp::take(const protocol::Sync &asked, const protocol::SyncReply &reply)
{
    m_atOnce = std::min(2 * m_atOnce, kMostAtOnce);
    Q_EMIT named(reply.users);
    for (const protocol::RoomSync &answer : reply.rooms)
        Q_EMIT answered(answer);
    // One that is answered in part has come further; one that is answered in full is not in `more`.
    const bool hasProgress = std::ranges::any_of(asked.rooms, [&](const auto &position) {
        return !reply.more.contains(position.room) || m_position(position.room) != position.after;
    });
    // A server that gives nothing is not asked for ever; the next event asks again.
    for (qsizetype i = 0; hasProgress && i < reply.more.size(); ++i) {
        drop(reply.more[i]);
        add(reply.more[i], std::min(i, m_waiting.size()));
    }
}

void CatchUp::refused(const protocol::Sync &asked, const Error &error)
{
    QList<RoomId> rooms;
    for (const protocol::SyncPosition &position : asked.rooms)
        rooms.append(position.room);
    if (isPassing(error.code)) {
        if (m_connection.state() == ConnectionState::Online) // else the next hello asks
            m_later.add(rooms, error);
        return;
    }
    // An event that this version cannot read must not stop its room for ever, nor any other.
    if (rooms.size() == 1)
        return Q_EMIT unreadable(rooms.first());
    m_atOnce = (rooms.size() + 1) / 2;
    m_waiting = rooms + m_waiting;
}

} // namespace salon::client
