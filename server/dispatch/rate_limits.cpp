// SPDX-License-Identifier: MIT
#include "server/dispatch/rate_limits.h"

namespace salon::server {

Rate RateLimits::rateOf(Cost cost) const
{
    constexpr qint64 kSecond = 1000;
    switch (cost) {
    case Cost::Message:
        return {m_limits.messagesPerSecond, kSecond, m_limits.messageBurst};
    case Cost::Room:
        return {m_limits.roomsPerHour, 3600 * kSecond, m_limits.roomsPerHour};
    case Cost::Other:
        break;
    }
    return {m_limits.requestsPerSecond, kSecond, m_limits.requestsPerSecond};
}

TokenBucket &RateLimits::bucket(Cost cost, const Caller &caller)
{
    const auto in = [&](auto &buckets, auto key) -> TokenBucket & {
        auto found = buckets.find(key);
        if (found == buckets.end())
            found = buckets.insert(key, TokenBucket(rateOf(cost)));
        return *found;
    };
    switch (cost) {
    case Cost::Message:
        return in(m_messages, caller.user);
    case Cost::Room:
        return in(m_rooms, caller.user);
    case Cost::Other:
        break;
    }
    return in(m_others, caller.session);
}

Result<> RateLimits::take(Cost cost, const Caller &caller, qint64 steadyMs)
{
    const std::lock_guard lock(m_mutex);
    if (const auto wait = bucket(cost, caller).take(steadyMs))
        return Error::rateLimited(*wait);
    return {};
}

void RateLimits::giveBack(Cost cost, const Caller &caller)
{
    const std::lock_guard lock(m_mutex);
    bucket(cost, caller).giveBack();
}

void RateLimits::countAsOther(Cost cost, const Caller &caller, qint64 steadyMs)
{
    giveBack(cost, caller);
    // It was answered already: with nothing left to take, the next one is refused.
    (void)take(Cost::Other, caller, steadyMs);
}

void RateLimits::prune(qint64 steadyMs)
{
    const auto pruneOne = [steadyMs](auto &buckets) {
        for (auto i = buckets.begin(); i != buckets.end();)
            i = i->isFull(steadyMs) ? buckets.erase(i) : std::next(i);
    };
    const std::lock_guard lock(m_mutex);
    pruneOne(m_messages);
    pruneOne(m_rooms);
    pruneOne(m_others);
}

} // namespace salon::server
