// SPDX-License-Identifier: MIT
#include "client/ui/caps_lock.h"

#include <qt_windows.h>

namespace salon::client {

std::optional<bool> isCapsLockOn()
{
    return (GetKeyState(VK_CAPITAL) & 1) != 0;
}

} // namespace salon::client
