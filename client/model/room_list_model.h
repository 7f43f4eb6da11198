// SPDX-License-Identifier: MIT
#pragma once
#include "client/state/rooms_state.h"
#include <QAbstractListModel>

namespace salon::client {

//! One's rooms, for a list.
class RoomListModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        RoomIdRole = Qt::UserRole,
        UnreadRole,
        MentionsRole,
        KindRole,
        PersonRole, //!< of a direct room of two, whom it is with, else 0
    };

    explicit RoomListModel(RoomsState &rooms, QObject *parent = nullptr);
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    RoomsState &m_rooms;
};

} // namespace salon::client
