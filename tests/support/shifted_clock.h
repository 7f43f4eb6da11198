// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/clock.h"
#include <atomic>

namespace salon {

//! The real time, and a while more. What is steady about it stays so.
class ShiftedClock final : public Clock {
public:
    Timestamp now() const override { return Clock::system().now() + m_ahead; }
    qint64 steadyMs() const override { return Clock::system().steadyMs(); }
    void advance(qint64 milliseconds) { m_ahead += milliseconds; }

private:
    std::atomic<qint64> m_ahead = 0;
};

} // namespace salon
