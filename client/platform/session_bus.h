// SPDX-License-Identifier: MIT
#pragma once
#include <QDBusConnection>
#include <optional>

namespace salon::client {

//! The bus on which this computer's desktop speaks; nothing where there is none.
std::optional<QDBusConnection> sessionBus();

} // namespace salon::client
