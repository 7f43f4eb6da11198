// SPDX-License-Identifier: MIT
// How the Chat catches up: what hello says, what is pushed, what was missed.
#include "client/state/chat.h"

namespace salon::client {
namespace {

constexpr qint64 kTryAgainMs = 3'000;
constexpr qsizetype kRoomsAtOnce = 500; // in one session.sync

} // namespace

void Chat::greeted(const protocol::HelloReply &hello)
{
    // Whoever waited for the last connection was told that it is lost.
    m_syncing.clear();
    m_extending.clear();
    m_inFlight.clear();
    m_behind.clear();
    m_afterListing.clear();
    m_pause.stop();
    m_pauses = 0;
    learn(hello.users + QList{hello.user});
    if (!m_epoch.isEmpty() && m_epoch != hello.server.epoch) {
        for (const auto &[room, timeline] : m_timelines)
            timeline->forget();
    }
    m_epoch = hello.server.epoch;
    m_isListing = hello.roomsMore.value_or(false);
    if (m_isListing)
        listOwnRooms();
    else
        roomsListed(hello.rooms);
}

void Chat::roomsListed(const QList<protocol::Room> &rooms)
{
    m_isListing = false;
    QList<protocol::Room> rows;
    for (const protocol::Room &room : rooms)
        rows.append(m_markers.told(room));
    m_rooms.replace(rows);
    for (const auto &change : std::exchange(m_afterListing, {}))
        change();
    QSet<RoomId> left;
    for (const OutboxRow &row : std::as_const(m_unsent))
        left.insert(row.room);
    QList<RoomId> loaded;
    for (const auto &[room, timeline] : m_timelines) {
        left.insert(room);
        if (timeline->isLoaded() && m_rooms.find(room))
            loaded.append(room);
        else if (m_rooms.find(room))
            load(room);
    }
    for (const RoomId room : std::as_const(left)) {
        if (!m_rooms.find(room))
            removeRoom(room);
    }
    sync(loaded);
    sendAll();
    m_markers.sendWanted();
    Q_EMIT ready();
}

void Chat::receive(const protocol::RoomEvent &event)
{
    askName(event.by);
    whenListed([this, event] { updateRoom(event); });
    Timeline *timeline = timelineOf(event.room);
    if (timeline && !timeline->apply(event))
        sync({event.room});
}

void Chat::updateRoom(const protocol::RoomEvent &event)
{
    const protocol::Room *known = m_rooms.find(event.room);
    const bool isMembership = std::holds_alternative<protocol::MemberJoined>(event.data)
        || std::holds_alternative<protocol::MemberLeft>(event.data);
    if (isMembership)
        Q_EMIT membersChanged(event.room);
    if (!known || event.seq <= known->head)
        return;
    protocol::Room room = *known;
    room.head = event.seq;
    if (const auto *topic = std::get_if<protocol::TopicSet>(&event.data))
        room.topic = topic->topic;
    if (const auto message = event.message())
        m_markers.count(room, *message, message->by == m_self);
    m_rooms.put(room);
}

void Chat::sync(const QList<RoomId> &rooms)
{
    protocol::Sync ask;
    QList<RoomId> rest;
    for (const RoomId room : rooms) {
        const Timeline *timeline = timelineOf(room);
        if (!timeline || !timeline->isLoaded() || timeline->hasNewer() || m_syncing.contains(room))
            continue;
        if (ask.rooms.size() < kRoomsAtOnce)
            ask.rooms.append({room, timeline->known()});
        else
            rest.append(room);
    }
    if (ask.rooms.isEmpty())
        return;
    for (const protocol::SyncPosition &position : std::as_const(ask.rooms))
        m_syncing.insert(position.room);
    m_connection.request(ask, [this, ask](const Result<protocol::SyncReply> &reply) {
        for (const protocol::SyncPosition &position : ask.rooms)
            m_syncing.remove(position.room);
        if (reply)
            syncAnswered(ask, *reply);
        else
            syncRefused(ask, reply.error());
    });
    sync(rest);
}

void Chat::syncAnswered(const protocol::Sync &asked, const protocol::SyncReply &reply)
{
    learn(reply.users);
    QSet<RoomId> again;
    for (const protocol::RoomSync &answer : reply.rooms) {
        if (synced(answer))
            again.insert(answer.room);
    }
    bool hasProgress = false;
    for (const protocol::SyncPosition &position : asked.rooms) {
        const Timeline *timeline = timelineOf(position.room);
        const bool moved = !timeline || timeline->known() != position.after;
        hasProgress = hasProgress || moved;
        if (timeline && moved && timeline->hasHole())
            again.insert(position.room);
    }
    // A server that gives nothing is not asked for ever; the next event asks again.
    if (hasProgress)
        again.unite(QSet<RoomId>(reply.more.begin(), reply.more.end()));
    if (again.isEmpty())
        m_markers.compare();
    sync(again.values());
}

//! Whether to ask once more for what came since.
bool Chat::synced(const protocol::RoomSync &answer)
{
    if (answer.error) {
        removeRoom(answer.room);
        return false;
    }
    Timeline *timeline = timelineOf(answer.room);
    if (!timeline)
        return false;
    const bool isReset = answer.reset.value_or(false);
    if (isReset)
        timeline->forget(); // what was pushed since was taken for old by its number
    if (answer.page)
        timeline->reset(*answer.page);
    else if (isReset)
        loadNewest(answer.room);
    if (answer.events) {
        for (const protocol::RoomEvent &event : *answer.events) {
            updateRoom(event);
            timeline->apply(event);
        }
    }
    return isReset;
}

void Chat::syncRefused(const protocol::Sync &asked, const Error &error)
{
    for (const protocol::SyncPosition &position : asked.rooms) {
        // An event that this version cannot read must not stop the room for ever.
        if (isPassing(error.code))
            tryLater(position.room, error);
        else
            loadNewest(position.room);
    }
}

void Chat::tryLater(RoomId room, const Error &error)
{
    if (m_connection.state() != ConnectionState::Online)
        return; // the next hello does it
    if (!isPassing(error.code)) {
        if (room.isValid())
            Q_EMIT messagesNotLoaded(room, error);
        return;
    }
    if (room.isValid())
        m_behind.insert(room);
    if (!m_tryAgain.isActive())
        m_tryAgain.start(int(error.retryAfterMs.value_or(kTryAgainMs)));
}

void Chat::tryAgain()
{
    if (m_isListing)
        return listOwnRooms();
    const QList<RoomId> behind = std::exchange(m_behind, {}).values();
    for (const RoomId room : behind) {
        const Timeline *timeline = timelineOf(room);
        if (timeline && !timeline->isLoaded())
            load(room);
    }
    sync(behind);
}

} // namespace salon::client
