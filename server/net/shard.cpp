// SPDX-License-Identifier: MIT
#include "server/net/shard.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr int kGoingAway = 1001; // RFC 6455, 7.4.1

QByteArray bearerToken(const HttpRequest &head)
{
    constexpr QByteArrayView kBearer = "bearer ";
    const QByteArray header = head.headers.value("Authorization");
    if (header.left(kBearer.size()).toLower() != kBearer)
        return {};
    return header.mid(kBearer.size()).trimmed();
}

} // namespace

Shard::Shard(const NetSettings &settings, Dispatcher &dispatcher, const Clock &clock)
    : m_dispatcher(dispatcher), m_rest(dispatcher)
{
    GatewayHooks hooks;
    hooks.httpRequested = [this](std::shared_ptr<HttpExchange> exchange) {
        m_rest.handle(exchange);
    };
    hooks.upgradeAllowed = [](const HttpRequest &) { return Result<>(); };
    hooks.webSocketOpened = [this](WebSocketChannel *channel, const HttpRequest &head) {
        auto *session = new ClientSession(channel, bearerToken(head), m_dispatcher, m_fanOut);
        session->setParent(this);
    };
    m_gateway = std::make_unique<PortGateway>(settings, std::move(hooks), clock);
    connect(m_gateway.get(), &PortGateway::drained, this, &Shard::stopped);
    m_dispatcher.setEffectsSink([this](const Effects &effects) { m_fanOut.apply(effects); });
}

Result<> Shard::listen(const QString &host, quint16 port)
{
    TRY(m_gateway->listen(host, port));
    m_rest.setReady(true);
    return {};
}

void Shard::stopAccepting()
{
    m_rest.setReady(false);
    m_gateway->stopAccepting();
}

void Shard::close()
{
    m_gateway->closeAll(kGoingAway, u"stopping"_s);
}

} // namespace salon::server
