// SPDX-License-Identifier: MIT
#include "server/net/free_memory.h"
#include <malloc.h>

namespace salon::server {

void keepSomeFreeMemory()
{
    constexpr int kKept = 8 * 1024 * 1024; // of each arena, at its end
    constexpr int kGrowth = 512 * 1024;
    constexpr int kLarge = 1024 * 1024; // from here on from the system, and at once back to it
    mallopt(M_TRIM_THRESHOLD, kKept);
    mallopt(M_TOP_PAD, kGrowth);
    mallopt(M_MMAP_THRESHOLD, kLarge); // glibc stops adapting it when another is set
}

void returnFreeMemory()
{
    malloc_trim(0); // by itself glibc returns only what is free at the heap's end
}

} // namespace salon::server
