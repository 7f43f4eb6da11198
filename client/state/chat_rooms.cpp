// SPDX-License-Identifier: MIT
// What the Chat asks of the server about rooms and who is in them.
#include "client/state/chat.h"

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

QSet<UserId> setOf(const QList<UserId> &users)
{
    return {users.begin(), users.end()};
}

} // namespace

Chat::Told<protocol::RoomReply> Chat::addingRoom(Told<protocol::RoomReply> told)
{
    return [this, told](const Result<protocol::RoomReply> &reply) {
        if (reply) {
            m_people.learn(reply->users.value_or(QList<protocol::User>()));
            whenListed([this, room = reply->room] { addRoom(room); });
        }
        told(reply);
    };
}

void Chat::createRoom(const protocol::CreateRoom &room, Told<protocol::RoomReply> told)
{
    m_connection.request(room, addingRoom(told));
}

void Chat::joinRoom(RoomId room, Told<protocol::RoomReply> told)
{
    m_connection.request(protocol::JoinRoom{room}, addingRoom(told));
}

void Chat::openDirect(const QList<UserId> &users, Told<protocol::RoomReply> told)
{
    // One that is there needs no server, and none of the few new rooms of an hour.
    for (const protocol::Room &room : m_rooms.all()) {
        const QSet<UserId> with = setOf(room.with.value_or(QList<UserId>()));
        if (!with.isEmpty() && with == setOf(users))
            return told(protocol::RoomReply{room});
    }
    m_connection.request(protocol::OpenDirect{users}, addingRoom(told));
}

void Chat::invite(RoomId room, UserId user, Told<protocol::Done> told)
{
    m_connection.request(protocol::InviteUser{room, user}, told);
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

void Chat::deleteMessage(RoomId room, Seq seq)
{
    m_wanted.want({room, seq, WantedChange::What::Deletion});
}

void Chat::keepMessage(RoomId room, Seq seq)
{
    m_wanted.want({room, seq, WantedChange::What::Deletion, {}, false});
}

const protocol::Message *Chat::message(RoomId room, Seq seq)
{
    const Timeline *timeline = timelineOf(room);
    const protocol::Message *shown = timeline ? timeline->find(seq) : nullptr;
    return shown ? shown : m_quoted.find(room, seq);
}

void Chat::listVersions(RoomId room, Seq seq, Told<protocol::VersionsReply> told)
{
    m_connection.request(protocol::ListVersions{room, seq}, told);
}

void Chat::listThread(RoomId room, Seq seq, Told<protocol::ThreadReply> told)
{
    m_connection.request(protocol::ListThread{room, seq},
                         [this, told](const Result<protocol::ThreadReply> &reply) {
                             if (reply)
                                 m_people.learn(reply->users);
                             told(reply);
                         });
}

void Chat::react(RoomId room, Seq seq, const QString &emoji, bool isAdded)
{
    m_wanted.want({room, seq, WantedChange::What::Reaction, emoji, isAdded});
}

void Chat::pin(RoomId room, Seq seq, bool isPinned)
{
    m_wanted.want({room, seq, WantedChange::What::Pin, {}, isPinned});
}

protocol::Room Chat::titled(protocol::Room room) const
{
    QStringList names;
    for (const UserId user : room.with.value_or(QList<UserId>())) {
        if (!m_people.knows(user))
            return room;
        names.append(m_people.nameOf(user));
    }
    if (!names.isEmpty())
        room.name = names.join(tr(", "));
    return room;
}

void Chat::titleRooms()
{
    const QList<protocol::Room> rooms = m_rooms.all();
    for (const protocol::Room &room : rooms) {
        if (const auto now = titled(room); now.name != room.name)
            m_rooms.put(now);
    }
}

template <class Ask, class Item>
void Chat::askPages(Ask ask, QList<Item> Ask::Reply::*items, Told<typename Ask::Reply> told,
                    typename Ask::Reply soFar)
{
    m_connection.request(ask, [=, this](const Result<typename Ask::Reply> &page) {
        if (!page)
            return told(page);
        m_people.learn(page->users);
        auto all = soFar;
        all.*items += (*page).*items;
        if constexpr (!std::is_same_v<Ask, protocol::ListUsers>) // there they are the items
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

void Chat::listUsers(Told<protocol::UserPage> told)
{
    askPages(protocol::ListUsers{}, &protocol::UserPage::users, told);
}

void Chat::listOwnRooms()
{
    protocol::ListRooms mine;
    mine.filter = u"mine"_s;
    askPages<protocol::ListRooms, protocol::Room>(
        mine, &protocol::RoomListReply::rooms, [this](const Result<protocol::RoomListReply> &list) {
            if (list)
                roomsListed(list->rooms);
            else if (isPassing(list.error().code)
                     && m_connection.state() == ConnectionState::Online)
                m_listLater.add({}, list.error());
        });
}

void Chat::listMembers(RoomId room, Told<protocol::MemberPage> told)
{
    protocol::ListMembers list;
    list.room = room;
    askPages<protocol::ListMembers, protocol::Member>(
        list, &protocol::MemberPage::members,
        [this, room, told](const Result<protocol::MemberPage> &page) {
            if (page)
                m_cache.putMembers(m_account, room, page->members);
            else if (m_connection.state() != ConnectionState::Online)
                return listCachedMembers(room, page.error(), told);
            told(page);
        });
}

//! Who was there when the server was last asked; else why nobody knows.
void Chat::listCachedMembers(RoomId room, const Error &why, Told<protocol::MemberPage> told)
{
    m_cache.members(m_account, room,
                    [this, why, told,
                     generation = m_generation](const std::optional<protocol::MemberPage> &page) {
                        if (generation != m_generation)
                            return;
                        if (!page)
                            return told(why);
                        m_people.learn(page->users);
                        told(*page);
                    });
}

void Chat::findMoments(RoomId room, const QList<Timestamp> &times, Told<Moments> told)
{
    m_connection.request(protocol::FindMoments{room, times},
                         [=, this](const Result<protocol::MomentsReply> &reply) {
                             const bool isOnline = m_connection.state() == ConnectionState::Online;
                             if (!reply && !isOnline)
                                 findCachedMoments(room, times, reply.error(), told);
                             else if (!reply)
                                 told(reply.error());
                             else if (reply->first.size() != times.size())
                                 told(Error(ErrorCode::ProtocolError, u"a wrong number of them"_s));
                             else
                                 told(Moments{reply->first});
                         });
}

void Chat::findCachedMoments(RoomId room, const QList<Timestamp> &times, const Error &why,
                             Told<Moments> told)
{
    m_cache.moments(m_account, room, times,
                    [=, this, generation = m_generation](const std::optional<QList<Seq>> &first) {
                        if (generation != m_generation)
                            return;
                        if (first)
                            told(Moments{*first, false});
                        else
                            told(why);
                    });
}

} // namespace salon::client
