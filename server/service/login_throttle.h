// SPDX-License-Identifier: MIT
#pragma once
#include "server/service/attempt_table.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include <QHostAddress>
#include <mutex>

namespace salon::server {

//! Slows down who guesses passwords: by (name, address), known or not, so that a stranger cannot
//! keep anyone out, and by network (/24 of IPv4, /64 of IPv6). Any thread may ask.
class LoginThrottle {
public:
    struct Settings {
        AttemptRule byName{5, 15 * 60'000, 30'000, 15 * 60'000};
        AttemptRule byNetwork{100, 10 * 60'000, 60'000, 15 * 60'000};
        qsizetype capacity = 20'000; //!< keys remembered of each
    };
    enum class Outcome {
        Right,
        Wrong,
        NotTried, //!< the hasher was busy or the server failed: counts for nothing
    };

    LoginThrottle(const Settings &settings, const Clock &clock);

    //! RateLimited with retryAfterMs, or the attempt has begun and must be ended. Ask before
    //! hashing.
    Result<> begin(const QString &nameKey, const QHostAddress &address);
    void end(const QString &nameKey, const QHostAddress &address, Outcome outcome);

private:
    const Clock &m_clock;
    std::mutex m_mutex;
    AttemptTable m_byName;
    AttemptTable m_byNetwork;
};

//! What an address counts for: "192.0.2.0/24", "2001:db8::/64". An IPv4 address in IPv6 clothes is
//! IPv4.
QString networkOf(const QHostAddress &address);

} // namespace salon::server
