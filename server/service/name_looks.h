// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"

namespace salon::server {

class Database;

//! Gives the names that were there before schema 3 their looks, which SQL alone cannot work out. Of
//! those that look alike the oldest has it; the others are told in the log at each start, keep
//! their names, and can be used as before.
Result<> completeNameLooks(Database &database);

} // namespace salon::server
