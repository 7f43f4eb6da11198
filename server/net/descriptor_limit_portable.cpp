// SPDX-License-Identifier: MIT
#include "server/net/descriptor_limit.h"

namespace salon::server {

int descriptorLimit()
{
    return 16'384; // sockets are handles there, without a small bound
}

} // namespace salon::server
