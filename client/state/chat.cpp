// SPDX-License-Identifier: MIT
#include "client/state/chat.h"

using namespace Qt::StringLiterals;

namespace salon::client {

Chat::Chat(const QString &folder, QObject *parent) : QObject(parent), m_store(folder)
{
    connect(&m_connection, &Connection::helloAnswered, this, &Chat::greeted);
    connect(&m_connection, &Connection::eventReceived, this, &Chat::receive);
    connect(&m_connection, &Connection::roomListed, this, [this](const protocol::Room &room) {
        if (room.isMember())
            m_rooms.put(room);
    });
    connect(&m_connection, &Connection::roomRemoved, this, [this](RoomId room) {
        m_rooms.remove(room);
    });
    connect(&m_connection, &Connection::readMoved, this, [this](const protocol::ReadMoved &moved) {
        setReadState({moved.room, moved.seq, moved.counter, moved.unread, moved.mentions});
    });
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        for (const protocol::Room &room : m_rooms.all())
            sendNext(room.id);
    });
}

void Chat::open(const QUrl &server, const QString &token, UserId self)
{
    m_self = self;
    m_store.load(self, [this, server, token](const LocalStore::Content &content) {
        m_unsent.clear();
        for (const OutboxRow &row : content.outbox)
            m_unsent.append({row, false});
        m_drafts = content.drafts;
        if (!content.note.isEmpty())
            Q_EMIT storeSetAside(content.note);
        m_connection.open(server, token);
    });
}

void Chat::close()
{
    m_connection.close();
    m_timelines.clear();
    m_rooms.replace({});
    m_unsent.clear();
    m_drafts.clear();
    m_inFlight.clear();
    m_syncing.clear();
    m_loadingOlder.clear();
}

QString Chat::nameOf(UserId user) const
{
    const auto found = m_users.constFind(user);
    return found == m_users.constEnd() ? u"…"_s : found->displayName;
}

void Chat::learn(const QList<protocol::User> &users)
{
    bool isNew = false;
    for (const protocol::User &user : users) {
        isNew = isNew || !m_users.contains(user.id);
        m_users.insert(user.id, user);
    }
    if (!isNew)
        return;
    for (const auto &[room, timeline] : m_timelines)
        timeline->touchAll();
    Q_EMIT namesChanged();
}

void Chat::askName(UserId user)
{
    if (m_users.contains(user) || m_asked.contains(user))
        return;
    m_asked.insert(user);
    m_connection.request(protocol::GetUsers{{user}}, [this, user](const Result<protocol::UsersReply> &reply) {
        m_asked.remove(user);
        if (reply)
            learn(reply->users);
    });
}

void Chat::greeted(const protocol::HelloReply &hello)
{
    m_syncing.clear();
    m_loadingOlder.clear();
    m_inFlight.clear();
    learn(hello.users);
    m_rooms.replace(hello.rooms);
    for (const auto &[room, timeline] : m_timelines) {
        if (timeline->isLoaded())
            sync(room);
        else
            openRoom(room);
    }
    for (const protocol::Room &room : m_rooms.all())
        sendNext(room.id);
    Q_EMIT ready();
}

Timeline *Chat::openRoom(RoomId room)
{
    const protocol::Room *row = m_rooms.find(room);
    auto &timeline = m_timelines[room];
    if (!timeline) {
        timeline = std::make_unique<Timeline>(room, m_self, row ? row->read : 0);
        showUnsent(*timeline);
    }
    if (!timeline->isLoaded() && !m_syncing.contains(room)) {
        m_syncing.insert(room);
        protocol::ListMessages newest;
        newest.room = room;
        m_connection.request(newest, [this, room](const Result<protocol::MessagePage> &page) {
            m_syncing.remove(room);
            const auto open = m_timelines.find(room);
            if (open == m_timelines.end())
                return;
            if (!page)
                return Q_EMIT messagesNotLoaded(room, page.error());
            learn(page->users);
            open->second->reset(*page);
        });
    }
    return timeline.get();
}

void Chat::loadOlder(RoomId room)
{
    const auto open = m_timelines.find(room);
    if (open == m_timelines.end() || !open->second->isLoaded() || !open->second->hasOlder()
        || m_loadingOlder.contains(room))
        return;
    m_loadingOlder.insert(room);
    protocol::ListMessages older;
    older.room = room;
    older.before = open->second->firstSeq();
    older.limit = 100;
    m_connection.request(older, [this, room](const Result<protocol::MessagePage> &page) {
        m_loadingOlder.remove(room);
        const auto found = m_timelines.find(room);
        if (found == m_timelines.end())
            return;
        if (!page)
            return Q_EMIT messagesNotLoaded(room, page.error());
        learn(page->users);
        found->second->prepend(*page);
    });
}

