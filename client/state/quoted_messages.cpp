// SPDX-License-Identifier: MIT
#include "client/state/quoted_messages.h"
#include <algorithm>

namespace salon::client {

QuotedMessages::QuotedMessages(PageSource &pages, QObject *parent) : QObject(parent), m_pages(pages)
{
}

const protocol::Message *QuotedMessages::find(RoomId room, Seq seq)
{
    const Place place{room, seq};
    const auto known = m_known.constFind(place);
    if (known != m_known.constEnd())
        return &*known;
    if (!m_asked.contains(place) && !m_missing.contains(place))
        ask(place);
    return nullptr;
}

void QuotedMessages::ask(const Place &place)
{
    m_asked.insert(place);
    protocol::ListMessages page;
    page.room = place.room;
    page.around = place.seq;
    page.limit = 1;
    m_pages.ask(page, [this, place](const Result<protocol::MessagePage> &answer) {
        m_asked.remove(place);
        if (!answer)
            return; // asked again the next time that it is looked at
        const auto found = std::ranges::find(answer->messages, place.seq, &protocol::Message::seq);
        if (found != answer->messages.end())
            return learn(*found);
        m_missing.insert(place);
        Q_EMIT changed(place.room, {place.seq});
    });
}

void QuotedMessages::learn(const protocol::Message &message)
{
    if (m_known.size() >= kMost)
        m_known.clear();
    protocol::Message &known = m_known[{message.room, message.seq}];
    if (known.rev >= message.rev)
        return;
    known = message;
    Q_EMIT changed(message.room, {message.seq});
}

void QuotedMessages::apply(const protocol::RoomEvent &event)
{
    const auto known = m_known.find({event.room, event.changes()});
    if (event.changes() == 0 || known == m_known.end() || known->rev >= event.seq)
        return;
    event.change(*known);
    Q_EMIT changed(event.room, {known->seq});
}

void QuotedMessages::forget(RoomId room)
{
    m_known.removeIf([room](const auto &known) { return known.key().room == room; });
    const auto isThere = [room](const Place &place) { return place.room == room; };
    m_asked.removeIf(isThere);
    m_missing.removeIf(isThere);
}

void QuotedMessages::clear()
{
    m_known.clear();
    m_asked.clear();
    m_missing.clear();
}

} // namespace salon::client
