// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"

namespace salon::server {

//! Who asks: an account, through one of its sessions.
struct Caller {
    UserId user;
    SessionId session;
};

} // namespace salon::server
