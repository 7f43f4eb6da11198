// SPDX-License-Identifier: MIT
#pragma once

namespace salon::server {

//! The calling thread gives way to all others from now on. Without effect where the platform
//! cannot.
void lowerThreadPriority();

//! The calling thread works for short times only, and asks to be let in at once when it has
//! something to do, before others have used up theirs. Without effect where the platform cannot.
void preferShortTurns();

} // namespace salon::server
