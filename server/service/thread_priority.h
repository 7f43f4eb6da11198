// SPDX-License-Identifier: MIT
#pragma once

namespace salon::server {

//! The calling thread gives way to all others from now on. Without effect where the platform
//! cannot.
void lowerThreadPriority();

} // namespace salon::server
