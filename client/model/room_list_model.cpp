// SPDX-License-Identifier: MIT
#include "client/model/room_list_model.h"
#include <tuple>

using namespace Qt::StringLiterals;

namespace salon::client {

static auto shown(const protocol::Room &room)
{
    return std::tie(room.id, room.name, room.topic, room.unread, room.mentions, room.kind);
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

int RoomListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rooms.all().size());
}

QVariant RoomListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const protocol::Room &room = m_rooms.all()[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return room.name;
    case Qt::ToolTipRole:
        return room.topic.isEmpty() ? room.name : room.topic;
    case RoomIdRole:
        return room.id.value;
    case UnreadRole:
        return room.unread;
    case MentionsRole:
        return room.mentions;
    case KindRole:
        return room.kind;
    case PersonRole:
        return room.with && room.with->size() == 1 ? room.with->first().value : 0;
    default:
        return {};
    }
}

} // namespace salon::client
