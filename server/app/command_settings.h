// SPDX-License-Identifier: MIT
#pragma once
#include "server/app/command_row.h"
#include "shared/base/result.h"

namespace salon::server {

//! The configuration in force for this call: file, environment, then its options. Sets the log's
//! levels.
Result<Settings> settingsOf(const CommandCall &call);

} // namespace salon::server
