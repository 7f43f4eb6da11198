// SPDX-License-Identifier: MIT
#include "client/notify/tray_notifier.h"
#include <QApplication>
#include <QSystemTrayIcon>

namespace salon::client {

TrayNotifier::TrayNotifier(QSystemTrayIcon &tray) : m_tray(tray)
{
    connect(&tray, &QSystemTrayIcon::messageClicked, this, [this] {
        if (m_latest.isValid())
            Q_EMIT activated(m_latest);
    });
}

void TrayNotifier::show(RoomId room, const Notification &notification)
{
    m_latest = room;
    if (!m_tray.isVisible())
        return; // there is no tray
    showBalloon(notification);
    if (notification.hasSound)
        QApplication::beep();
}

void TrayNotifier::showBalloon(const Notification &notification)
{
    m_tray.showMessage(notification.title, notification.text, m_tray.icon());
}

void TrayNotifier::withdraw(RoomId room)
{
    if (m_latest == room)
        m_latest = {};
}

} // namespace salon::client
