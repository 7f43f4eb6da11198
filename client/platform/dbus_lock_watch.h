// SPDX-License-Identifier: MIT
#pragma once
#include "client/platform/lock_watch.h"
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusServiceWatcher>
#include <QSet>

namespace salon::client {

//! By what the screen savers of Linux desktops say on the session bus: each has a name of its own
//! there, and all speak as org.freedesktop.ScreenSaver does.
class DbusLockWatch final : public LockWatch {
    Q_OBJECT
public:
    explicit DbusLockWatch(const QDBusConnection &bus);

private Q_SLOTS:
    void activeChanged(bool isActive, const QDBusMessage &message);

private:
    void ask(const QString &service);
    void take(const QString &service, bool isActive);

    QDBusConnection m_bus;
    QDBusServiceWatcher m_watcher;
    QSet<QString> m_active; //!< those that cover the screen, by service
    QSet<QString> m_told; //!< that said it themselves: no answer is newer
};

} // namespace salon::client
