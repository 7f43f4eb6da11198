// SPDX-License-Identifier: MIT
#pragma once
#include "client/platform/keychain.h"

namespace salon::client {

//! What this build knows of keychains; null when nothing.
std::unique_ptr<Keychain> systemKeychain();

} // namespace salon::client
