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

Admission::Entry Admission::enter(quint64 ticket, const QHostAddress &address)
{
    const QHostAddress where = key(address);
    const std::lock_guard lock(m_mutex);
    Entry entry;
    if (m_limits.total > 0 && m_tickets.size() >= m_limits.total) {
        entry.evicted = evictFor(where);
        if (entry.evicted == 0)
            return entry;
    }
    m_tickets.insert(ticket, where);
    Group &group = m_groups[where];
    if (isFull(group)) {
        group.held.push_back(ticket);
        m_crowded.insert(where);
        entry.place = Place::Held;
    } else {
        ++group.served;
        entry.place = Place::Served;
    }
    return entry;
}

quint64 Admission::evictFor(const QHostAddress &where)
{
    const Group *most = nullptr;
    for (const QHostAddress &crowded : std::as_const(m_crowded)) {
        const Group &group = *m_groups.constFind(crowded);
        if (!most || group.held.size() > most->held.size())
            most = &group;
    }
    const auto own = m_groups.constFind(where);
    const size_t ownHeld = own == m_groups.constEnd() ? 0 : own->held.size();
    if (!most || most->held.size() <= ownHeld)
        return 0;
    const quint64 evicted = most->held.back();
    remove(evicted);
    return evicted;
}

quint64 Admission::leave(quint64 ticket)
{
    const std::lock_guard lock(m_mutex);
    return remove(ticket);
}

quint64 Admission::remove(quint64 ticket)
{
    if (!m_tickets.contains(ticket))
        return 0;
    const QHostAddress where = m_tickets.take(ticket);
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
    if (group.held.empty())
        m_crowded.remove(where);
    if (group.served == 0 && group.held.empty())
        m_groups.remove(where);
    return next;
}

bool Admission::hasHeld(const QHostAddress &address) const
{
    const std::lock_guard lock(m_mutex);
    const auto group = m_groups.constFind(key(address));
    return group != m_groups.constEnd() && !group->held.empty();
}

} // namespace salon::server
