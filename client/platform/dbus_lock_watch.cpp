// SPDX-License-Identifier: MIT
#include "client/platform/dbus_lock_watch.h"
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

//! The interface of each is called as its service, and its path has the same words.
const QStringList kServices{u"org.freedesktop.ScreenSaver"_s, u"org.gnome.ScreenSaver"_s,
                            u"org.cinnamon.ScreenSaver"_s, u"org.mate.ScreenSaver"_s,
                            u"org.xfce.ScreenSaver"_s};

QString pathOf(const QString &service)
{
    return u'/' + QString(service).replace(u'.', u'/');
}

} // namespace

DbusLockWatch::DbusLockWatch(const QDBusConnection &bus) : m_bus(bus)
{
    m_watcher.setConnection(bus);
    m_watcher.setWatchedServices(kServices);
    m_watcher.setWatchMode(QDBusServiceWatcher::WatchForOwnerChange);
    connect(&m_watcher, &QDBusServiceWatcher::serviceRegistered, this, &DbusLockWatch::ask);
    connect(&m_watcher, &QDBusServiceWatcher::serviceUnregistered, this,
            [this](const QString &service) { take(service, false); });
    for (const QString &service : kServices) {
        // Qt's D-Bus binding has no typed connect.
        m_bus.connect(service, pathOf(service), service, u"ActiveChanged"_s, this,
                      SLOT(activeChanged(bool, QDBusMessage)));
        ask(service);
    }
}

//! How it is now; a screen saver that does not run is not started for that.
void DbusLockWatch::ask(const QString &service)
{
    m_told.remove(service);
    QDBusMessage message =
        QDBusMessage::createMethodCall(service, pathOf(service), service, u"GetActive"_s);
    message.setAutoStartService(false);
    auto *call = new QDBusPendingCallWatcher(m_bus.asyncCall(message), this);
    connect(call, &QDBusPendingCallWatcher::finished, this, [this, call, service] {
        call->deleteLater();
        const QDBusPendingReply<bool> reply = *call;
        if (!reply.isError() && !m_told.contains(service))
            take(service, reply.value());
    });
}

void DbusLockWatch::activeChanged(bool isActive, const QDBusMessage &message)
{
    m_told.insert(message.interface());
    take(message.interface(), isActive);
}

void DbusLockWatch::take(const QString &service, bool isActive)
{
    if (isActive)
        m_active.insert(service);
    else
        m_active.remove(service);
    setLocked(!m_active.isEmpty());
}

} // namespace salon::client
