// SPDX-License-Identifier: MIT
#pragma once
#include <QtGlobal>
#include <algorithm>
#include <cmath>
#include <optional>

namespace salon::server {

//! How often something may be done: `count` times in `periodMs`, and `burst` at once after a pause.
struct Rate {
    qint64 count = 1;
    qint64 periodMs = 1000;
    qint64 burst = 1;
};

//! Keeps a rate. Times are of a steady clock, in milliseconds. For one thread.
class TokenBucket {
public:
    explicit TokenBucket(Rate rate) : m_rate(rate), m_tokens(double(rate.burst)) { }

    //! Nothing when it may be done now, else after how many milliseconds.
    std::optional<qint64> take(qint64 now)
    {
        refill(now);
        if (m_tokens >= 1) {
            m_tokens -= 1;
            return std::nullopt;
        }
        return std::max<qint64>(1, qint64(std::ceil((1 - m_tokens) / perMs())));
    }

    //! Takes back the last take(): it did not count after all.
    void giveBack() { m_tokens = std::min(m_tokens + 1, double(m_rate.burst)); }

    //! Whether it is as new, and need not be kept.
    bool isFull(qint64 now)
    {
        refill(now);
        return m_tokens >= double(m_rate.burst);
    }

private:
    double perMs() const { return double(m_rate.count) / double(m_rate.periodMs); }
    void refill(qint64 now)
    {
        if (m_last && now > *m_last) {
            const double grown = m_tokens + double(now - *m_last) * perMs();
            m_tokens = std::min(grown, double(m_rate.burst));
        }
        if (!m_last || now > *m_last)
            m_last = now;
    }

    Rate m_rate;
    double m_tokens;
    std::optional<qint64> m_last;
};

} // namespace salon::server
