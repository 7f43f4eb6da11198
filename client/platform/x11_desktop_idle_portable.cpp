// SPDX-License-Identifier: MIT
#include "client/platform/x11_desktop_idle.h"

namespace salon::client {

std::unique_ptr<DesktopIdle> x11DesktopIdle()
{
    return {};
}

} // namespace salon::client
