// SPDX-License-Identifier: MIT
#include "client/platform/session_bus.h"

namespace salon::client {

std::optional<QDBusConnection> sessionBus()
{
    const bool mayHaveBus = !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS")
        || !qEnvironmentVariableIsEmpty("XDG_RUNTIME_DIR");
    // Without either, the library would start a bus of its own, where nobody tells anything.
    if (!mayHaveBus || !QDBusConnection::sessionBus().isConnected())
        return {};
    return QDBusConnection::sessionBus();
}

} // namespace salon::client
