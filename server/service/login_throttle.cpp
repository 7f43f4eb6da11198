// SPDX-License-Identifier: MIT
#include "server/service/login_throttle.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

//! Of IPv6 everybody has a whole /64, so that is one address here.
QString keyOf(const QString &nameKey, const QHostAddress &address)
{
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    return (isV4 ? QHostAddress(v4).toString() : networkOf(address)) + u' ' + nameKey;
}

} // namespace

QString networkOf(const QHostAddress &address)
{
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    if (isV4)
        return QHostAddress(v4 & 0xFFFFFF00U).toString() + u"/24"_s;
    Q_IPV6ADDR v6 = address.toIPv6Address();
    for (int i = 8; i < 16; ++i)
        v6[i] = 0;
    return QHostAddress(v6).toString() + u"/64"_s;
}

LoginThrottle::LoginThrottle(const Settings &settings, const Clock &clock)
    : m_clock(clock), m_byName(settings.byName, settings.capacity),
      m_byNetwork(settings.byNetwork, settings.capacity)
{
}

Result<> LoginThrottle::begin(const QString &nameKey, const QHostAddress &address)
{
    const QString pair = keyOf(nameKey, address);
    const QString network = networkOf(address);
    const qint64 now = m_clock.steadyMs();
    const std::lock_guard lock(m_mutex);
    const auto wait = std::max(m_byName.wait(pair, now), m_byNetwork.wait(network, now));
    if (wait) {
        Error error = Error::rateLimited(*wait);
        error.message = u"too many wrong passwords"_s;
        return error;
    }
    m_byName.begin(pair, now);
    m_byNetwork.begin(network, now);
    return {};
}

void LoginThrottle::end(const QString &nameKey, const QHostAddress &address, Outcome outcome)
{
    const QString pair = keyOf(nameKey, address);
    const QString network = networkOf(address);
    const qint64 now = m_clock.steadyMs();
    const std::lock_guard lock(m_mutex);
    if (outcome == Outcome::Wrong) {
        m_byName.endWrong(pair, now);
        m_byNetwork.endWrong(network, now);
        return;
    }
    // One's own right password says nothing about the guesses of others in the same network.
    m_byName.endOtherwise(pair, outcome == Outcome::Right);
    m_byNetwork.endOtherwise(network, false);
}

} // namespace salon::server
