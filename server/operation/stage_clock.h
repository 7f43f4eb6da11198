// SPDX-License-Identifier: MIT
#pragma once
#include <chrono>

namespace salon::server {

//! False in the build that shows what the timing costs: it has no stages and no traces.
#ifdef SALON_UNTIMED
inline constexpr bool kIsTimed = false;
#else
inline constexpr bool kIsTimed = true;
#endif

//! What stages are timed by: as steady_clock, which it is where nothing cheaper can be had. It is
//! read some dozens of times for a message. Stands still where nothing is timed.
class StageClock {
public:
    using Time = std::chrono::steady_clock::time_point;
    static Time now() { return kIsTimed ? read() : Time(); }

private:
    static Time read();
};

} // namespace salon::server