void Chat::receive(const protocol::RoomEvent &event)
{
    askName(event.by);
    updateRoom(event);
    const auto open = m_timelines.find(event.room);
    if (open != m_timelines.end() && !open->second->apply(event))
        sync(event.room);
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
    if (const auto message = event.message()) {
        room.n = message->n;
        if (message->by == m_self) {
            room.read = event.seq;
            room.unread = 0;
        } else {
            ++room.unread;
        }
    }
    m_rooms.put(room);
}

void Chat::sync(RoomId room)
{
    const auto open = m_timelines.find(room);
    if (open == m_timelines.end() || m_syncing.contains(room))
        return;
    m_syncing.insert(room);
    const protocol::Sync ask{{{room, open->second->known()}}};
    m_connection.request(ask, [this, room](const Result<protocol::SyncReply> &reply) {
        m_syncing.remove(room);
        if (!reply)
            return;
        learn(reply->users);
        for (const protocol::RoomSync &answer : reply->rooms)
            synced(answer);
        if (reply->more.contains(room))
            sync(room);
    });
}

void Chat::synced(const protocol::RoomSync &answer)
{
    const auto open = m_timelines.find(answer.room);
    if (open == m_timelines.end())
        return;
    if (answer.page)
        return open->second->reset(*answer.page);
    for (const protocol::RoomEvent &event : answer.events.value_or(QList<protocol::RoomEvent>())) {
        updateRoom(event);
        open->second->apply(event);
    }
}

void Chat::setReadState(const protocol::ReadState &state)
{
    const protocol::Room *known = m_rooms.find(state.room);
    if (!known || state.counter < known->counter)
        return;
    protocol::Room room = *known;
    room.read = state.seq;
    room.counter = state.counter;
    room.unread = state.unread;
    room.mentions = state.mentions;
    m_rooms.put(room);
}

void Chat::markRead(RoomId room, Seq seq)
{
    const protocol::Room *known = m_rooms.find(room);
    if (!known || seq <= known->read || seq <= m_readSent.value(room))
        return;
    constexpr int kGatherMs = 300;
    m_readSent.insert(room, seq);
    QTimer::singleShot(kGatherMs, this, [this, room, seq] { sendRead(room, seq); });
}

void Chat::sendRead(RoomId room, Seq seq)
{
    if (m_readSent.value(room) != seq)
        return;                                 // a later one follows
    m_connection.request(protocol::ReadRoom{room, seq}, [this, room](const Result<protocol::ReadState> &state) {
        if (state)
            setReadState(*state);
        else
            m_readSent.remove(room);
    });
}

void Chat::createRoom(const QString &name, const QString &topic, Told<protocol::RoomReply> told)
{
    protocol::CreateRoom create;
    create.name = name;
    create.topic = topic;
    m_connection.request(create, [this, told](const Result<protocol::RoomReply> &reply) {
        if (reply)
            m_rooms.put(reply->room);
        told(reply);
    });
}

void Chat::joinRoom(RoomId room, Told<protocol::RoomReply> told)
{
    m_connection.request(protocol::JoinRoom{room}, [this, told](const Result<protocol::RoomReply> &reply) {
        if (reply)
            m_rooms.put(reply->room);
        told(reply);
    });
}

void Chat::leaveRoom(RoomId room, Told<protocol::Done> told)
{
    m_connection.request(protocol::LeaveRoom{room}, [this, room, told](const Result<protocol::Done> &reply) {
        if (reply)
            m_rooms.remove(room);
        told(reply);
    });
}

void Chat::setTopic(RoomId room, const QString &topic, Told<protocol::Done> told)
{
    m_connection.request(protocol::SetTopic{room, topic}, told);
}

void Chat::listPublicRooms(Told<protocol::RoomListReply> told)
{
    m_connection.request(protocol::ListRooms{}, told);
}

void Chat::listMembers(RoomId room, Told<protocol::MemberPage> told)
{
    protocol::ListMembers list;
    list.room = room;
    m_connection.request(list, [this, told](const Result<protocol::MemberPage> &page) {
        if (page)
            learn(page->users);
        told(page);
    });
}

} // namespace salon::client
