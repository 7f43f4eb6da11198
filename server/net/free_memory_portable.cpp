// SPDX-License-Identifier: MIT
#include "server/net/free_memory.h"

namespace salon::server {

void keepSomeFreeMemory()
{
}

void returnFreeMemory()
{
}

} // namespace salon::server
