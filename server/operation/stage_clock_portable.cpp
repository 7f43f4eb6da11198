// SPDX-License-Identifier: MIT
#include "server/operation/stage_clock.h"

namespace salon::server {

StageClock::Time StageClock::read()
{
    return std::chrono::steady_clock::now();
}

} // namespace salon::server
