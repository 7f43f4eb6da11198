// SPDX-License-Identifier: MIT
#include "client/ui/message_link.h"

#include "shared/wire/codec.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qsizetype kLongest = 512;

QString hostOf(const QUrl &url)
{
    return url.host(QUrl::FullyEncoded).toLower();
}

//! -1 where the address would go without saying it.
int portOf(const QUrl &url)
{
    const int usual = url.scheme() == "https"_L1 ? 443 : url.scheme() == "http"_L1 ? 80 : -1;
    return url.port(usual) == usual ? -1 : url.port();
}

//! A number of the protocol; 0 for anything else.
qint64 numberIn(const QString &text)
{
    bool isFine = false;
    const qint64 number = text.toLongLong(&isFine);
    return isFine && number <= wire::kMaxInteger ? number : 0;
}

} // namespace

MessageLink MessageLink::to(const QUrl &server, RoomId room, Seq seq)
{
    return {hostOf(server), portOf(server), room, seq};
}

std::optional<MessageLink> MessageLink::parse(const QString &text)
{
    static const QRegularExpression kPath(u"^/([1-9][0-9]{0,15})/([1-9][0-9]{0,15})$"_s);
    if (text.size() > kLongest)
        return {};
    const QUrl url(text, QUrl::StrictMode);
    const auto path = kPath.match(url.path(QUrl::FullyEncoded));
    if (!url.isValid() || url.scheme() != "salon"_L1 || url.host().isEmpty() || !path.hasMatch())
        return {};
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment() || url.port() == 0)
        return {};
    const MessageLink link{
        hostOf(url), portOf(url), {numberIn(path.captured(1))}, numberIn(path.captured(2))};
    return link.room.isValid() && link.seq > 0 ? std::optional(link) : std::nullopt;
}

bool MessageLink::leadsTo(const QUrl &server) const
{
    return host == hostOf(server) && port == portOf(server);
}

QString MessageLink::server() const
{
    const QString address = host.contains(u':') ? u'[' + host + u']' : host; // IPv6
    return port < 0 ? address : address + u':' + QString::number(port);
}

QString MessageLink::toString() const
{
    return u"salon://%1/%2/%3"_s.arg(server(), room.toString()).arg(seq);
}

} // namespace salon::client
