// SPDX-License-Identifier: MIT
#pragma once
#include <QHash>
#include <QHostAddress>
#include <QSet>
#include <deque>
#include <mutex>

namespace salon::server {

//! Counts the connections that have not said who they are, by address (IPv6: by /64, which one
//! person has whole). Any thread may ask.
class Admission {
public:
    struct Limits {
        int perAddress = 64; //!< 0 for no limit
        int total = 0; //!< served and held together; 0 for no limit
    };
    enum class Place { Served, Held, Refused };
    struct Entry {
        Place place = Place::Refused;
        quint64 evicted = 0; //!< the ticket that had to give way; 0 for none
    };

    explicit Admission(Limits limits) : m_limits(limits) { }

    //! Once for each ticket. A held one waits until leave() of another answers it. At the total
    //! the latest held one gives way of the address that holds the most, if that holds more than
    //! this one would.
    Entry enter(quint64 ticket, const QHostAddress &address);
    //! Authenticated or gone. Answers the ticket that is served from now on in its place, 0 for
    //! none. Unknown tickets do nothing.
    quint64 leave(quint64 ticket);
    bool hasHeld(const QHostAddress &address) const;
    static QHostAddress key(const QHostAddress &address);

private:
    struct Group {
        int served = 0;
        std::deque<quint64> held;
    };
    bool isFull(const Group &group) const
    {
        return m_limits.perAddress > 0 && group.served >= m_limits.perAddress;
    }
    quint64 evictFor(const QHostAddress &where);
    quint64 remove(quint64 ticket);

    mutable std::mutex m_mutex;
    Limits m_limits;
    QHash<QHostAddress, Group> m_groups;
    QSet<QHostAddress> m_crowded; // with held ones: few, each has as many served as may be
    QHash<quint64, QHostAddress> m_tickets;
};

} // namespace salon::server
