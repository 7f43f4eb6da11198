// SPDX-License-Identifier: MIT
#include "server/net/acceptor.h"
#include <QHostInfo>

using namespace Qt::StringLiterals;

namespace salon::server {

Result<QHostAddress> resolveListenHost(const QString &host)
{
    QHostAddress address;
    if (address.setAddress(host))
        return address;
    const QHostInfo info = QHostInfo::fromName(host);
    if (info.addresses().isEmpty()) {
        return Error(ErrorCode::Unavailable,
                     u"cannot listen on \"%1\": no address has this name (%2)"_s.arg(
                         host, info.errorString()));
    }
    return info.addresses().constFirst();
}

Error listenError(const QHostAddress &address, quint16 port, ListenFailure why,
                  const QString &detail)
{
    const QString where = address.protocol() == QAbstractSocket::IPv6Protocol
        ? u"[%1]:%2"_s.arg(address.toString()).arg(port)
        : u"%1:%2"_s.arg(address.toString()).arg(port);
    QString reason = detail;
    switch (why) {
    case ListenFailure::InUse:
        reason = u"the port is in use by another program"_s;
        break;
    case ListenFailure::NotAllowed:
        reason = u"permission denied (ports below 1024 are for privileged programs)"_s;
        break;
    case ListenFailure::NoSuchAddress:
        reason = u"this machine does not have the address"_s;
        break;
    case ListenFailure::Other:
        break;
    }
    return {ErrorCode::Unavailable, u"cannot listen on %1: %2"_s.arg(where, reason)};
}

} // namespace salon::server
