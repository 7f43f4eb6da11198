// SPDX-License-Identifier: MIT
#include "client/notify/dbus_notifier.h"
#include "client/notify/tray_notifier.h"

namespace salon::client {

std::unique_ptr<DesktopNotifier> DesktopNotifier::ofThisPlatform(QSystemTrayIcon &tray)
{
    auto byTray = std::make_unique<TrayNotifier>(tray);
    const bool mayHaveBus = !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS")
        || !qEnvironmentVariableIsEmpty("XDG_RUNTIME_DIR");
    // Without either, the library would start a bus of its own, where nobody listens.
    if (!mayHaveBus || !QDBusConnection::sessionBus().isConnected())
        return byTray;
    return std::make_unique<DbusNotifier>(QDBusConnection::sessionBus(), std::move(byTray));
}

} // namespace salon::client
