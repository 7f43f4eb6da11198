// SPDX-License-Identifier: MIT
#include "server/net/admission.h"
#include <algorithm>

namespace salon::server {

QHostAddress Admission::key(const QHostAddress &address)
{
    bool isIpv4 = false;
    if (const quint32 ipv4 = address.toIPv4Address(&isIpv4); isIpv4)
        return QHostAddress(ipv4);
    Q_IPV6ADDR prefix = address.toIPv6Address();
    std::fill(std::begin(prefix.c) + 8, std::end(prefix.c), quint8(0));
    return QHostAddress(prefix);
}

Admission::Place Admission::enter(quint64 ticket, const QHostAddress &address)
{
    if (m_limits.total > 0 && m_tickets.size() >= m_limits.total)
        return Place::Refused;
    const QHostAddress where = key(address);
    m_tickets.insert(ticket, where);
    Group &group = m_groups[where];
    if (m_limits.perAddress == 0 || group.served < m_limits.perAddress) {
        ++group.served;
        return Place::Served;
    }
    group.held.push_back(ticket);
    return Place::Held;
}

quint64 Admission::leave(quint64 ticket)
{
    const auto known = m_tickets.constFind(ticket);
    if (known == m_tickets.constEnd())
        return 0;
    const QHostAddress where = *known;
    m_tickets.erase(known);
    Group &group = m_groups[where];
    quint64 next = 0;
    if (const auto held = std::find(group.held.begin(), group.held.end(), ticket);
        held != group.held.end()) {
        group.held.erase(held);
    } else if (group.held.empty()) {
        --group.served;
    } else {
        next = group.held.front();
        group.held.pop_front();
    }
    if (group.served == 0 && group.held.empty())
        m_groups.remove(where);
    return next;
}

bool Admission::hasHeld(const QHostAddress &address) const
{
    const auto group = m_groups.constFind(key(address));
    return group != m_groups.constEnd() && !group->held.empty();
}

} // namespace salon::server
