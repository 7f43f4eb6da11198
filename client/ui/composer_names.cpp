// SPDX-License-Identifier: MIT
#include "client/ui/composer_names.h"

#include "client/state/chat.h"
#include "client/ui/completion/name_completion.h"
#include "client/ui/composer.h"
#include <QPointer>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

//! Where "@room" calls anybody, and more than one.
bool mayCallAll(const protocol::Room &room)
{
    const auto others = room.with.value_or(QList<UserId>()).size();
    return room.isDirect() ? others > 1 : room.role == "owner"_L1;
}

} // namespace

ComposerNames::ComposerNames(Chat &chat, Composer &composer, QObject *parent)
    : QObject(parent), m_chat(chat), m_composer(composer)
{
    connect(composer.people(), &NameCompletion::wanted, this, &ComposerNames::askPeople);
    connect(composer.rooms(), &NameCompletion::wanted, this, [this] {
        if (!std::exchange(m_hasRooms, true))
            tellRooms();
    });
    const auto forgetRooms = [this] { m_hasRooms = false; };
    connect(&chat.rooms(), &RoomsState::reset, this, forgetRooms);
    connect(&chat.rooms(), &RoomsState::inserted, this, forgetRooms);
    connect(&chat.rooms(), &RoomsState::removed, this, forgetRooms);
    connect(&chat.rooms(), &RoomsState::changed, this, forgetRooms);
    connect(&chat, &Chat::namesChanged, this, [this] { m_hasPeople = false; });
    connect(&chat, &Chat::membersChanged, this, [this](RoomId room) {
        if (room == m_room)
            m_hasPeople = false;
    });
}

void ComposerNames::setRoom(RoomId room)
{
    m_room = room;
    m_hasPeople = false;
    m_composer.people()->setNames({});
}

void ComposerNames::tellRooms()
{
    QList<CompletionName> names;
    for (const protocol::Room &room : m_chat.rooms().all())
        names.append({.name = room.name, .detail = room.topic});
    m_composer.rooms()->setNames(names);
}

void ComposerNames::askPeople()
{
    if (!m_room.isValid() || std::exchange(m_hasPeople, true))
        return;
    m_chat.listMembers(
        m_room,
        [this, self = QPointer(this), room = m_room](const Result<protocol::MemberPage> &page) {
            if (!self || room != m_room)
                return;
            m_hasPeople = page.has_value();
            if (page)
                tellPeople(page->members);
        });
}

void ComposerNames::tellPeople(const QList<protocol::Member> &members)
{
    QSet<UserId> inside;
    for (const protocol::Member &member : members)
        inside.insert(member.user);
    QList<CompletionName> names;
    for (const protocol::User &user : m_chat.knownPeople()) {
        if (user.id != m_chat.self())
            names.append({.name = user.name,
                          .shown = user.displayName,
                          .detail = inside.contains(user.id) ? QString() : tr("not in this room"),
                          .isNear = inside.contains(user.id),
                          .person = user.id});
    }
    const protocol::Room *room = m_chat.rooms().find(m_room);
    if (room && mayCallAll(*room))
        names.append(
            {.name = u"room"_s, .shown = tr("Everybody in this room"), .icon = u"users"_s});
    m_composer.people()->setNames(names);
}

} // namespace salon::client
