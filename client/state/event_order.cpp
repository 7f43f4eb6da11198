// SPDX-License-Identifier: MIT
#include "client/state/event_order.h"

namespace salon::client {

QList<protocol::RoomEvent> EventOrder::start(Seq seq)
{
    m_isStarted = true;
    m_known = seq;
    note(seq);
    return release();
}

QList<protocol::RoomEvent> EventOrder::take(const protocol::RoomEvent &event)
{
    if (m_isStarted && event.seq <= m_known)
        return {};
    note(event.seq);
    const bool isNext = m_isStarted && event.seq == m_known + 1;
    // What is not held is found to be missing when the hole is filled.
    if (isNext || m_held.size() < kMostHeld)
        m_held.insert_or_assign(event.seq, event);
    return release();
}

QList<protocol::RoomEvent> EventOrder::release()
{
    QList<protocol::RoomEvent> ready;
    while (m_isStarted && !m_held.empty() && m_held.begin()->first <= m_known + 1) {
        const auto next = m_held.extract(m_held.begin());
        if (next.key() <= m_known)
            continue;
        m_known = next.key();
        ready.append(next.mapped());
    }
    return ready;
}

void EventOrder::note(Seq seq)
{
    m_newest = std::max(m_newest, seq);
}

void EventOrder::rewind(Seq seq)
{
    note(m_known);
    m_held.clear();
    m_known = seq;
}

void EventOrder::clear()
{
    *this = {};
}

} // namespace salon::client
