// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include <QHash>
#include <mutex>

namespace salon::server {

//! How many sockets each account has, of all shards. Any thread may ask.
class ConnectionCounts {
public:
    int of(UserId user) const
    {
        const std::lock_guard lock(m_mutex);
        return m_counts.value(user);
    }
    void opened(UserId user)
    {
        const std::lock_guard lock(m_mutex);
        ++m_counts[user];
    }
    void closed(UserId user)
    {
        const std::lock_guard lock(m_mutex);
        const auto count = m_counts.find(user);
        if (count != m_counts.end() && --*count <= 0)
            m_counts.erase(count);
    }

private:
    mutable std::mutex m_mutex;
    QHash<UserId, int> m_counts;
};

} // namespace salon::server
