// SPDX-License-Identifier: MIT
#include "client/platform/dbus_lock_watch.h"
#include "client/platform/session_bus.h"

namespace salon::client {

std::unique_ptr<LockWatch> LockWatch::ofThisPlatform()
{
    if (const auto bus = sessionBus())
        return std::make_unique<DbusLockWatch>(*bus);
    return std::make_unique<LockWatch>();
}

} // namespace salon::client
