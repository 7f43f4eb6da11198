// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/error.h"
#include "shared/base/ids.h"
#include <QObject>

class QWidget;

namespace salon::client {

class BrowseRoomsDialog;
class Chat;

//! What can be done with rooms, each with its dialog: create, browse and join, change the topic,
//! leave.
class RoomActions : public QObject {
    Q_OBJECT
public:
    //! Dialogs appear over `window`.
    RoomActions(Chat &chat, QWidget *window);

    void create();
    void browse();
    void changeTopic(RoomId room);
    void leave(RoomId room);

Q_SIGNALS:
    void openRequested(salon::RoomId room);
    void left(salon::RoomId room, const QString &name);
    void failed(const salon::Error &error);

private:
    void fillBrowser(BrowseRoomsDialog *dialog);
    void join(BrowseRoomsDialog *dialog, RoomId room);

    Chat &m_chat;
    QWidget *m_window;
};

} // namespace salon::client
