// SPDX-License-Identifier: MIT
// How the Chat gets the messages of a room that somebody reads.
#include "client/state/chat.h"

namespace salon::client {
namespace {

constexpr qint64 kUnreadInNewest = 25; // so few are in the newest page, with the marker before them
constexpr qint64 kAround = 60;
constexpr qint64 kMore = 100;

} // namespace

Timeline *Chat::openRoom(RoomId room)
{
    m_markers.visit(room);
    const protocol::Room *row = m_rooms.find(room);
    auto &timeline = m_timelines[room];
    if (!timeline) {
        timeline = std::make_unique<Timeline>(room, m_self, 0);
        connect(timeline.get(), &Timeline::delivered, this,
                [this](const QString &key) { m_stages.passed(key, Stage::Apply); });
        showUnsent(*timeline);
    }
    timeline->setReadMarker(row ? row->read : 0);
    const bool isMarkerOutside = row && row->unread > kUnreadInNewest && timeline->hasOlder()
        && timeline->firstSeq() > row->read;
    if (timeline->isLoaded() && isMarkerOutside && m_connection.state() == ConnectionState::Online)
        timeline->forget();
    if (!timeline->isLoaded())
        load(room);
    return timeline.get();
}

void Chat::setReading(RoomId room, Seq seq)
{
    if (Timeline *timeline = timelineOf(room))
        timeline->setReading(seq);
}

void Chat::closeRoom(RoomId room)
{
    if (Timeline *timeline = timelineOf(room))
        timeline->rest();
}

void Chat::load(RoomId room)
{
    const protocol::Room *row = m_rooms.find(room);
    if (!row || row->unread <= kUnreadInNewest)
        return loadNewest(room);
    protocol::ListMessages page;
    page.room = room;
    page.around = std::max<Seq>(row->read, 1);
    page.limit = kAround;
    loadWhole(page);
}

void Chat::loadNewest(RoomId room)
{
    protocol::ListMessages page;
    page.room = room;
    loadWhole(page);
}

void Chat::loadLatest(RoomId room)
{
    const Timeline *timeline = timelineOf(room);
    if (timeline && timeline->hasNewer())
        loadNewest(room);
}

void Chat::loadWhole(const protocol::ListMessages &page)
{
    // The next hello loads what is open.
    const RoomId room = page.room;
    if (m_connection.state() != ConnectionState::Online || m_syncing.contains(room))
        return;
    m_syncing.insert(room);
    m_connection.request(page, [this, room](const Result<protocol::MessagePage> &answer) {
        m_syncing.remove(room);
        Timeline *timeline = timelineOf(room);
        if (!timeline)
            return;
        if (!answer)
            return tryLater(room, answer.error());
        learn(answer->users);
        timeline->reset(*answer);
        if (timeline->hasHole())
            sync({room});
    });
}

void Chat::loadOlder(RoomId room)
{
    const Timeline *timeline = timelineOf(room);
    if (!timeline || !timeline->isLoaded() || !timeline->hasOlder())
        return;
    protocol::ListMessages page;
    page.room = room;
    page.before = timeline->firstSeq();
    page.limit = kMore;
    extend(page);
}

void Chat::loadNewer(RoomId room)
{
    const Timeline *timeline = timelineOf(room);
    if (!timeline || !timeline->isLoaded() || !timeline->hasNewer())
        return;
    protocol::ListMessages page;
    page.room = room;
    page.after = timeline->known();
    page.limit = kMore;
    extend(page);
}

void Chat::extend(const protocol::ListMessages &page)
{
    const RoomId room = page.room;
    if (m_extending.contains(room) || m_connection.state() != ConnectionState::Online)
        return;
    m_extending.insert(room);
    m_connection.request(page, [this, page](const Result<protocol::MessagePage> &answer) {
        m_extending.remove(page.room);
        Timeline *timeline = timelineOf(page.room);
        if (!timeline || !timeline->isLoaded())
            return;
        if (!answer) {
            if (m_connection.state() == ConnectionState::Online)
                Q_EMIT messagesNotLoaded(page.room, answer.error());
            return;
        }
        learn(answer->users);
        // A reset may have moved the stretch meanwhile: this page would not join on to it.
        if (page.before && timeline->firstSeq() == *page.before)
            timeline->prepend(*answer);
        if (page.after && timeline->hasNewer() && timeline->known() == *page.after)
            timeline->append(*answer);
        if (timeline->hasHole())
            sync({page.room});
    });
}

} // namespace salon::client
