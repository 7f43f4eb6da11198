// SPDX-License-Identifier: MIT
#include "client/state/chat.h"

using namespace Qt::StringLiterals;

namespace salon::client {

Chat::Chat(const QString &folder, QObject *parent)
    : QObject(parent), m_store(folder),
      m_markers(m_connection, m_store, m_rooms,
                [this](std::function<void()> change) { whenListed(std::move(change)); })
{
    connect(&m_store, &LocalStore::setAside, this, &Chat::storeSetAside);
    connect(&m_store, &LocalStore::failed, this, &Chat::storeFailed);
    connect(&m_connection, &Connection::helloAnswered, this, &Chat::greeted);
    connect(&m_connection, &Connection::eventReceived, this, &Chat::receive);
    connect(&m_connection, &Connection::roomListed, this, [this](const protocol::Room &room) {
        if (room.isMember())
            whenListed([this, room] { m_rooms.put(m_markers.told(room)); });
    });
    connect(&m_connection, &Connection::roomRemoved, this,
            [this](RoomId room) { whenListed([this, room] { removeRoom(room); }); });
    connect(&m_connection, &Connection::readMoved, this, [this](const protocol::ReadMoved &moved) {
        whenListed([this, moved] {
            m_markers.moved({moved.room, moved.seq, moved.counter, moved.unread, moved.mentions});
        });
    });
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &Chat::sendAll);
    m_tryAgain.setSingleShot(true);
    connect(&m_tryAgain, &QTimer::timeout, this, &Chat::tryAgain);
}

void Chat::open(const QUrl &server, const QString &token, UserId self)
{
    const StoreAccount account{server.toString(), self};
    if (m_isOpen && m_account == account)
        return m_connection.open(server, token);
    close();
    m_account = account;
    m_self = self;
    m_store.load(
        account,
        [this, server, token, generation = m_generation](const LocalStore::Content &content) {
            if (generation != m_generation)
                return;
            m_isOpen = true;
            m_unsent = content.outbox;
            m_drafts = content.drafts;
            m_markers.open(m_account, content.markers);
            m_connection.open(server, token);
        });
}

void Chat::close()
{
    ++m_generation;
    m_isOpen = false;
    m_connection.close();
    m_store.flushDrafts();
    m_pause.stop();
    m_pauses = 0;
    m_tryAgain.stop();
    m_timelines.clear();
    m_rooms.replace({});
    m_unsent.clear();
    m_drafts.clear();
    m_inFlight.clear();
    m_syncing.clear();
    m_extending.clear();
    m_behind.clear();
    m_isListing = false;
    m_afterListing.clear();
    m_users.clear();
    m_asked.clear();
    m_markers.close();
    m_epoch.clear();
    m_stages.clear();
    m_account = {};
    m_self = {};
}

bool Chat::isPassing(ErrorCode code)
{
    return code == ErrorCode::Unavailable || code == ErrorCode::RateLimited
        || code == ErrorCode::Stopping || code == ErrorCode::Internal;
}

Timeline *Chat::timelineOf(RoomId room) const
{
    const auto found = m_timelines.find(room);
    return found == m_timelines.end() ? nullptr : found->second.get();
}

QString Chat::nameOf(UserId user) const
{
    const auto found = m_users.constFind(user);
    return found == m_users.constEnd() ? u"…"_s : found->displayName;
}

void Chat::learn(const QList<protocol::User> &users)
{
    QSet<UserId> fresh;
    for (const protocol::User &user : users) {
        const auto known = m_users.constFind(user.id);
        if (known == m_users.constEnd() || known->displayName != user.displayName)
            fresh.insert(user.id);
        m_users.insert(user.id, user);
    }
    if (fresh.isEmpty())
        return;
    for (const auto &[room, timeline] : m_timelines)
        timeline->touch(fresh);
    Q_EMIT namesChanged();
}

void Chat::askName(UserId user)
{
    if (m_users.contains(user) || m_asked.contains(user))
        return;
    m_asked.insert(user);
    m_connection.request(protocol::GetUsers{{user}},
                         [this, user](const Result<protocol::UsersReply> &reply) {
                             m_asked.remove(user);
                             if (reply)
                                 learn(reply->users);
                         });
}

void Chat::whenListed(std::function<void()> change)
{
    if (m_isListing)
        m_afterListing.append(std::move(change));
    else
        change();
}

