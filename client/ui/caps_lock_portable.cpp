// SPDX-License-Identifier: MIT
#include "client/ui/caps_lock.h"

namespace salon::client {

std::optional<bool> isCapsLockOn()
{
    return {};
}

} // namespace salon::client
