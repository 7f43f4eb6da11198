// SPDX-License-Identifier: MIT
#include "client/model/public_rooms_model.h"

namespace salon::client {

PublicRoomsModel::PublicRoomsModel(QList<protocol::Room> rooms, QObject *parent)
    : QAbstractListModel(parent), m_rooms(std::move(rooms))
{
}

int PublicRoomsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rooms.size());
}

QVariant PublicRoomsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const protocol::Room &room = m_rooms[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return room.name;
    case RoomIdRole:
        return room.id.value;
    case TopicRole:
        return room.topic;
    case MemberRole:
        return room.isMember();
    default:
        return {};
    }
}

} // namespace salon::client
