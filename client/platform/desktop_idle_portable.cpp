// SPDX-License-Identifier: MIT
#include "client/platform/desktop_idle.h"

namespace salon::client {

std::unique_ptr<DesktopIdle> DesktopIdle::ofThisPlatform()
{
    return std::make_unique<DesktopIdle>();
}

} // namespace salon::client
