// SPDX-License-Identifier: MIT
#pragma once
#include "client/state/rooms_state.h"
#include <QAbstractListModel>

namespace salon::client {

class PeoplePresence;

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
        PresenceRole, //!< how that person is there
    };

    explicit RoomListModel(RoomsState &rooms, QObject *parent = nullptr);

    //! Tells how the people of direct rooms are there, from now on.
    void setPresence(PeoplePresence &people);
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    void seePeople();
    void peopleChanged(const QList<UserId> &users);

    RoomsState &m_rooms;
    PeoplePresence *m_people = nullptr;
};

} // namespace salon::client
