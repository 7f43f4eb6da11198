// SPDX-License-Identifier: MIT
#pragma once

namespace salon::server {

//! Lets the allocator keep a few MiB that are free, for the whole process: under load it would give
//! them to the system and ask for them again at every turn, which costs more than what they are
//! used for.
void keepSomeFreeMemory();

//! Gives memory that is free in this process back to the system, where the allocator keeps it.
//! Takes some milliseconds: after a crowd has left, not after each connection.
void returnFreeMemory();

//! Likewise what this thread has not used for a while, also what other threads freed of it: what a
//! thread that sleeps would keep for ever. May be asked for whenever the thread rests: it costs
//! some microseconds, and more the more the thread holds. Nothing where that is not cheap.
void returnMemoryOfThread();

} // namespace salon::server
