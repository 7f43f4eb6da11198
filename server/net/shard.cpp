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

ConnectionFigures &ConnectionFigures::operator+=(const ConnectionFigures &other)
{
    open += other.open;
    signedIn += other.signedIn;
    unsentBytes += other.unsentBytes;
    waitingHellos += other.waitingHellos;
    return *this;
}

Shard::Shard(const NetSettings &settings, const Dispatcher::Parts &parts,
             std::shared_ptr<GatewayGroup> group)
    : m_number(parts.shard), m_dispatcher(parts),
      m_fanOut(parts.shared, m_dispatcher.presenceWatch(), [this] { m_gateway->holdRequest(); }),
      m_rest(m_dispatcher)
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
    m_gateway = std::make_unique<PortGateway>(settings, std::move(hooks), *parts.facts.clock,
                                              std::move(group), m_number);
    connect(m_gateway.get(), &PortGateway::drained, this, &Shard::stopped);
    m_dispatcher.setEffectsSink([this](const Effects &effects) { m_fanOut.apply(effects); });
    m_dispatcher.setPush(
        [this](const Caller &to, const QByteArray &frame) { return m_fanOut.offer(to, frame); });
}

ConnectionFigures Shard::figures() const
{
    return {m_gateway->connectionCount(), m_fanOut.connectionCount(), m_gateway->unsentBytes(),
            m_dispatcher.waitingHellos()};
}

void Shard::take(std::vector<Delivery> &batch)
{
    std::optional<FanOut::Gathering> gathering;
    if (batch.size() > 1)
        gathering.emplace(m_fanOut);
    for (Delivery &delivery : batch) {
        // Its call is this shard's alone, and so dies here.
        if (delivery.shard == m_number)
            std::exchange(delivery.call, {})();
        else if (delivery.effects)
            takeOther(delivery);
    }
}

void Shard::takeOther(Delivery &delivery)
{
    RequestTracePtr branch;
    if (!delivery.branches.empty())
        branch = std::exchange(delivery.branches[m_number], {});
    if (!branch)
        return m_fanOut.apply(*delivery.effects);
    branch->arrive(StageClock::now());
    const RequestTurn turn(branch);
    m_fanOut.apply(*delivery.effects);
    if (branch->recipients() == 0)
        branch->disregard();
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
