// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include <QByteArray>
#include <mutex>

namespace salon::server {

//! The code by which the first account is made: whoever reads what salond prints runs the server.
//! Only its hash is kept, and only in memory. Any thread may ask.
class SetupCode {
public:
    static constexpr qint64 kLifeMs = 3600 * 1000;

    explicit SetupCode(const Clock &clock) : m_clock(clock) { }

    //! A new code of 100 random bits, "7KQ2M-…" in four groups; the one before is void.
    QString make();
    //! Unauthorized with WrongSetupCode, or SetupCodeExpired for the true one past its hour. Case
    //! and dashes do not count, and o, i, l are 0, 1, 1.
    Result<> check(const QString &code) const;

private:
    const Clock &m_clock;
    mutable std::mutex m_mutex;
    QByteArray m_hash; //!< empty until there is a code
    qint64 m_goodUntil = 0; //!< steady milliseconds
};

} // namespace salon::server
