// SPDX-License-Identifier: MIT
#include "client/platform/keychain_backend.h"

namespace salon::client {

std::unique_ptr<Keychain> systemKeychain()
{
    return nullptr;
}

} // namespace salon::client
