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

//! Of an address that says a host, that path, a room and a message, and nothing else.
std::optional<MessageLink> linkIn(const QUrl &url, QLatin1StringView before)
{
    static const QRegularExpression kNumbers(u"^/([1-9][0-9]{0,15})/([1-9][0-9]{0,15})$"_s);
    const QString path = url.path(QUrl::FullyEncoded);
    const auto numbers = kNumbers.match(path.sliced(path.startsWith(before) ? before.size() : 0));
    if (!url.isValid() || url.host().isEmpty() || !path.startsWith(before) || !numbers.hasMatch())
        return {};
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment() || url.port() == 0)
        return {};
    const MessageLink link{
        hostOf(url), portOf(url), {numberIn(numbers.captured(1))}, numberIn(numbers.captured(2))};
    return link.room.isValid() && link.seq > 0 ? std::optional(link) : std::nullopt;
}

} // namespace

MessageLink MessageLink::to(const QUrl &server, RoomId room, Seq seq)
{
    return {hostOf(server), portOf(server), room, seq};
}

std::optional<MessageLink> MessageLink::parse(const QString &text)
{
    if (text.size() > kLongest)
        return {};
    const QUrl url(text, QUrl::StrictMode);
    return url.scheme() == "salon"_L1 ? linkIn(url, {}) : std::nullopt;
}

std::optional<MessageLink> MessageLink::ofPage(const QUrl &page, const QUrl &server)
{
    const auto link = page.scheme() == server.scheme() ? linkIn(page, "/link"_L1) : std::nullopt;
    return link && link->leadsTo(server) ? link : std::nullopt;
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

QString MessageLink::page(const QString &scheme) const
{
    return u"%1://%2/link/%3/%4"_s.arg(scheme, server(), room.toString()).arg(seq);
}

} // namespace salon::client
