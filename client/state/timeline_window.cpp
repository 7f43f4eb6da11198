// SPDX-License-Identifier: MIT
// How a Timeline is extended by pages, and kept from growing without end.
#include "client/state/timeline.h"

namespace salon::client {

//! Returns what was pushed while the page was on its way.
QList<protocol::RoomEvent> Timeline::setEnd(const protocol::MessagePage &page)
{
    m_hasNewer = page.hasAfter;
    if (!page.hasAfter)
        return m_order.start(page.asOf);
    m_order.start(page.to);
    m_order.rewind(page.to);
    return {};
}

void Timeline::prepend(const protocol::MessagePage &page)
{
    const Seq first = firstSeq();
    QList<TimelineEntry> older;
    for (const protocol::Message &message : page.messages) {
        if (first == 0 || message.seq < first)
            older.append(entryOf(message));
    }
    m_hasOlder = page.hasBefore;
    if (!older.isEmpty()) {
        Q_EMIT aboutToInsert(0, int(older.size()) - 1);
        m_delivered += int(older.size());
        older.append(m_entries);
        m_entries = older;
        Q_EMIT inserted();
        changeAgain(page);
        trim();
    }
    Q_EMIT boundsChanged();
}

void Timeline::append(const protocol::MessagePage &page)
{
    QList<TimelineEntry> newer;
    for (const protocol::Message &message : page.messages) {
        if (message.seq <= known())
            continue;
        if (message.by == m_self)
            discard(message.key);
        newer.append(entryOf(message));
    }
    const QList<protocol::RoomEvent> pushed = setEnd(page);
    if (!newer.isEmpty()) {
        Q_EMIT aboutToInsert(m_delivered, m_delivered + int(newer.size()) - 1);
        const QList<TimelineEntry> unsent = m_entries.mid(m_delivered);
        m_entries.resize(m_delivered);
        m_delivered += int(newer.size());
        m_entries.append(newer);
        m_entries.append(unsent);
        Q_EMIT inserted();
        changeAgain(page);
        trim();
    }
    for (const protocol::RoomEvent &event : pushed) {
        if (!m_hasNewer)
            take(event);
    }
    Q_EMIT boundsChanged();
}

void Timeline::rest()
{
    const Seq reading = std::exchange(m_reading, 0);
    if (m_delivered <= kRestingRows || (reading == 0 && m_hasNewer))
        return;
    const int read = reading == 0 ? m_delivered : firstAt(reading);
    const int first = std::clamp(read - kRestingRows / 2, 0, m_delivered - kRestingRows);
    if (m_delivered > first + kRestingRows)
        dropNewest(m_delivered - first - kRestingRows);
    if (first > 0)
        dropOldest(first);
    Q_EMIT boundsChanged();
}

bool Timeline::holds(Seq seq) const
{
    if (seq == 0)
        return !m_hasNewer;
    return (!m_hasOlder || firstSeq() <= seq) && (!m_hasNewer || seq <= known());
}

//! Index of the first delivered message with that number or a later one.
int Timeline::firstAt(Seq seq) const
{
    const auto begin = m_entries.cbegin();
    const auto isBefore = [](const TimelineEntry &entry, Seq number) {
        return entry.message.seq < number;
    };
    return int(std::lower_bound(begin, begin + m_delivered, seq, isBefore) - begin);
}

//! Whether rows were dropped.
bool Timeline::trim()
{
    const int surplus = m_delivered - kMostRows;
    if (surplus < kSurplus)
        return false;
    const int read = m_reading == 0 ? m_delivered : firstAt(m_reading);
    if (read > m_delivered - read)
        dropOldest(surplus);
    else
        dropNewest(surplus);
    return true;
}

void Timeline::dropOldest(int count)
{
    m_hasOlder = true;
    remove(0, count);
}

void Timeline::dropNewest(int count)
{
    // What is not shown any more comes back by pages, and with it what was held.
    m_hasNewer = true;
    m_order.rewind(m_entries[m_delivered - count - 1].message.seq);
    remove(m_delivered - count, count);
    discardPosted();
}

} // namespace salon::client
