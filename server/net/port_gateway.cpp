// SPDX-License-Identifier: MIT
#include "server/net/port_gateway.h"
#include "server/net/forwarded_address.h"
#include "server/net/websocket_handshake.h"
#include "server/operation/free_memory.h"
#include "server/operation/timings.h"
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::server {

namespace {

// A quarter of the shortest deadline: deadlines are kept to that precision, with one timer for all
// connections.
int tickInterval(const NetSettings &s)
{
    const int shortest = std::min({s.headerDeadlineMs, s.bodyDeadlineMs, s.idleLimitMs,
                                   s.answerDrainMs, s.helloDeadlineMs, s.pingAfterMs,
                                   s.silenceLimitMs, s.closeGraceMs, s.heldLimitMs});
    return std::clamp(shortest / 4, 10, 500);
}

PeerLimits peerLimits(const NetSettings &settings)
{
    constexpr qint64 kHardFactor =
        8; // one turn may gather several large answers before they are flushed
    constexpr qint64 kSlack = 64 * 1024;
    PeerLimits limits;
    limits.pauseReading = settings.outboxBytes;
    limits.hard = settings.outboxBytes * kHardFactor;
    limits.sendBuffer = settings.sendBufferBytes;
    limits.readBuffer = std::max(settings.frameBytes, settings.headerBytes) + kSlack;
    return limits;
}

} // namespace

PortGateway::PortGateway(NetSettings settings, GatewayHooks hooks, const Clock &clock)
    : PortGateway(settings, std::move(hooks), clock, std::make_shared<GatewayGroup>(settings, 1), 0)
{
}

PortGateway::PortGateway(NetSettings settings, GatewayHooks hooks, const Clock &clock,
                         std::shared_ptr<GatewayGroup> group, size_t place)
    : m_settings(std::move(settings)), m_peerLimits(peerLimits(m_settings)),
      m_hooks(std::move(hooks)), m_clock(clock), m_group(std::move(group)), m_place(place),
      m_sockets(makeSocketFactory(m_settings.sockets)), m_lastNumber(place)
{
    m_group->join(m_place, this);
    keepSomeFreeMemory();
    connect(&m_timer, &QTimer::timeout, this, &PortGateway::tick);
    m_timer.start(tickInterval(m_settings));
}

PortGateway::~PortGateway()
{
    m_group->leave(m_place);
}

Result<> PortGateway::listen(const QString &host, quint16 port)
{
    TRY_ASSIGN(const QHostAddress address, resolveListenHost(host));
    auto acceptor = m_sockets->makeAcceptor([this](qintptr descriptor) { accepted(descriptor); });
    TRY(acceptor->listen(address, port));
    m_acceptor = std::move(acceptor);
    return {};
}

quint16 PortGateway::port() const
{
    return m_acceptor ? m_acceptor->port() : quint16(0);
}

void PortGateway::accepted(qintptr descriptor)
{
    const size_t place = m_group->assign();
    if (place == m_place)
        return adopt(descriptor);
    m_group->tell(place, [descriptor](PortGateway &other) { other.adopt(descriptor); });
}

void PortGateway::adopt(qintptr descriptor)
{
    StageTimer timer(Stage::Accept);
    PeerSocketPtr socket = m_sockets->adopt(descriptor, m_peerLimits, false);
    if (!socket)
        return m_group->gone(m_place);
    const quint64 number = m_lastNumber += m_group->count();
    HttpConnection::Owner *const owner = this;
    auto connection =
        std::make_unique<HttpConnection>(number, std::move(socket), m_settings, m_clock, owner);
    ++m_moved;
    HttpConnection *raw = connection.get();
    connect(raw, &HttpConnection::finished, this, [this, number] { forget(number); });
    m_http.emplace(number, std::move(connection));
    raw->hold();
    if (m_settings.behindProxy && !raw->address().isLoopback() && !isProxy(raw))
        return raw->refuse(HttpResponse::fault(403, u"this port is for the proxy only"_s));
    // Behind a proxy only a request tells whose it is.
    const auto place = isProxy(raw) ? Admission::Place::Served : enter(number, raw->address());
    if (place == Admission::Place::Served)
        raw->start();
    else if (place == Admission::Place::Held)
        makeRoom(raw->address());
    else
        raw->abort();
}

// Who gives way has said nothing that was read, or waits behind a proxy: nobody tells it why, and
// its descriptor is free at once.
Admission::Place PortGateway::enter(quint64 number, const QHostAddress &address)
{
    const auto [place, evicted] = m_group->admission().enter(number, address);
    if (evicted != 0)
        evict(evicted);
    return place;
}

void PortGateway::evict(quint64 number)
{
    if (const size_t home = m_group->homeOf(number); home != m_place)
        return m_group->tell(home, [number](PortGateway &other) { other.evict(number); });
    if (const auto connection = m_http.find(number); connection != m_http.end())
        connection->second->abort();
}

bool PortGateway::isProxy(const HttpConnection *connection) const
{
    return isTrustedProxy(connection->address(), m_settings.trustedProxies);
}

// Somebody waits: a connection of the same address that only idles gives way.
void PortGateway::makeRoom(const QHostAddress &address)
{
    if (makeRoomHere(address))
        return;
    for (size_t place = 0; place < m_group->count(); ++place) {
        if (place != m_place)
            m_group->tell(place, [address](PortGateway &other) { other.makeRoomHere(address); });
    }
}

bool PortGateway::makeRoomHere(const QHostAddress &address)
{
    const QHostAddress key = Admission::key(address);
    for (const auto &[number, connection] : m_http) {
        if (connection->isIdle() && Admission::key(connection->address()) == key) {
            connection->shutDown();
            return true;
        }
    }
    return false;
}

void PortGateway::requestRead(std::shared_ptr<HttpExchange> exchange)
{
    const HttpRequest &request = exchange->request();
    if (!originAllowed(request)) {
        exchange->answer(HttpResponse::error(Error(ErrorCode::Forbidden, Reason::OriginNotAllowed,
                                                   u"this origin is not on the server's list"_s)));
    } else if (request.rawPath() == m_settings.webSocketPath.toUtf8()) {
        exchange->answer(upgradeRequired());
    } else if (m_hooks.httpRequested) {
        m_hooks.httpRequested(std::move(exchange));
    } else {
        exchange->answer(HttpResponse::error(Error::notFound(u"address")));
    }
}

bool PortGateway::originAllowed(const HttpRequest &request) const
{
    return !request.headers.contains("origin")
        || (request.headers.count("origin") == 1
            && m_settings.allowedOrigins.contains(
                QString::fromLatin1(request.headers.value("origin"))));
}

void PortGateway::authenticated(HttpConnection *connection)
{
    letIn(m_group->admission().leave(connection->number()));
}

bool PortGateway::mayKeep(const HttpConnection *connection) const
{
    return !m_stopping && !m_group->admission().hasHeld(connection->address());
}

void PortGateway::letIn(quint64 ticket)
{
    if (ticket == 0)
        return;
    if (const size_t home = m_group->homeOf(ticket); home != m_place)
        return m_group->tell(home, [ticket](PortGateway &other) { other.letIn(ticket); });
    const auto connection = m_http.find(ticket);
    if (connection == m_http.end())
        return;
    if (auto waiting = m_waiting.extract(ticket))
        upgrade(connection->second.get(), waiting.mapped().head, std::move(waiting.mapped().rest));
    else
        connection->second->start();
}

// Called when a connection ended, by a queued signal: nothing of it is on the stack.
void PortGateway::forget(quint64 number)
{
    m_waiting.erase(number);
    if (auto node = m_http.extract(number)) {
        bury(std::move(node.mapped()));
        if (m_channels.contains(number))
            return; // it goes on as a WebSocket, under the same number
    } else if (auto channel = m_channels.extract(number)) {
        bury(std::move(channel.mapped()));
    }
    ++m_moved;
    m_group->gone(m_place);
    letIn(m_group->admission().leave(number));
    checkDrained();
}

// Not by deleteLater(): the sockets' factory must outlive them.
void PortGateway::bury(std::unique_ptr<QObject> ended)
{
    m_ended.push_back(std::move(ended));
    if (m_ended.size() == 1)
        QMetaObject::invokeMethod(
            this, [this] { m_ended.clear(); }, Qt::QueuedConnection);
}

void PortGateway::tick()
{
    constexpr qsizetype kCrowd = 1000;
    m_mostConnections = std::max(m_mostConnections, connectionCount());
    if (const auto gone = m_mostConnections - connectionCount();
        gone >= kCrowd && gone > m_mostConnections / 2) {
        m_mostConnections = connectionCount();
        returnFreeMemory();
    }
    // Of a crowd that came, too: what it needed in between is free by and by.
    constexpr int kTicksAfterCrowd = 12;
    if (m_moved >= kCrowd) {
        m_moved = 0;
        m_returnsLeft = kTicksAfterCrowd;
    }
    if (m_returnsLeft > 0) {
        --m_returnsLeft;
        returnMemoryOfThread();
    }
    const qint64 now = m_clock.steadyMs();
    for (const auto &[number, connection] : m_http)
        connection->tick(now);
    for (const auto &[number, channel] : m_channels)
        channel->tick(now);
}

void PortGateway::stopAccepting()
{
    m_acceptor.reset();
    m_stopping = true;
    checkDrained();
}

void PortGateway::closeAll(int code, const QString &reason)
{
    stopAccepting();
    for (const auto &[number, channel] : m_channels)
        channel->close(code, reason);
    for (const auto &[number, connection] : m_http)
        connection->shutDown();
    checkDrained();
}

qsizetype PortGateway::connectionCount() const
{
    return qsizetype(m_http.size()) + webSocketCount();
}

qint64 PortGateway::unsentBytes() const
{
    qint64 bytes = 0;
    for (const auto &[number, channel] : m_channels)
        bytes += channel->unsentBytes();
    return bytes;
}

void PortGateway::checkDrained()
{
    if (!m_stopping || m_drainedQueued || connectionCount() > 0)
        return;
    m_drainedQueued = true;
    QMetaObject::invokeMethod(this, &PortGateway::drained, Qt::QueuedConnection);
}

} // namespace salon::server
