// SPDX-License-Identifier: MIT
#include "server/operation/free_memory.h"

namespace salon::server {

void keepSomeFreeMemory()
{
}

void returnFreeMemory()
{
}

void returnMemoryOfThread()
{
}

} // namespace salon::server
