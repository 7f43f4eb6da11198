// SPDX-License-Identifier: MIT
#include "client/model/room_list_model.h"
#include "client/model/presence_words.h"
#include <tuple>

using namespace Qt::StringLiterals;

namespace salon::client {

static auto shown(const protocol::Room &room)
{
    return std::tie(room.id, room.name, room.topic, room.unread, room.mentions, room.kind);
}

//! Whom a direct room of two is with, else nobody.
static UserId personOf(const protocol::Room &room)
{
    return room.with && room.with->size() == 1 ? room.with->first() : UserId();
}

RoomListModel::RoomListModel(RoomsState &rooms, QObject *parent)
    : QAbstractListModel(parent), m_rooms(rooms)
{
    connect(&rooms, &RoomsState::aboutToReset, this, [this] { beginResetModel(); });
    connect(&rooms, &RoomsState::reset, this, [this] { endResetModel(); });
    connect(&rooms, &RoomsState::aboutToInsert, this, [this](int i) { beginInsertRows({}, i, i); });
    connect(&rooms, &RoomsState::inserted, this, [this] { endInsertRows(); });
    connect(&rooms, &RoomsState::aboutToRemove, this, [this](int i) { beginRemoveRows({}, i, i); });
    connect(&rooms, &RoomsState::removed, this, [this] { endRemoveRows(); });
    connect(&rooms, &RoomsState::changed, this, [this](int i, const protocol::Room &before) {
        const protocol::Room &now = m_rooms.all()[i];
        if (shown(now) != shown(before)) // most of what comes changes only the head of the log
            Q_EMIT dataChanged(index(i), index(i));
    });
}

void RoomListModel::setPresence(PeoplePresence &people)
{
    m_people = &people;
    connect(&people, &PeoplePresence::changed, this, &RoomListModel::peopleChanged);
    connect(&m_rooms, &RoomsState::reset, this, &RoomListModel::seePeople);
    connect(&m_rooms, &RoomsState::inserted, this, &RoomListModel::seePeople);
    connect(&m_rooms, &RoomsState::removed, this, &RoomListModel::seePeople);
    seePeople();
}

void RoomListModel::seePeople()
{
    QList<UserId> users;
    for (const protocol::Room &room : m_rooms.all()) {
        if (const UserId person = personOf(room); person.isValid())
            users.append(person);
    }
    m_people->see(this, users);
}

void RoomListModel::peopleChanged(const QList<UserId> &users)
{
    for (int row = 0; row < rowCount(); ++row) {
        if (users.contains(personOf(m_rooms.all()[row])))
            Q_EMIT dataChanged(index(row), index(row));
    }
}

int RoomListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rooms.all().size());
}

QVariant RoomListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const protocol::Room &room = m_rooms.all()[index.row()];
    const UserId person = personOf(room);
    const Presence presence = m_people ? m_people->of(person) : Presence::Unknown;
    switch (role) {
    case Qt::DisplayRole:
        return room.name;
    case Qt::ToolTipRole:
        return nameWithPresence(room.topic.isEmpty() ? room.name : room.topic, presence);
    case Qt::AccessibleTextRole:
        return nameWithPresence(room.name, presence);
    case RoomIdRole:
        return room.id.value;
    case UnreadRole:
        return room.unread;
    case MentionsRole:
        return room.mentions;
    case KindRole:
        return room.kind;
    case PersonRole:
        return person.value;
    case PresenceRole:
        return int(presence);
    default:
        return {};
    }
}

} // namespace salon::client
