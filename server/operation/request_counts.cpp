// SPDX-License-Identifier: MIT
#include "server/operation/request_counts.h"

namespace salon::server {

RequestCounts &RequestCounts::process()
{
    static RequestCounts counts;
    return counts;
}

} // namespace salon::server
