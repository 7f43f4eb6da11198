// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"

namespace salon::server {

//! Names an open socket of this process; none for a request over REST.
using ConnectionId = Id<struct ConnectionTag>;

//! Who asks: an account, through one of its sessions, of which several sockets may be open.
struct Caller {
    UserId user;
    SessionId session;
    ConnectionId connection;
};

} // namespace salon::server
