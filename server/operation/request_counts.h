// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/error.h"
#include <QtGlobal>
#include <array>
#include <atomic>
#include <optional>

namespace salon::server {

//! How often requests ended well, and how often with each error; and how often a client counted
//! what is unread otherwise than the server; and how many pushes were dropped. Any thread may
//! record.
class RequestCounts {
public:
    static RequestCounts &process();

    void succeeded() { ++m_succeeded; }
    void failed(ErrorCode code) { ++m_failed[size_t(code)]; }
    void digestDiffered() { ++m_digestDifferences; }
    void pushDropped() { ++m_droppedPushes; }
    qint64 droppedPushes() const { return m_droppedPushes; }
    qint64 digestDifferences() const { return m_digestDifferences; }
    qint64 successes() const { return m_succeeded; }
    qint64 failures(ErrorCode code) const { return m_failed[size_t(code)]; }

private:
    std::atomic<qint64> m_succeeded = 0;
    std::atomic<qint64> m_digestDifferences = 0;
    std::atomic<qint64> m_droppedPushes = 0;
    std::array<std::atomic<qint64>, size_t(ErrorCode::ProtocolError) + 1> m_failed{};
};

} // namespace salon::server
