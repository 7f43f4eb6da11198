// SPDX-License-Identifier: MIT
#include "server/net/descriptor_limit.h"
#include <algorithm>
#include <sys/resource.h>

namespace salon::server {

int descriptorLimit()
{
    constexpr rlim_t kMost = 1'000'000; // also what RLIM_INFINITY means to us
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 1024;
    if (limit.rlim_cur < limit.rlim_max) {
        rlimit raised = limit;
        raised.rlim_cur = std::min(limit.rlim_max, kMost);
        if (raised.rlim_cur > limit.rlim_cur && setrlimit(RLIMIT_NOFILE, &raised) == 0)
            limit = raised;
    }
    return static_cast<int>(std::min(limit.rlim_cur, kMost));
}

} // namespace salon::server
