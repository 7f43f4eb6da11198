// SPDX-License-Identifier: MIT
#include "client/state/room_pins.h"
#include <algorithm>

namespace salon::client {

RoomPins::RoomPins(Connection &connection, LogCache &cache, People &people, Find find,
                   QObject *parent)
    : QObject(parent), m_connection(connection), m_cache(cache), m_people(people),
      m_find(std::move(find))
{
    connect(&m_later, &TryLater::due, this, &RoomPins::askAgain);
}

void RoomPins::open(RoomId room)
{
    if (room != m_room)
        close();
    m_room = room;
    if (m_source != Source::Server)
        askAgain();
}

void RoomPins::close()
{
    ++m_asked;
    m_room = {};
    m_messages.clear();
    m_asOf = 0;
    m_source = Source::Nobody;
    m_failure.reset();
    m_isAsking = false;
    m_since.clear();
    m_later.clear();
    Q_EMIT changed();
}

void RoomPins::askAgain()
{
    if (!m_room.isValid())
        return;
    ++m_asked;
    m_isAsking = true;
    m_since.clear();
    m_later.clear();
    ask({}, {});
}

void RoomPins::ask(std::optional<Seq> after, const protocol::PinPage &soFar)
{
    m_connection.request(protocol::ListPins{m_room, after},
                         [=, this, asked = m_asked](const Result<protocol::PinPage> &page) {
                             if (asked != m_asked)
                                 return;
                             if (!page)
                                 return failed(page.error());
                             m_people.learn(page->users);
                             protocol::PinPage all = soFar;
                             all.messages += page->messages;
                             // Of the first: what came later is told by events, too.
                             all.asOf = after ? soFar.asOf : page->asOf;
                             const bool isEnd = !page->after || page->messages.isEmpty();
                             if (isEnd || all.messages.size() >= kMost)
                                 answered(all);
                             else
                                 ask(page->after, all);
                         });
}

void RoomPins::answered(const protocol::PinPage &page)
{
    m_isAsking = false;
    m_failure.reset();
    m_source = Source::Server;
    m_messages.clear();
    QSet<Seq> seen; // one that was pinned again between two pages is in both
    for (const protocol::Message &message : page.messages) {
        if (!seen.contains(message.seq))
            m_messages.append(message);
        seen.insert(message.seq);
    }
    m_asOf = page.asOf;
    for (const protocol::RoomEvent &event : std::exchange(m_since, {}))
        take(event);
    Q_EMIT changed();
}

void RoomPins::failed(const Error &error)
{
    m_isAsking = false;
    m_failure = error;
    const bool isOnline = m_connection.state() == ConnectionState::Online;
    if (!isOnline && m_source != Source::Server)
        return askCache();
    if (isOnline && isPassing(error.code))
        m_later.add({m_room}, error);
    Q_EMIT changed();
}

void RoomPins::askCache()
{
    m_cache.pins(m_account, m_room,
                 [this, asked = m_asked](const std::optional<protocol::PinPage> &page) {
                     if (asked != m_asked)
                         return;
                     if (page) {
                         m_people.learn(page->users);
                         m_messages = page->messages;
                         m_asOf = page->asOf;
                         m_source = Source::Cache;
                     }
                     Q_EMIT changed();
                 });
}

void RoomPins::apply(const protocol::RoomEvent &event)
{
    if (event.room != m_room || event.changes() == 0)
        return;
    if (m_isAsking)
        m_since.append(event);
    if (take(event))
        Q_EMIT changed();
}

bool RoomPins::take(const protocol::RoomEvent &event)
{
    const auto found = std::ranges::find(m_messages, event.changes(), &protocol::Message::seq);
    if (found == m_messages.end())
        return std::holds_alternative<protocol::MessagePinned>(event.data) && add(event);
    if (found->rev >= event.seq)
        return false;
    event.change(*found);
    if (!found->isPinned())
        m_messages.erase(found);
    return true;
}

bool RoomPins::add(const protocol::RoomEvent &event)
{
    if (event.seq <= m_asOf)
        return false;
    const protocol::Message *message = m_find(event.room, event.changes());
    if (!message) {
        if (!m_isAsking)
            askAgain();
        return false;
    }
    protocol::Message pinned = *message;
    event.change(pinned);
    if (pinned.isPinned())
        m_messages.prepend(pinned);
    return pinned.isPinned();
}

} // namespace salon::client
