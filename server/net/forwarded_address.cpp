// SPDX-License-Identifier: MIT
#include "server/net/forwarded_address.h"
#include <algorithm>

namespace salon::server {

namespace {

QHostAddress unmapped(const QHostAddress &address)
{
    bool isIpv4 = false;
    const quint32 ipv4 = address.toIPv4Address(&isIpv4);
    return isIpv4 ? QHostAddress(ipv4) : address;
}

} // namespace

bool isTrustedProxy(const QHostAddress &address, const Subnets &trusted)
{
    const QHostAddress plain = unmapped(address);
    return std::any_of(trusted.begin(), trusted.end(),
                       [&plain](const auto &subnet) { return plain.isInSubnet(subnet); });
}

QHostAddress clientAddress(const QHostAddress &direct, const QList<QByteArray> &forwardedFor,
                           const Subnets &trusted)
{
    QHostAddress client = unmapped(direct);
    const QList<QByteArray> hops = forwardedFor.join(',').split(',');
    for (auto hop = hops.crbegin(); hop != hops.crend() && isTrustedProxy(client, trusted); ++hop) {
        QHostAddress next;
        if (!next.setAddress(QString::fromLatin1(hop->trimmed())))
            break;
        client = unmapped(next);
    }
    return client;
}

} // namespace salon::server
