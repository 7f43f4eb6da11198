// SPDX-License-Identifier: MIT
#include "client/notify/tray_notifier.h"

namespace salon::client {

std::unique_ptr<DesktopNotifier> DesktopNotifier::ofThisPlatform(QSystemTrayIcon &tray)
{
    return std::make_unique<TrayNotifier>(tray);
}

} // namespace salon::client
