// SPDX-License-Identifier: MIT
#include "server/app/terminal.h"

namespace salon::server {

std::optional<QString> askSecretly(const QString &)
{
    return {}; // without a way to hide it, only --password-stdin remains
}

bool isOutputTerminal()
{
    return false; // not every console here takes escape sequences
}

} // namespace salon::server
