// SPDX-License-Identifier: MIT
#include "client/platform/fonts_ahead.h"

namespace salon::client {

FontsAhead::FontsAhead() = default;

FontsAhead::~FontsAhead() = default;

} // namespace salon::client
