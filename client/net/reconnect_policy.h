// SPDX-License-Identifier: MIT
#pragma once
#include <QtGlobal>

namespace salon::client {

//! How long to wait before the next try: doubling from half a second to half a minute, with "equal
//! jitter" (half fixed, half random), so that a server that comes back is not met by all at once.
class ReconnectPolicy {
public:
    static constexpr qint64 kFirstMs = 500;
    static constexpr qint64 kMostMs = 30'000;

    //! `random` in [0, 1).
    qint64 nextDelayMs(double random);
    qint64 nextDelayMs();
    void succeeded() { m_failures = 0; }

private:
    int m_failures = 0;
};

} // namespace salon::client
