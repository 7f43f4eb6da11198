// SPDX-License-Identifier: MIT
#include "client/platform/keychain.h"
#include "client/platform/keychain_backend.h"

namespace salon::client {

std::unique_ptr<Keychain> Keychain::system()
{
    if (qgetenv("SALON_KEYCHAIN") == "off")
        return nullptr;
    return systemKeychain();
}

} // namespace salon::client
