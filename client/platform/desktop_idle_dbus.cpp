// SPDX-License-Identifier: MIT
#include "client/platform/dbus_desktop_idle.h"
#include "client/platform/session_bus.h"

namespace salon::client {

std::unique_ptr<DesktopIdle> DesktopIdle::ofThisPlatform()
{
    if (const auto bus = sessionBus())
        return std::make_unique<DbusDesktopIdle>(*bus);
    return std::make_unique<DesktopIdle>();
}

} // namespace salon::client
