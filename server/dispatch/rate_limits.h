// SPDX-License-Identifier: MIT
#pragma once
#include "server/service/caller.h"
#include "server/service/token_bucket.h"
#include "shared/base/result.h"
#include "shared/wire/limits.h"
#include <QHash>
#include <mutex>

namespace salon::server {

//! What a request counts against.
enum class Cost { Message, Room, Other };

//! The rates of protocol.md: messages and new rooms by account, other requests by session. Any
//! thread may ask.
class RateLimits {
public:
    explicit RateLimits(const wire::Limits &limits) : m_limits(limits) { }

    //! RateLimited with retry_after_ms when it is too much.
    Result<> take(Cost cost, const Caller &caller, qint64 steadyMs);
    //! The last take() does not count.
    void giveBack(Cost cost, const Caller &caller);
    //! The last take() was not of its kind, as a message that is a resend: it counts among the
    //! other requests.
    void countAsOther(Cost cost, const Caller &caller, qint64 steadyMs);
    //! Forgets who has been quiet.
    void prune(qint64 steadyMs);

private:
    Rate rateOf(Cost cost) const;
    TokenBucket &bucket(Cost cost, const Caller &caller);

    const wire::Limits &m_limits;
    std::mutex m_mutex;
    QHash<UserId, TokenBucket> m_messages;
    QHash<UserId, TokenBucket> m_rooms;
    QHash<SessionId, TokenBucket> m_others;
};

} // namespace salon::server
