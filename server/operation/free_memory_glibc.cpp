// SPDX-License-Identifier: MIT
#include "server/operation/free_memory.h"
#include <malloc.h>

#if __has_include(<mimalloc.h>)
#include <mimalloc.h>
// Weak: salond is linked with it, tests of single modules are not.
extern "C" [[gnu::weak]] void mi_option_set(mi_option_t option, long value);
extern "C" [[gnu::weak]] void mi_collect(bool force) mi_attr_noexcept;
#define SALON_MAY_HAVE_MIMALLOC 1
#endif

namespace salon::server {

void keepSomeFreeMemory()
{
#ifdef SALON_MAY_HAVE_MIMALLOC
    constexpr long kKeptMs = 100; // in its own 25 it goes and comes again under load
#if MI_MALLOC_VERSION < 210
    constexpr mi_option_t kDelay = mi_option_decommit_delay;
#else
    constexpr mi_option_t kDelay = mi_option_purge_delay;
#endif
    if (mi_option_set)
        return mi_option_set(kDelay, kKeptMs);
#endif
    constexpr int kKept = 8 * 1024 * 1024; // of each arena, at its end
    constexpr int kGrowth = 512 * 1024;
    constexpr int kLarge = 1024 * 1024; // from here on from the system, and at once back to it
    mallopt(M_TRIM_THRESHOLD, kKept);
    mallopt(M_TOP_PAD, kGrowth);
    mallopt(M_MMAP_THRESHOLD, kLarge); // glibc stops adapting it when another is set
}

void returnFreeMemory()
{
#ifdef SALON_MAY_HAVE_MIMALLOC
    if (mi_collect)
        return mi_collect(true);
#endif
    malloc_trim(0); // by itself glibc returns only what is free at the heap's end
}

void returnMemoryOfThread()
{
#ifdef SALON_MAY_HAVE_MIMALLOC
    if (mi_collect)
        mi_collect(false);
#endif
}

} // namespace salon::server
