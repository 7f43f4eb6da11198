// SPDX-License-Identifier: MIT
#pragma once

namespace salon::server {

//! How many descriptors this process may have open at once; raised to what the system allows
//! before.
int descriptorLimit();

} // namespace salon::server
