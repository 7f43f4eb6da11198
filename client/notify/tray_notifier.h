// SPDX-License-Identifier: MIT
#pragma once
#include "client/notify/desktop_notifier.h"

namespace salon::client {

//! Notifications through the icon in the tray. It shows the latest one only, and cannot take it
//! back; why it is there, the icon's menu tells.
class TrayNotifier : public DesktopNotifier {
    Q_OBJECT
public:
    explicit TrayNotifier(QSystemTrayIcon &tray);

    void show(RoomId room, const Notification &notification) override;
    void withdraw(RoomId room) override;

protected:
    //! In the place of the one that is there.
    virtual void showBalloon(const Notification &notification);

private:
    QSystemTrayIcon &m_tray;
    RoomId m_latest;
};

} // namespace salon::client
