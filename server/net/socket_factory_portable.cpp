// SPDX-License-Identifier: MIT
#include "server/net/socket_factory.h"

namespace salon::server {

std::unique_ptr<SocketFactory> makeSocketFactory(SocketKind)
{
    return makePlainSocketFactory();
}

} // namespace salon::server
