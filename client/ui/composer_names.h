// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/room_messages.h"
#include <QObject>

namespace salon::client {

class Chat;
class Composer;

//! Tells a composer the names that may be completed in it: who is in its room, who else is known,
//! and which rooms there are. Asked for when somebody types one.
class ComposerNames : public QObject {
    Q_OBJECT
public:
    ComposerNames(Chat &chat, Composer &composer, QObject *parent = nullptr);

    void setRoom(RoomId room);

private:
    void tellRooms();
    void askPeople();
    void tellPeople(const QList<protocol::Member> &members);

    Chat &m_chat;
    Composer &m_composer;
    RoomId m_room;
    bool m_hasPeople = false; //!< told, or asked for; false when they may be others since
    bool m_hasRooms = false;
};

} // namespace salon::client
