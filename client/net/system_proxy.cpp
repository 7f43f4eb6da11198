// SPDX-License-Identifier: MIT
#include "client/net/system_proxy.h"
#include "client/net/server_trust.h"
#include <QNetworkProxyFactory>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

//! The place that a query is about, as a web address: the settings of most systems know no other
//! kind, and both lines to one server must take the same way.
QUrl webAddress(const QNetworkProxyQuery &query)
{
    if (query.queryType() == QNetworkProxyQuery::UrlRequest)
        return query.url();
    constexpr int kHttpPort = 80;
    QUrl url;
    url.setScheme(query.peerPort() == kHttpPort ? u"http"_s : u"https"_s);
    url.setHost(query.peerHostName());
    url.setPort(query.peerPort());
    return url;
}

class SystemProxies final : public QNetworkProxyFactory {
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        const QUrl address = webAddress(query);
        if (address.host().isEmpty() || staysOnThisComputer(address))
            return {QNetworkProxy(QNetworkProxy::NoProxy)};
        auto proxies = systemProxyForQuery(QNetworkProxyQuery(address));
        // A WebSocket needs a tunnel, which one for files does not dig.
        proxies.removeIf([](const QNetworkProxy &proxy) {
            return proxy.type() != QNetworkProxy::NoProxy
                && !proxy.capabilities().testFlag(QNetworkProxy::TunnelingCapability);
        });
        return proxies.isEmpty() ? QList{QNetworkProxy(QNetworkProxy::NoProxy)} : proxies;
    }
};

} // namespace

void useSystemProxy()
{
    QNetworkProxyFactory::setApplicationProxyFactory(new SystemProxies); // which owns it
}

QNetworkProxy proxyOf(const QUrl &server)
{
    const auto proxies = QNetworkProxyFactory::proxyForQuery(QNetworkProxyQuery(server));
    return proxies.isEmpty() ? QNetworkProxy(QNetworkProxy::NoProxy) : proxies.first();
}

bool hasProxy(const QUrl &server)
{
    const auto type = proxyOf(server).type();
    return type != QNetworkProxy::NoProxy && type != QNetworkProxy::DefaultProxy;
}

} // namespace salon::client
