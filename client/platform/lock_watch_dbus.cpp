// SPDX-License-Identifier: MIT
#include "client/platform/dbus_lock_watch.h"

namespace salon::client {

std::unique_ptr<LockWatch> LockWatch::ofThisPlatform()
{
    const bool mayHaveBus = !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS")
        || !qEnvironmentVariableIsEmpty("XDG_RUNTIME_DIR");
    // Without either, the library would start a bus of its own, where nobody tells anything.
    if (!mayHaveBus || !QDBusConnection::sessionBus().isConnected())
        return std::make_unique<LockWatch>();
    return std::make_unique<DbusLockWatch>(QDBusConnection::sessionBus());
}

} // namespace salon::client
