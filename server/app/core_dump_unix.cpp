// SPDX-License-Identifier: MIT
#include "server/app/core_dump.h"
#include <sys/resource.h>

namespace salon::server {

void forbidCoreDumps()
{
    // 1 byte is too little for a file, and on Linux it also stops what is piped to a collector,
    // which 0 does not (core(5)).
    const rlimit limit{1, 1};
    ::setrlimit(RLIMIT_CORE, &limit);
}

} // namespace salon::server
