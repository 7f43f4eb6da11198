// SPDX-License-Identifier: MIT
// From an HTTP connection to a WebSocket; port_gateway.cpp has the gateway's life.
#include "server/net/port_gateway.h"
#include "server/net/websocket_handshake.h"

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
        return upgrade(connection, request, std::move(rest));
    connection->hold();
    m_waiting.emplace(connection->number(), Waiting{std::move(request), std::move(rest)});
}

void PortGateway::upgrade(HttpConnection *connection, const HttpRequest &request, QByteArray rest)
{
    const quint64 number = connection->number();
    PeerSocketPtr socket = connection->releaseSocket();
    if (!socket->sendPrepared(handshakeAnswer(request)))
        return;
    auto channel = std::make_unique<WebSocketChannel>(number, std::move(socket), request.peer,
                                                      m_settings, m_clock);
    WebSocketChannel *raw = channel.get();
    m_channels.emplace(number, std::move(channel));
    connect(raw, &WebSocketChannel::authenticated, this,
            [this, number] { letIn(m_group->admission().leave(number)); });
    if (m_hooks.webSocketOpened)
        m_hooks.webSocketOpened(raw, request);
    else
        raw->close(closeCode(ErrorCode::Unavailable), u"unavailable"_s);
    connect(raw, &WebSocketChannel::closed, this, [this, number] { forget(number); });
    raw->begin(std::move(rest));
}

} // namespace salon::server
