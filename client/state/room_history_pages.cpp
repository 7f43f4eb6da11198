// SPDX-License-Identifier: MIT
// How the timelines of a RoomHistory are extended, and go on behind a gap.
#include "client/state/room_history.h"

namespace salon::client {

static constexpr qint64 kMore = 100;
static constexpr qint64 kMostAround = 200; // rows above and below of any window

static protocol::ListMessages more(RoomId room)
{
    protocol::ListMessages page;
    page.room = room;
    page.limit = kMore;
    return page;
}

void RoomHistory::loadOlder(RoomId room)
{
    const Timeline *open = timeline(room);
    if (!open || !open->isLoaded() || !open->hasOlder())
        return;
    protocol::ListMessages page = more(room);
    page.before = open->firstSeq();
    extend(page);
}

void RoomHistory::loadNewer(RoomId room)
{
    const Timeline *open = timeline(room);
    if (open && open->isLoaded() && open->hasNewer())
        extendBehind(*open);
}

//! Events came while the page was on its way that showed it, and they do not follow on it.
void RoomHistory::mend(RoomId room)
{
    const Timeline *open = timeline(room);
    if (open && open->hasHole())
        extendBehind(*open);
}

void RoomHistory::extendBehind(const Timeline &open)
{
    protocol::ListMessages page = more(open.room());
    page.after = open.known();
    extend(page);
}

void RoomHistory::extend(const protocol::ListMessages &page)
{
    if (m_extending.contains(page.room) || m_loading.contains(page.room))
        return; // what is on its way tells what comes next
    m_extending.insert(page.room, ++m_asked);
    m_pages.ask(page, [this, page, ticket = m_asked](const Result<protocol::MessagePage> &answer) {
        if (m_extending.value(page.room) != ticket)
            return;
        m_extending.remove(page.room);
        extended(page, answer);
    });
}

void RoomHistory::extended(const protocol::ListMessages &page,
                           const Result<protocol::MessagePage> &answer)
{
    Timeline *open = timeline(page.room);
    if (!open || !open->isLoaded())
        return;
    if (!answer && isGone(answer.error().code))
        return Q_EMIT lost(page.room);
    if (!answer && m_connection.state() == ConnectionState::Online)
        return Q_EMIT notLoaded(page.room, answer.error());
    if (!answer)
        return;
    // A reset may have moved the stretch meanwhile: this page would not join on to it.
    if (page.before && open->firstSeq() == *page.before)
        open->prepend(*answer);
    if (page.after && open->known() == *page.after && (open->hasNewer() || open->hasHole()))
        open->append(*answer);
    if (open->known() != page.after.value_or(0))
        mend(page.room);
}

void RoomHistory::skip(const protocol::RoomSync &answer)
{
    Timeline *open = timeline(answer.room);
    if (!open)
        return;
    const protocol::MessagePage &page = *answer.page;
    const bool isUntold = answer.gap && !answer.gap->touched.value;
    const auto touched = answer.gap ? answer.gap->touched.value.value_or(QList<protocol::Message>())
                                    : QList<protocol::Message>();
    if (isUntold || !touched.isEmpty())
        m_extending.remove(answer.room); // that page may be from before
    if (m_loading.contains(answer.room)) { // so may be what is on its way
        m_skipped.insert(answer.room, answer);
        return;
    }
    if (!open->isLoaded())
        return open->reset(page);
    open->update(touched);
    if (!open->hasNewer() && open->known() >= page.asOf)
        return; // it was loaded from a newer page
    if (!open->hasNewer() && open->reading() == 0)
        return open->reset(page);
    open->openGap(page.asOf);
    if (isUntold)
        refresh(answer.room);
}

//! What is read in the middle may have changed, and nobody told how.
void RoomHistory::refresh(RoomId room)
{
    const Timeline *open = timeline(room);
    if (!open)
        return;
    m_stale.insert(room);
    protocol::ListMessages page;
    page.room = room;
    page.around = open->reading() > 0 ? open->reading() : open->known();
    page.limit = kMostAround;
    m_pages.askServer(page, [this, room](const Result<protocol::MessagePage> &answer) {
        Timeline *shown = timeline(room);
        if (!answer)
            return failed(room, answer.error());
        if (shown && m_stale.remove(room))
            shown->keepOnly(*answer);
    });
}

} // namespace salon::client
