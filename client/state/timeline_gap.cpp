// SPDX-License-Identifier: MIT
// What a Timeline does when too much was missed to be told event by event.
#include "client/state/timeline.h"

namespace salon::client {

void Timeline::openGap(Seq newest)
{
    m_hasNewer = true;
    m_order.note(newest);
    m_order.rewind(known());
    discardPosted();
    Q_EMIT boundsChanged();
}

void Timeline::update(const QList<protocol::Message> &messages)
{
    for (const protocol::Message &message : messages)
        show(indexOf(message.seq), message);
}

void Timeline::keepOnly(const protocol::MessagePage &page)
{
    const auto begin = m_entries.cbegin();
    const auto end = begin + m_delivered;
    const auto seqOf = [](const TimelineEntry &entry) { return entry.message.seq; };
    const int first = int(std::ranges::lower_bound(begin, end, page.from, {}, seqOf) - begin);
    const int behind = int(std::ranges::upper_bound(begin, end, page.to, {}, seqOf) - begin);
    if (behind <= first)
        return reset(page);
    const Seq last = std::min(known(), page.to);
    if (behind < m_delivered)
        remove(behind, m_delivered - behind);
    if (first > 0)
        remove(0, first);
    update(page.messages);
    m_hasOlder = page.hasBefore || firstSeq() > page.messages.first().seq;
    m_hasNewer = true;
    m_order.rewind(last);
    Q_EMIT boundsChanged();
}

} // namespace salon::client
