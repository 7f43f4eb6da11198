// SPDX-License-Identifier: MIT
#pragma once

namespace salon::client {

//! Milliseconds that what nobody sees waits from where it would be done, so that the first picture
//! of the window usually comes sooner.
inline constexpr int kUntilPaintedMs = 50;

} // namespace salon::client