void Chat::removeRoom(RoomId room)
{
    m_rooms.remove(room);
    m_timelines.erase(room);
    m_markers.remove(room);
    m_behind.remove(room);
    leaveUnsentBehind(room);
}

//! The number, among the room's messages, of the last one up to `seq`.
std::optional<qint64> Chat::numberAt(RoomId room, Seq seq) const
{
    const protocol::Room *row = m_rooms.find(room);
    const Timeline *timeline = timelineOf(room);
    if (!row)
        return {};
    if (seq >= row->head)
        return row->n;
    for (qsizetype i = timeline ? timeline->entries().size() - 1 : -1; i >= 0; --i) {
        const protocol::Message &message = timeline->entries()[i].message;
        if (message.seq > 0 && message.seq <= seq)
            return message.n;
    }
    return row->n - row->unread;
}

void Chat::markRead(RoomId room, Seq seq)
{
    if (const auto number = numberAt(room, seq))
        m_markers.read(room, seq, *number, ReadMarkers::Why::Seen);
}

void Chat::markAllRead(RoomId room)
{
    if (const protocol::Room *row = m_rooms.find(room))
        m_markers.read(room, row->head, row->n, ReadMarkers::Why::Told);
}

void Chat::markAllRead()
{
    const QList<protocol::Room> rooms = m_rooms.all();
    for (const protocol::Room &room : rooms) {
        if (room.unread > 0)
            markAllRead(room.id);
    }
}

void Chat::markUnread(RoomId room, Seq seq)
{
    if (const auto number = numberAt(room, seq))
        m_markers.setBack(room, seq, *number);
}

void Chat::createRoom(const QString &name, const QString &topic, Told<protocol::RoomReply> told)
{
    protocol::CreateRoom create;
    create.name = name;
    create.topic = topic;
    m_connection.request(create, [this, told](const Result<protocol::RoomReply> &reply) {
        if (reply)
            whenListed([this, room = reply->room] { m_rooms.put(m_markers.told(room)); });
        told(reply);
    });
}

void Chat::joinRoom(RoomId room, Told<protocol::RoomReply> told)
{
    m_connection.request(
        protocol::JoinRoom{room}, [this, told](const Result<protocol::RoomReply> &reply) {
            if (reply)
                whenListed([this, joined = reply->room] { m_rooms.put(m_markers.told(joined)); });
            told(reply);
        });
}

void Chat::leaveRoom(RoomId room, Told<protocol::Done> told)
{
    m_connection.request(protocol::LeaveRoom{room},
                         [this, room, told](const Result<protocol::Done> &reply) {
                             if (reply)
                                 whenListed([this, room] { removeRoom(room); });
                             told(reply);
                         });
}

void Chat::setTopic(RoomId room, const QString &topic, Told<protocol::Done> told)
{
    m_connection.request(protocol::SetTopic{room, topic}, told);
}

template <class Ask, class Item>
void Chat::askPages(Ask ask, QList<Item> Ask::Reply::*items, Told<typename Ask::Reply> told,
                    typename Ask::Reply soFar)
{
    m_connection.request(ask, [=, this](const Result<typename Ask::Reply> &page) {
        if (!page)
            return told(page);
        learn(page->users);
        auto all = soFar;
        all.*items += (*page).*items;
        all.users += page->users;
        all.after = page->after;
        const bool isEnd = !all.after || ((*page).*items).isEmpty();
        if (isEnd || (all.*items).size() >= kMostListed)
            return told(all);
        Ask next = ask;
        next.after = all.after;
        askPages(next, items, told, all);
    });
}

void Chat::listPublicRooms(Told<protocol::RoomListReply> told)
{
    askPages(protocol::ListRooms{}, &protocol::RoomListReply::rooms, told);
}

void Chat::listOwnRooms()
{
    protocol::ListRooms mine;
    mine.filter = u"mine"_s;
    askPages<protocol::ListRooms, protocol::Room>(
        mine, &protocol::RoomListReply::rooms, [this](const Result<protocol::RoomListReply> &list) {
            if (list)
                roomsListed(list->rooms);
            else
                tryLater({}, list.error());
        });
}

void Chat::listMembers(RoomId room, Told<protocol::MemberPage> told)
{
    protocol::ListMembers list;
    list.room = room;
    askPages(list, &protocol::MemberPage::members, told);
}

} // namespace salon::client
