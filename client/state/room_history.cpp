// SPDX-License-Identifier: MIT
#include "client/state/room_history.h"

namespace salon::client {
namespace {

constexpr qint64 kAround = 60;
constexpr qsizetype kMostResting = 30;

} // namespace

RoomHistory::RoomHistory(Connection &connection, RoomsState &rooms, PageSource &pages,
                         const ReadingPlaces &places, QObject *parent)
    : QObject(parent), m_connection(connection), m_rooms(rooms), m_pages(pages), m_places(places)
{
    connect(&m_later, &TryLater::due, this, &RoomHistory::loadMissing);
}

void RoomHistory::close()
{
    m_timelines.clear();
    m_resting.clear();
    m_loading.clear();
    m_extending.clear();
    m_arriving.clear();
    m_again.clear();
    m_stale.clear();
    m_skipped.clear();
    m_later.clear();
    m_self = {};
}

Timeline *RoomHistory::timeline(RoomId room) const
{
    const auto found = m_timelines.find(room);
    return found == m_timelines.end() ? nullptr : found->second.get();
}

QList<RoomId> RoomHistory::opened() const
{
    QList<RoomId> rooms;
    for (const auto &[room, timeline] : m_timelines)
        rooms.append(room);
    return rooms;
}

Timeline *RoomHistory::openRoom(RoomId room)
{
    m_resting.removeOne(room);
    const protocol::Room *row = m_rooms.find(room);
    auto &timeline = m_timelines[room];
    if (!timeline) {
        timeline = std::make_unique<Timeline>(room, m_self, 0);
        Q_EMIT timelineMade(timeline.get());
    }
    timeline->setReadMarker(row ? row->read : 0);
    const bool isElsewhere = row && !timeline->holds(m_places.opensAround(*row));
    if (timeline->isLoaded() && isElsewhere && m_connection.state() == ConnectionState::Online)
        forget(room);
    if (!timeline->isLoaded())
        load(room);
    return timeline.get();
}

void RoomHistory::setReading(RoomId room, const ReadingPlace &place)
{
    Timeline *open = timeline(room);
    if (!open)
        return;
    const auto again = m_again.find(room);
    if (again != m_again.end()) {
        if (place.isEnd() || *again == place)
            return;
        if (std::exchange(*again, place).isEnd())
            return; // it was the end, until more came behind it
        m_again.erase(again);
    }
    open->setReading(place.seq);
}

void RoomHistory::closeRoom(RoomId room)
{
    Timeline *open = timeline(room);
    if (!open)
        return;
    giveUpArriving(room);
    open->rest();
    m_resting.removeOne(room);
    m_resting.append(room);
    if (m_resting.size() > kMostResting)
        remove(m_resting.first());
}

void RoomHistory::remove(RoomId room)
{
    drop(room);
    m_resting.removeOne(room);
    m_timelines.erase(room);
}

//! What is on its way for the room is of no use any more.
void RoomHistory::drop(RoomId room)
{
    m_loading.remove(room);
    m_extending.remove(room);
    m_arriving.remove(room);
    m_again.remove(room);
    m_stale.remove(room);
    m_skipped.remove(room);
}

//! Where one stopped reading, or the newest.
protocol::ListMessages RoomHistory::firstPage(RoomId room) const
{
    protocol::ListMessages page;
    page.room = room;
    const protocol::Room *row = m_rooms.find(room);
    const Seq around = row ? m_places.opensAround(*row) : 0;
    if (around > 0) {
        page.around = around;
        page.limit = kAround;
    }
    return page;
}

void RoomHistory::load(RoomId room)
{
    loadWhole(firstPage(room));
}

void RoomHistory::loadLatest(RoomId room)
{
    const Timeline *open = timeline(room);
    if (!open || !open->hasNewer())
        return;
    protocol::ListMessages newest;
    newest.room = room;
    m_again.remove(room); // it takes the place of what is on its way
    m_pages.ask(newest, whole(newest));
}

void RoomHistory::loadMissing()
{
    for (const auto &[room, timeline] : m_timelines) {
        if (!timeline->isLoaded() && m_rooms.find(room))
            load(room);
    }
    for (const RoomId room : QSet<RoomId>(m_stale))
        refresh(room);
}

void RoomHistory::openAgain()
{
    for (const auto &[room, timeline] : m_timelines) {
        const protocol::Room *row = m_rooms.find(room);
        // A room that rests is looked at when it is opened.
        if (!row || row->unread == 0 || !timeline->isLoaded() || timeline->reading() > 0
            || m_resting.contains(room))
            continue;
        timeline->setReadMarker(row->read);
        const protocol::ListMessages page = firstPage(room);
        m_again.insert(room, {});
        m_pages.askServer(page, whole(page, true));
        timeline->openGap(row->head); // nobody is to see the end of it meanwhile
    }
}

void RoomHistory::loadWhole(const protocol::ListMessages &page)
{
    if (!m_loading.contains(page.room))
        m_pages.ask(page, whole(page));
}

//! What to do with the page: the timeline begins anew with it.
PageSource::Told RoomHistory::whole(const protocol::ListMessages &page, bool isAgain)
{
    m_loading.insert(page.room, ++m_asked);
    return [this, page, isAgain, ticket = m_asked](const Result<protocol::MessagePage> &answer) {
        if (m_loading.value(page.room) == ticket)
            loaded(page, isAgain, answer);
    };
}

void RoomHistory::loaded(const protocol::ListMessages &page, bool isAgain,
                         const Result<protocol::MessagePage> &answer)
{
    m_loading.remove(page.room);
    Timeline *open = timeline(page.room);
    if (!open)
        return;
    const bool isSkipped = m_skipped.contains(page.room);
    const bool hasScrolled = isAgain && !m_again.remove(page.room);
    if (answer && !hasScrolled) {
        m_stale.remove(page.room);
        open->reset(*answer);
        if (isAgain)
            Q_EMIT openedAgain(page.room);
    }
    if (isSkipped)
        skip(m_skipped.take(page.room));
    if (answer || isSkipped)
        return mend(page.room);
    if (page.around && m_connection.state() != ConnectionState::Online) {
        // Where one stopped is not cached, or that page ends before it; the newest may be.
        protocol::ListMessages newest;
        newest.room = page.room;
        return loadWhole(newest);
    }
    failed(page.room, answer.error());
}

void RoomHistory::failed(RoomId room, const Error &error)
{
    if (m_connection.state() != ConnectionState::Online)
        return; // the next hello loads what is open
    if (isPassing(error.code))
        return m_later.add({room}, error);
    if (isGone(error.code))
        return Q_EMIT lost(room);
    Q_EMIT notLoaded(room, error);
}

void RoomHistory::apply(const protocol::RoomEvent &event)
{
    Timeline *open = timeline(event.room);
    if (open && !open->apply(event))
        mend(event.room);
}

void RoomHistory::forget(RoomId room)
{
    Timeline *open = timeline(room);
    if (!open)
        return;
    drop(room);
    open->forget();
}

void RoomHistory::touch(const QList<protocol::User> &users)
{
    QSet<UserId> people;
    for (const protocol::User &user : users)
        people.insert(user.id);
    for (const auto &[room, timeline] : m_timelines)
        timeline->touch(people);
}

} // namespace salon::client
