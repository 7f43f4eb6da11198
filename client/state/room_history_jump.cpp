// SPDX-License-Identifier: MIT
// How the timeline of a RoomHistory comes to lie around a message that somebody wants to see.
#include "client/state/room_history.h"

namespace salon::client {
namespace {

constexpr qint64 kAround = 100; // more than the tallest window shows

bool has(const protocol::MessagePage &page, Seq seq)
{
    return std::ranges::binary_search(page.messages, seq, {}, &protocol::Message::seq);
}

} // namespace

void RoomHistory::loadAround(RoomId room, Seq seq, Landing landing, Arrived arrived)
{
    const Timeline *open = timeline(room);
    if (!open)
        return;
    if (m_loading.remove(room)) { // it would lead elsewhere
        m_again.remove(room);
        skipDelayed(room);
    }
    if (open->isLoaded() && open->holds(seq)) {
        const bool isThere = landing == Landing::Near || open->find(seq);
        return arrived(isThere ? Result<>() : Error::notFound(u"message"));
    }
    protocol::ListMessages page;
    page.room = room;
    page.around = seq;
    page.limit = kAround;
    m_loading.insert(room, ++m_asked);
    m_arriving.insert(room, m_asked);
    m_pages.ask(page, [=, this, ticket = m_asked](const Result<protocol::MessagePage> &answer) {
        if (m_loading.value(room) != ticket)
            return;
        m_loading.remove(room);
        if (!answer && isGone(answer.error().code))
            return Q_EMIT lost(room);
        const bool isMissing = answer && landing == Landing::OnMessage && !has(*answer, seq);
        arrived(land(room, isMissing ? Error::notFound(u"message") : answer));
    });
}

//! Where nothing came, one stays where one was.
Result<> RoomHistory::land(RoomId room, const Result<protocol::MessagePage> &page)
{
    Timeline *open = timeline(room);
    if (!open)
        return Error::notFound(u"room");
    if (page) {
        m_stale.remove(room);
        open->reset(*page);
    }
    skipDelayed(room);
    mend(room);
    if (!open->isLoaded())
        load(room);
    return page ? Result<>() : page.error();
}

//! Whoever left the room meanwhile is not led away when coming back.
void RoomHistory::giveUpArriving(RoomId room)
{
    const auto loading = m_loading.constFind(room);
    if (loading == m_loading.constEnd() || *loading != m_arriving.take(room))
        return;
    m_loading.remove(room);
    skipDelayed(room);
}

void RoomHistory::skipDelayed(RoomId room)
{
    if (m_skipped.contains(room))
        skip(m_skipped.take(room));
}

} // namespace salon::client
