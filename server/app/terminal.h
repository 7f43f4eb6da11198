// SPDX-License-Identifier: MIT
#pragma once
#include <QString>
#include <optional>

namespace salon::server {

//! Asks on the terminal without showing what is typed; nothing when there is no terminal.
std::optional<QString> askSecretly(const QString &question);

//! Whether standard output is a terminal that takes escape sequences.
bool isOutputTerminal();

} // namespace salon::server
