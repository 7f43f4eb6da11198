// SPDX-License-Identifier: MIT
#pragma once
#include <QMenu>
#include <QObject>
#include <QSystemTrayIcon>

namespace salon::client {

class NotificationSettings;

//! Salon's icon in the tray of the desktop, where it has one: how many messages are unread, and a
//! menu of what concerns notifications.
class TrayIcon : public QObject {
    Q_OBJECT
public:
    explicit TrayIcon(NotificationSettings &settings);

    //! Appears, unless there is no tray.
    void show();
    void hide() { m_icon.hide(); }
    //! Messages that call one count before all others.
    void setUnread(qint64 unread, qint64 mentions);
    //! Whether "Why was I notified?" has an answer.
    void setHasReason(bool hasReason) { m_hasReason = hasReason; }
    QSystemTrayIcon &icon() { return m_icon; }

    //! The program's mark with a number on it, as the tray shows it.
    static QIcon drawn(qint64 unread, qint64 mentions);

Q_SIGNALS:
    void openRequested();
    void reasonRequested();
    void quitRequested();

private:
    void fillMenu();
    void showNumbers();

    NotificationSettings &m_settings;
    QMenu m_menu; // outlives the icon, which uses it
    QSystemTrayIcon m_icon;
    qint64 m_unread = 0;
    qint64 m_mentions = 0;
    bool m_hasReason = false;
};

} // namespace salon::client
