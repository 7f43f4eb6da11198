// SPDX-License-Identifier: MIT
#include "client/ui/server_address.h"

#include <QHostAddress>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kUsualPort = 8008; // of salond without a configuration

bool isThisComputer(const QString &host)
{
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

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
    if (!hasScheme && isThisComputer(url.host())) {
        url.setScheme(u"http"_s);
        if (url.port() < 0)
            url.setPort(kUsualPort);
    }
    return QUrl(url.toString(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment));
}

QString serverForPeople(const QUrl &server)
{
    const QString host = server.host();
    return server.port() < 0 ? host : host + u':' + QString::number(server.port());
}

} // namespace salon::client
