// SPDX-License-Identifier: MIT
#pragma once
#include "client/platform/desktop_idle.h"

namespace salon::client {

//! By what the X server says (the MIT-SCREEN-SAVER extension), whatever the desktop is. Null where
//! the windows are not on one, or stand on a Wayland desktop, of whose other programs it knows
//! nothing.
std::unique_ptr<DesktopIdle> x11DesktopIdle();

} // namespace salon::client
