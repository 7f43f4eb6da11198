// SPDX-License-Identifier: MIT
#pragma once

namespace salon::client {

//! Milliseconds that what nobody sees waits at a start, so that the first picture of the window comes
//! sooner.
inline constexpr int kUntilPaintedMs = 50;

} // namespace salon::client
