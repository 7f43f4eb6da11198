// SPDX-License-Identifier: MIT
// By the kernel's own word: rtnetlink(7).
#include "client/platform/route_watch.h"
#include <QSocketNotifier>
#include <array>
#include <cerrno>
#include <cstring>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <span>
#include <sys/socket.h>
#include <unistd.h>

namespace salon::client {
namespace {

constexpr size_t kMostBytes = 32 * 1024; // the kernel tells no more at once

template <class T>
T at(std::span<const char> bytes)
{
    T found;
    std::memcpy(&found, bytes.data(), sizeof found);
    return found;
}

//! Of the table that packets to others are sent by; those to this computer itself are elsewhere.
bool isWay(const nlmsghdr &head, std::span<const char> data)
{
    if (head.nlmsg_type != RTM_NEWROUTE || data.size() < sizeof(rtmsg))
        return false;
    const auto route = at<rtmsg>(data);
    return route.rtm_type == RTN_UNICAST && route.rtm_table == RT_TABLE_MAIN;
}

//! What the kernel told.
struct Told {
    bool way = false;
    bool address = false;
};

void readInto(Told &told, std::span<const char> bytes)
{
    constexpr size_t kAlign = NLMSG_ALIGNTO;
    while (bytes.size() >= sizeof(nlmsghdr)) {
        const auto head = at<nlmsghdr>(bytes);
        if (head.nlmsg_len < sizeof head || head.nlmsg_len > bytes.size())
            return;
        told.address =
            told.address || head.nlmsg_type == RTM_NEWADDR || head.nlmsg_type == RTM_DELADDR;
        told.way =
            told.way || isWay(head, bytes.subspan(sizeof head, head.nlmsg_len - sizeof head));
        const size_t step = (head.nlmsg_len + kAlign - 1) / kAlign * kAlign;
        bytes = bytes.subspan(std::min(step, bytes.size()));
    }
}

} // namespace

RouteWatch::RouteWatch(QObject *parent) : QObject(parent)
{
    const int line = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    if (line < 0)
        return;
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups =
        RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR;
    if (::bind(line, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        ::close(line);
        return;
    }
    m_line = std::make_unique<QSocketNotifier>(line, QSocketNotifier::Read);
    connect(m_line.get(), &QSocketNotifier::activated, this, &RouteWatch::read);
}

RouteWatch::~RouteWatch()
{
    if (!m_line)
        return;
    const int line = int(m_line->socket());
    m_line.reset();
    ::close(line);
}

void RouteWatch::read()
{
    std::array<char, kMostBytes> bytes;
    Told told;
    for (;;) {
        const auto got = ::recv(int(m_line->socket()), bytes.data(), bytes.size(), 0);
        if (got < 0 && errno == ENOBUFS) {
            told = {true, true}; // more happened than was kept for us
            continue;
        }
        if (got <= 0)
            break;
        readInto(told, std::span(bytes).first(size_t(got)));
    }
    if (told.way)
        Q_EMIT routeAdded();
    if (told.address)
        Q_EMIT addressTold();
}

} // namespace salon::client
