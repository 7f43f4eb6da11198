// SPDX-License-Identifier: MIT
#include "client/notify/dbus_notifier.h"
#include "client/notify/tray_notifier.h"
#include "client/platform/session_bus.h"

namespace salon::client {

std::unique_ptr<DesktopNotifier> DesktopNotifier::ofThisPlatform(QSystemTrayIcon &tray)
{
    auto byTray = std::make_unique<TrayNotifier>(tray);
    if (const auto bus = sessionBus())
        return std::make_unique<DbusNotifier>(*bus, std::move(byTray));
    return byTray;
}

} // namespace salon::client
