// SPDX-License-Identifier: MIT
#include "server/net/free_memory.h"
#include <malloc.h>

namespace salon::server {

void returnFreeMemory()
{
    malloc_trim(0); // by itself glibc returns only what is free at the heap's end
}

} // namespace salon::server
