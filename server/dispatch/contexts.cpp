// SPDX-License-Identifier: MIT
#include "server/dispatch/contexts.h"

namespace salon::server {

WriteContext::WriteContext(const ServerFacts &f)
    : facts(f), accounts(database), accountRules(database, f.limits, f.sessionLifeMs, *f.clock),
      rooms(database, f.limits, *f.clock)
{
}

Effects WriteContext::takeEffects()
{
    Effects effects = rooms.takeEffects();
    Effects accountEffects = accountRules.takeEffects();
    effects.live = std::move(accountEffects.live);
    effects.ended = std::move(accountEffects.ended);
    effects.chosen = std::move(accountEffects.chosen);
    effects.userPushes.append(std::move(accountEffects.userPushes));
    return effects;
}

ReadContext::ReadContext(const ServerFacts &f) : facts(f), accounts(database), rooms(database)
{
}

} // namespace salon::server
