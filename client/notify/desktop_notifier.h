// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include <QObject>
#include <memory>

class QSystemTrayIcon;

namespace salon::client {

//! What stands in a notification: plain text, whatever signs are in it.
struct Notification {
    QString title;
    QString text;
    bool hasSound = false;
};

//! The way to the notifications of the desktop, of which each room has at most one.
class DesktopNotifier : public QObject {
    Q_OBJECT
public:
    //! The best one of this platform. The icon is for where there is nothing better, and outlives
    //! the notifier.
    static std::unique_ptr<DesktopNotifier> ofThisPlatform(QSystemTrayIcon &tray);

    //! Takes the place of what the room showed before.
    virtual void show(RoomId room, const Notification &notification) = 0;
    virtual void withdraw(RoomId room) = 0;

Q_SIGNALS:
    void activated(salon::RoomId room); //!< somebody clicked it
    void reasonRequested(salon::RoomId room); //!< somebody asks why it is there
    void closed(salon::RoomId room); //!< by somebody, or by time
};

} // namespace salon::client
