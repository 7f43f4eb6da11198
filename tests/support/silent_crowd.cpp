// SPDX-License-Identifier: MIT
#include "tests/support/silent_crowd.h"
#include <QtEndian>
#include <algorithm>
#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace salon::test {

namespace {

constexpr quint32 kFirstAddress = 0x7f000101; // 127.0.1.1
constexpr int kUsable = 254; // of the last byte

sockaddr_in addressOf(quint32 host, quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = qToBigEndian(port);
    address.sin_addr.s_addr = qToBigEndian(host);
    return address;
}

//! -1 when nobody listens, or nothing is left to bind to.
int connection(quint32 from, quint16 port)
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in here = addressOf(from, 0);
    const sockaddr_in there = addressOf(INADDR_LOOPBACK, port);
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    if (::bind(descriptor, reinterpret_cast<const sockaddr *>(&here), sizeof here) == 0
        && ::connect(descriptor, reinterpret_cast<const sockaddr *>(&there), sizeof there) == 0)
        return descriptor;
    if (descriptor >= 0)
        ::close(descriptor);
    return -1;
}

} // namespace

SilentCrowd::SilentCrowd() : m_epoll(::epoll_create1(EPOLL_CLOEXEC))
{
}

SilentCrowd::~SilentCrowd()
{
    clear();
    ::close(m_epoll);
}

bool SilentCrowd::connectTo(quint16 port, int count, int perAddress)
{
    for (int i = 0; i < count; ++i) {
        const int host = i / perAddress;
        const auto from = kFirstAddress + quint32(host / kUsable * 256 + host % kUsable);
        const int descriptor = connection(from, port);
        if (descriptor < 0)
            return false;
        epoll_event event{};
        event.events = EPOLLIN | EPOLLRDHUP;
        event.data.fd = descriptor;
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event);
        m_open.emplace(descriptor, QByteArray());
    }
    return true;
}

void SilentCrowd::turn(int waitMs)
{
    std::array<epoll_event, 512> events;
    const int count = ::epoll_wait(m_epoll, events.data(), int(events.size()), waitMs);
    for (int i = 0; i < count; ++i)
        receive(events[size_t(i)].data.fd);
}

void SilentCrowd::receive(int descriptor)
{
    std::array<char, 2048> bytes;
    const auto got = ::recv(descriptor, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    QByteArray &came = m_open[descriptor];
    if (got > 0) {
        came.append(bytes.data(), qsizetype(got));
        return;
    }
    if (got == 0 && came.isEmpty())
        ++m_closedSilently;
    else if (got == 0 && came.startsWith("HTTP/1.1 408 ") && came.count("HTTP/1.1 ") == 1)
        ++m_toldTooLate;
    else
        ++m_others;
    m_open.erase(descriptor);
    ::close(descriptor);
}

void SilentCrowd::clear()
{
    for (const auto &[descriptor, came] : m_open)
        ::close(descriptor);
    m_open.clear();
}

int raiseDescriptorLimit()
{
    constexpr rlim_t kEnough = 100'000;
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    rlimit raised = limit;
    raised.rlim_max = std::max(limit.rlim_max, kEnough); // only root may
    raised.rlim_cur = std::min(raised.rlim_max, kEnough);
    if (::setrlimit(RLIMIT_NOFILE, &raised) != 0) {
        raised.rlim_max = limit.rlim_max;
        raised.rlim_cur = std::min(limit.rlim_max, kEnough);
        ::setrlimit(RLIMIT_NOFILE, &raised);
    }
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return int(std::min(limit.rlim_cur, kEnough));
}

} // namespace salon::test
