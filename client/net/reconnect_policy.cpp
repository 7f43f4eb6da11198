// SPDX-License-Identifier: MIT
#include "client/net/reconnect_policy.h"
#include <QRandomGenerator>
#include <algorithm>

namespace salon::client {

qint64 ReconnectPolicy::nextDelayMs(double random)
{
    constexpr int kDoublings = 6;
    const qint64 whole = std::min(kMostMs, kFirstMs << std::min(m_failures, kDoublings));
    ++m_failures;
    return whole / 2 + qint64(double(whole) / 2 * random);
}

qint64 ReconnectPolicy::nextDelayMs()
{
    return nextDelayMs(QRandomGenerator::global()->generateDouble());
}

} // namespace salon::client
