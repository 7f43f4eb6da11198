// SPDX-License-Identifier: MIT
#include "client/state/typing_state.h"
#include <algorithm>
#include <limits>

namespace salon::client {

TypingState::TypingState(const Clock &clock, QObject *parent) : QObject(parent), m_clock(clock)
{
    m_expiry.setSingleShot(true);
    connect(&m_expiry, &QTimer::timeout, this, &TypingState::expire);
}

QList<UserId> TypingState::writersIn(RoomId room) const
{
    const qint64 now = m_clock.steadyMs();
    QList<UserId> users;
    for (const Writer &writer : m_writers.value(room)) {
        if (writer.untilMs > now)
            users.append(writer.user);
    }
    return users;
}

void TypingState::started(RoomId room, UserId user)
{
    QList<Writer> &writers = m_writers[room];
    const qint64 untilMs = m_clock.steadyMs() + kHoldsMs;
    const auto known = std::ranges::find(writers, user, &Writer::user);
    if (known != writers.end()) {
        known->untilMs = untilMs;
        return; // the timer, set for an earlier moment, looks again
    }
    writers.append({user, untilMs});
    if (!m_expiry.isActive())
        waitForNext();
    Q_EMIT changed(room);
}

void TypingState::stopped(RoomId room, UserId user)
{
    const auto writers = m_writers.find(room);
    if (writers == m_writers.end())
        return;
    const auto gone =
        writers->removeIf([user](const Writer &writer) { return writer.user == user; });
    if (writers->isEmpty())
        m_writers.erase(writers);
    if (gone > 0)
        Q_EMIT changed(room);
}

void TypingState::forget(RoomId room)
{
    if (m_writers.remove(room))
        Q_EMIT changed(room);
}

void TypingState::clear()
{
    m_expiry.stop();
    for (const RoomId room : std::exchange(m_writers, {}).keys())
        Q_EMIT changed(room);
}

void TypingState::expire()
{
    const qint64 now = m_clock.steadyMs();
    QList<RoomId> changedRooms;
    for (auto room = m_writers.begin(); room != m_writers.end();) {
        const auto gone =
            room->removeIf([now](const Writer &writer) { return writer.untilMs <= now; });
        if (gone > 0)
            changedRooms.append(room.key());
        room = room->isEmpty() ? m_writers.erase(room) : std::next(room);
    }
    waitForNext();
    for (const RoomId room : std::as_const(changedRooms))
        Q_EMIT changed(room);
}

void TypingState::waitForNext()
{
    qint64 first = std::numeric_limits<qint64>::max();
    for (const QList<Writer> &writers : std::as_const(m_writers)) {
        for (const Writer &writer : writers)
            first = std::min(first, writer.untilMs);
    }
    if (m_writers.isEmpty())
        m_expiry.stop();
    else
        m_expiry.start(int(std::max<qint64>(first - m_clock.steadyMs(), 1)));
}

} // namespace salon::client
