// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include "tests/support/socket_swarm.h"

namespace salon::bench {

//! Connects somebody for each token, one after the other, who says hello and is answered. An error
//! when one was not let in.
Result<> signIn(test::SocketSwarm &swarm, quint16 port, const QList<QByteArray> &tokens);

} // namespace salon::bench
