// SPDX-License-Identifier: MIT
#pragma once
#include "server/dispatch/live_sessions.h"
#include "server/dispatch/memberships.h"
#include "server/dispatch/presence_settings.h"
#include "server/dispatch/presences.h"
#include "server/dispatch/rate_limits.h"
#include "server/dispatch/typing_pace.h"
#include "server/service/setup_code.h"
#include <atomic>

namespace salon::server {

//! What all shards share; each part locks itself.
struct SharedState {
    SharedState(const wire::Limits &limits, const Clock &clock,
                const PresenceSettings &presence = {})
        : rates(limits), setupCode(clock), presences(presence.shown, clock)
    {
    }

    //! For the writer, of each commit, before anybody is told of it.
    void apply(Effects &effects)
    {
        sessions.apply(effects);
        memberships.apply(effects);
        for (const auto &[user, presence] : effects.chosen)
            presences.choose(user, presence);
    }

    LiveSessions sessions;
    RateLimits rates;
    SetupCode setupCode;
    Memberships memberships;
    Presences presences;
    TypingPace typing;
    std::atomic<bool> isStopping = false; //!< requests are answered with Stopping
};

} // namespace salon::server
