// SPDX-License-Identifier: MIT
#pragma once
#include <QPalette>

namespace salon::client {

struct Theme;

//! Every role and group of a palette from the theme, so that no widget falls back to a colour of
//! the system.
QPalette paletteOf(const Theme &theme);

} // namespace salon::client
