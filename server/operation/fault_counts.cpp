// SPDX-License-Identifier: MIT
#include "server/operation/fault_counts.h"

namespace salon::server {

std::string_view wordFor(ServerFault fault)
{
    static constexpr std::array<std::string_view, kServerFaultCount> kWords{
        "store_full",      "store_write",   "store_read", "write_queue_full",   "read_queue_full",
        "hash_queue_full", "slow_consumer", "internal",   "certificate_reload", "check_finding"};
    return kWords.at(size_t(fault));
}

FaultCounts &FaultCounts::process()
{
    static FaultCounts counts;
    return counts;
}

} // namespace salon::server
