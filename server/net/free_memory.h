// SPDX-License-Identifier: MIT
#pragma once

namespace salon::server {

//! Gives memory that is free in this process back to the system, where the allocator keeps it.
//! Takes some milliseconds: after a crowd has left, not after each connection.
void returnFreeMemory();

} // namespace salon::server
