// SPDX-License-Identifier: MIT
#pragma once

namespace salon::client {

//! Said before what may take long: a disk, a lock, another program. In the thread of the windows a
//! debug build ends there and then, and says what was about to block; a release build goes on.
void mayBlock(const char *what);
//! The same for what the thread of the windows may do as long as no window waits for it: at the
//! start of the program, before its event loop runs, and at the end.
void mayBlockOutsideOfTheLoop(const char *what);

} // namespace salon::client
