// SPDX-License-Identifier: MIT
#include "client/ui/server_address.h"
#include "client/net/server_trust.h"

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kUsualPort = 8008; // of salond without a configuration

} // namespace

std::optional<QUrl> serverFromTyping(const QString &typed)
{
    const QString text = typed.trimmed();
    if (text.isEmpty() || text.contains(u' '))
        return {};
    const bool hasScheme = text.contains("://"_L1);
    QUrl url(hasScheme ? text : u"https://"_s + text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty())
        return {};
    if (url.scheme() != "https"_L1 && url.scheme() != "http"_L1)
        return {};
    if (!hasScheme && staysOnThisComputer(url)) {
        url.setScheme(u"http"_s);
        if (url.port() < 0)
            url.setPort(kUsualPort);
    }
    return QUrl(url.toString(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment));
}

QString serverForPeople(const QUrl &server)
{
    QString address = server.host();
    if (address.contains(u':'))
        address = u'[' + address + u']'; // an IPv6 address
    if (server.port() >= 0)
        address += u':' + QString::number(server.port());
    return serverFromTyping(address) == server ? address : server.scheme() + u"://"_s + address;
}

bool isExposed(const QUrl &server)
{
    return server.scheme() != "https"_L1 && !staysOnThisComputer(server);
}

} // namespace salon::client
