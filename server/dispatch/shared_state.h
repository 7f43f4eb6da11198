// SPDX-License-Identifier: MIT
#pragma once
#include "server/dispatch/connection_counts.h"
#include "server/dispatch/live_sessions.h"
#include "server/dispatch/memberships.h"
#include "server/dispatch/rate_limits.h"
#include "server/service/setup_code.h"
#include <atomic>

namespace salon::server {

//! What all shards share; each part locks itself.
struct SharedState {
    SharedState(const wire::Limits &limits, const Clock &clock)
        : rates(limits), setupCode(clock) { }

    //! For the writer, of each commit, before anybody is told of it.
    void apply(Effects &effects)
    {
        sessions.apply(effects);
        memberships.apply(effects);
    }

    LiveSessions sessions;
    RateLimits rates;
    SetupCode setupCode;
    Memberships memberships;
    ConnectionCounts connections;
    std::atomic<bool> isStopping = false; //!< requests are answered with Stopping
};

} // namespace salon::server
