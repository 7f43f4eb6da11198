// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/entities.h"
#include <QAbstractListModel>

namespace salon::client {

//! The public rooms of a server as they were when it was asked, for a person to choose from.
class PublicRoomsModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { RoomIdRole = Qt::UserRole, TopicRole, MemberRole };

    explicit PublicRoomsModel(QList<protocol::Room> rooms, QObject *parent = nullptr);
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<protocol::Room> m_rooms;
};

} // namespace salon::client
