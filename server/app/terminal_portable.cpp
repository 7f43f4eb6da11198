// SPDX-License-Identifier: MIT
#include "server/app/terminal.h"

namespace salon::server {

std::optional<QString> askSecretly(const QString &)
{
    return {}; // without a way to hide it, only --password-stdin remains
}

} // namespace salon::server
