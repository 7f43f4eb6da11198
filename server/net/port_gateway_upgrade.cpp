// SPDX-License-Identifier: MIT
// From an HTTP connection to a WebSocket; port_gateway.cpp has the gateway's life.
#include "server/net/port_gateway.h"
#include "server/net/websocket_handshake.h"
#include <QWebSocket>
#include <QWebSocketServer>

using namespace Qt::StringLiterals;

namespace salon::server {

void PortGateway::upgradeRead(HttpConnection *connection, HttpRequest request, QByteArray rest)
{
    const auto refuse = [connection](HttpResponse response) {
        response.closeAfter = true;
        connection->refuse(response);
    };
    if (request.rawPath() != m_settings.webSocketPath.toUtf8())
        return refuse(HttpResponse::error(Error::notFound(u"address")));
    if (!originAllowed(request)) {
        return refuse(HttpResponse::error(Error(ErrorCode::Forbidden, Reason::OriginNotAllowed,
                                                u"this origin is not on the server's list"_s)));
    }
    if (auto fault = handshakeFault(request))
        return refuse(std::move(*fault));
    if (m_stopping)
        return refuse(
            HttpResponse::error(Error(ErrorCode::Stopping, u"the server is going down"_s)));
    if (m_hooks.upgradeAllowed) {
        if (const auto allowed = m_hooks.upgradeAllowed(request); !allowed)
            return refuse(HttpResponse::error(allowed.error()));
    }
    const auto place =
        isProxy(connection) ? enter(connection->number(), request.peer) : Admission::Place::Served;
    if (place == Admission::Place::Refused)
        return refuse(HttpResponse::error(
            Error(ErrorCode::Unavailable, Reason::TooManySockets, u"too many connections"_s)));
    if (place == Admission::Place::Served)
        return upgrade(connection, std::move(request), std::move(rest));
    connection->hold();
    m_waiting.emplace(connection->number(), Waiting{std::move(request), std::move(rest)});
}

void PortGateway::upgrade(HttpConnection *connection, HttpRequest request, QByteArray rest)
{
    const quint64 number = connection->number();
    Upgrade upgrade{connection->releaseSocket(), std::move(request), std::move(rest),
                    m_clock.steadyMs()};
    QTcpSocket *device = upgrade.socket->device();
    if (device->state() != QAbstractSocket::ConnectedState)
        return;
    // QWebSocket loses what comes along with the handshake: everything else waits until it is made.
    upgrade.rest += device->readAll();
    upgrade.socket->setReading(false);
    upgrade.socket->injectRead(leanHandshake(upgrade.head, number));
    m_upgrades.emplace(number, std::move(upgrade));
    m_upgrader->handleConnection(device);
}

void PortGateway::upgraded()
{
    while (m_upgrader->hasPendingConnections()) {
        std::unique_ptr<QWebSocket> webSocket(m_upgrader->nextPendingConnection());
        webSocket->setParent(nullptr);
        const quint64 number = numberOfResource(webSocket->resourceName());
        if (auto node = m_upgrades.extract(number))
            open(number, std::move(node.mapped()), std::move(webSocket));
    }
}

void PortGateway::open(quint64 number, Upgrade upgrade, std::unique_ptr<QWebSocket> webSocket)
{
    PeerSocket *socket = upgrade.socket.get();
    auto channel =
        std::make_unique<WebSocketChannel>(number, std::move(webSocket), std::move(upgrade.socket),
                                           upgrade.head.peer, m_settings, m_clock);
    WebSocketChannel *raw = channel.get();
    m_channels.emplace(number, std::move(channel));
    connect(raw, &WebSocketChannel::authenticated, this,
            [this, number] { letIn(m_admission.leave(number)); });
    if (m_hooks.webSocketOpened)
        m_hooks.webSocketOpened(raw, upgrade.head);
    else
        raw->close(closeCode(ErrorCode::Unavailable), u"unavailable"_s);
    connect(raw, &WebSocketChannel::closed, this, [this, number] { forget(number); });
    // Not from inside QWebSocketServer: it has not let go of the socket yet.
    QMetaObject::invokeMethod(
        raw,
        [raw, socket, rest = std::move(upgrade.rest)] {
            if (!raw->isOpen())
                return;
            socket->setReading(true);
            if (!rest.isEmpty())
                socket->deliver(rest);
        },
        Qt::QueuedConnection);
}

} // namespace salon::server
