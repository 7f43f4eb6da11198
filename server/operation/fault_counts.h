// SPDX-License-Identifier: MIT
#pragma once
#include <QtGlobal>
#include <array>
#include <atomic>
#include <string_view>

namespace salon::server {

//! What goes wrong with the server itself, whoever asks.
enum class ServerFault {
    StoreFull,
    StoreWrite,
    StoreRead,
    WriteQueueFull,
    ReadQueueFull,
    HashQueueFull,
    SlowConsumer,
    Internal,
    CertificateReload,
    CheckFinding,
};
inline constexpr size_t kServerFaultCount = size_t(ServerFault::CheckFinding) + 1;

//! The word in the metrics, e.g. "store_full".
std::string_view wordFor(ServerFault fault);

//! How often each of them came up since the start. Any thread may record.
class FaultCounts {
public:
    static FaultCounts &process();

    void add(ServerFault fault, qint64 count = 1) { m_counts[size_t(fault)] += count; }
    qint64 of(ServerFault fault) const { return m_counts[size_t(fault)]; }

private:
    std::array<std::atomic<qint64>, kServerFaultCount> m_counts{};
};

} // namespace salon::server
