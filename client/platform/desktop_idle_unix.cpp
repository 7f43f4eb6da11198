// SPDX-License-Identifier: MIT
#include "client/platform/dbus_desktop_idle.h"
#include "client/platform/session_bus.h"
#include "client/platform/x11_desktop_idle.h"

namespace salon::client {

std::unique_ptr<DesktopIdle> DesktopIdle::ofThisPlatform()
{
    if (auto x11 = x11DesktopIdle())
        return x11;
    if (const auto bus = sessionBus())
        return std::make_unique<DbusDesktopIdle>(*bus);
    return std::make_unique<DesktopIdle>();
}

} // namespace salon::client
