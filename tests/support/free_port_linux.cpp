// SPDX-License-Identifier: MIT
#include "tests/support/free_port.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace salon::test {

// By a socket that is bound, never listens, and stays open: bind() to port 0 and connect() pass its
// port over, while bind() to that number succeeds with SO_REUSEADDR on both sides.
quint16 freePort()
{
    const int keeper = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto *native = reinterpret_cast<sockaddr *>(&address);
    socklen_t length = sizeof address;
    if (::setsockopt(keeper, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0
        || ::bind(keeper, native, length) != 0 || ::getsockname(keeper, native, &length) != 0)
        return 0;
    return ntohs(address.sin_port);
}

} // namespace salon::test
