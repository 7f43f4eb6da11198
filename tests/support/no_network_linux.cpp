// SPDX-License-Identifier: MIT
#include "tests/support/no_network.h"
#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

namespace salon::test {

Result<> NoNetwork::begin()
{
    m_before = ::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    if (m_before < 0 || ::unshare(CLONE_NEWNET) != 0)
        return Error::internal(QStringLiteral("no network of its own is to be had here"));
    return {};
}

NoNetwork::~NoNetwork()
{
    if (m_before < 0)
        return;
    ::setns(m_before, CLONE_NEWNET);
    ::close(m_before);
}

} // namespace salon::test
