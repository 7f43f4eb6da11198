// SPDX-License-Identifier: MIT
#include "tests/support/no_network.h"
#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <net/if.h>
#include <net/route.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace salon::test {
namespace {

sockaddr_in &addressOf(sockaddr &any)
{
    return reinterpret_cast<sockaddr_in &>(any);
}

sockaddr_in address(const char *text)
{
    sockaddr_in found{};
    found.sin_family = AF_INET;
    ::inet_pton(AF_INET, text, &found.sin_addr);
    return found;
}

bool setsLoopback(int line, bool isUp)
{
    ifreq request{};
    std::strcpy(request.ifr_name, "lo");
    if (::ioctl(line, SIOCGIFFLAGS, &request) != 0)
        return false;
    const int flags = isUp ? request.ifr_flags | IFF_UP : request.ifr_flags & ~IFF_UP;
    request.ifr_flags = static_cast<short>(flags);
    return ::ioctl(line, SIOCSIFFLAGS, &request) == 0;
}

//! By a socket of the network in which this thread is.
template <class Ask>
Result<> asked(Ask ask)
{
    const int line = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const bool isDone = line >= 0 && ask(line);
    const QString why = qt_error_string(errno);
    if (line >= 0)
        ::close(line);
    if (!isDone)
        return Error::internal(why);
    return {};
}

} // namespace

Result<> NoNetwork::begin()
{
    m_before = ::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    if (m_before < 0 || ::unshare(CLONE_NEWNET) != 0)
        return Error::internal(QStringLiteral("no network of its own is to be had here"));
    return {};
}

Result<> NoNetwork::goAway() const
{
    return asked([](int line) { return setsLoopback(line, false); });
}

Result<> NoNetwork::comeBack() const
{
    return asked([](int line) {
        rtentry way{};
        addressOf(way.rt_dst) = address("10.77.0.0");
        addressOf(way.rt_genmask) = address("255.255.0.0");
        way.rt_flags = RTF_UP;
        char device[] = "lo";
        way.rt_dev = device;
        return setsLoopback(line, true) && ::ioctl(line, SIOCADDRT, &way) == 0;
    });
}

Result<> NoNetwork::addAddress(const char *text) const
{
    return asked([text](int line) {
        ifreq request{};
        std::strcpy(request.ifr_name, "lo:1");
        addressOf(request.ifr_addr) = address(text);
        return ::ioctl(line, SIOCSIFADDR, &request) == 0;
    });
}

NoNetwork::~NoNetwork()
{
    if (m_before < 0)
        return;
    ::setns(m_before, CLONE_NEWNET);
    ::close(m_before);
}

} // namespace salon::test
