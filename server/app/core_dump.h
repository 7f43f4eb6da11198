// SPDX-License-Identifier: MIT
#pragma once

namespace salon::server {

//! Keeps the system from writing the memory of this process to a file when it crashes: passwords
//! and tokens are in it.
void forbidCoreDumps();

} // namespace salon::server
