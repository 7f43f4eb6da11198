// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/clock.h"
#include <atomic>

namespace salon {

//! A clock that only a test moves.
class FakeClock final : public Clock {
public:
    explicit FakeClock(Timestamp start = 1'790'000'000'000) : m_now(start), m_start(start) { }
    Timestamp now() const override { return m_now; }
    qint64 steadyMs() const override { return m_now - m_start; }
    void advance(qint64 milliseconds) { m_now += milliseconds; }

private:
    std::atomic<Timestamp> m_now;
    Timestamp m_start;
};

} // namespace salon
