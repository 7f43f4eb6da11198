// SPDX-License-Identifier: MIT
#pragma once
#include <optional>

namespace salon::client {

//! Whether Caps Lock is on; empty where the system does not tell.
std::optional<bool> isCapsLockOn();

} // namespace salon::client
