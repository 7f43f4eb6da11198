// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/error.h"
#include "shared/protocol/room_messages.h"
#include <QObject>
#include <QSet>

class QWidget;

namespace salon::client {

class BrowseRoomsDialog;
class Chat;
class LeaveRoomDialog;
class PeopleDialog;

//! What can be done with rooms, each with its dialog: create, browse and join, change the topic,
//! bring people in, leave; and with people: write to them.
class RoomActions : public QObject {
    Q_OBJECT
public:
    //! Dialogs appear over `window`.
    RoomActions(Chat &chat, QWidget *window);

    void create();
    void browse();
    void changeTopic(RoomId room);
    void leave(RoomId room);
    void addPeople(RoomId room);
    void newMessage();
    void openDirect(const QList<UserId> &people);

Q_SIGNALS:
    void openRequested(salon::RoomId room);
    void left(const salon::protocol::Room &room);
    void failed(const salon::Error &error);

private:
    void fillBrowser(BrowseRoomsDialog *dialog);
    void join(BrowseRoomsDialog *dialog, RoomId room);
    void leaveNow(const protocol::Room &room, LeaveRoomDialog *asked);
    //! Everybody but oneself and these.
    void fillPeople(PeopleDialog *dialog, const QSet<UserId> &without);
    void invite(PeopleDialog *dialog, RoomId room, QList<UserId> people);

    Chat &m_chat;
    QWidget *m_window;
};

} // namespace salon::client
