// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/gateway_group.h"
#include "server/net/http_connection.h"
#include "server/net/net_settings.h"
#include "server/net/socket_factory.h"
#include "server/net/websocket_channel.h"
#include "shared/base/clock.h"
#include "shared/base/result.h"
#include <QTimer>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

namespace salon::server {

//! What the gateway calls, always in its own thread. Each may be empty: 404, nobody refused, closed
//! at once.
struct GatewayHooks {
    std::function<void(std::shared_ptr<HttpExchange>)> httpRequested;
    //! After the gateway's own checks of path, origin and handshake. An Error is answered and ends
    //! the connection.
    std::function<Result<>(const HttpRequest &head)> upgradeAllowed;
    //! Connect to the channel's signals here: bytes come only afterwards.
    std::function<void(WebSocketChannel *channel, const HttpRequest &head)> webSocketOpened;
};

//! One port for HTTP and WebSocket, with all of its connections. Make it, use it and delete it in
//! one thread with an event loop; the gateways of a group share what the one of them accepts that
//! listens.
class PortGateway : public QObject, private HttpConnection::Owner {
    Q_OBJECT
public:
    PortGateway(NetSettings settings, GatewayHooks hooks, const Clock &clock = Clock::system());
    //! One of a group.
    PortGateway(NetSettings settings, GatewayHooks hooks, const Clock &clock,
                std::shared_ptr<GatewayGroup> group, size_t place);
    ~PortGateway() override;

    //! Connections that come from now on speak TLS, as the context says.
    Result<> setTls(std::shared_ptr<const TlsContext> context)
    {
        return m_sockets->setTls(std::move(context));
    }
    //! As of SocketFactory.
    void holdRequest() { m_sockets->holdRequest(); }
    //! Host: an address or a name; port 0: any free one. The error is a sentence for the operator.
    Result<> listen(const QString &host, quint16 port);
    quint16 port() const; //!< 0 when not listening
    //! Takes over a descriptor that was accepted elsewhere.
    void adopt(qintptr descriptor);

    //! Connections live on; drained() comes when the last one is gone.
    void stopAccepting();
    //! stopAccepting(), a close frame to each WebSocket; HTTP ends after the answers that are under
    //! way.
    void closeAll(int code, const QString &reason);
    qsizetype connectionCount() const;
    //! Bytes that wait in this process for their clients, of all connections.
    qint64 unsentBytes() const;
    qsizetype webSocketCount() const { return static_cast<qsizetype>(m_channels.size()); }

Q_SIGNALS:
    //! Not accepting any more, and nothing is open. From the event loop.
    void drained();

private:
    struct Waiting { // behind a proxy, held by its forwarded address
        HttpRequest head;
        QByteArray rest;
    };

    void requestRead(std::shared_ptr<HttpExchange> exchange) override;
    void upgradeRead(HttpConnection *connection, HttpRequest request, QByteArray rest) override;
    void authenticated(HttpConnection *connection) override;
    bool mayKeep(const HttpConnection *connection) const override;

    void accepted(qintptr descriptor);
    void evict(quint64 number);
    bool makeRoomHere(const QHostAddress &address);
    bool originAllowed(const HttpRequest &request) const;
    bool isProxy(const HttpConnection *connection) const;
    Admission::Place enter(quint64 number, const QHostAddress &address);
    void makeRoom(const QHostAddress &address);
    void upgrade(HttpConnection *connection, const HttpRequest &request, QByteArray rest);
    void letIn(quint64 ticket);
    void forget(quint64 number);
    void bury(std::unique_ptr<QObject> ended);
    void tick();
    void checkDrained();

    const NetSettings m_settings;
    const PeerLimits m_peerLimits;
    GatewayHooks m_hooks;
    const Clock &m_clock;
    const std::shared_ptr<GatewayGroup> m_group;
    const size_t m_place; //!< in it
    std::unique_ptr<SocketFactory> m_sockets; // outlives all that follow
    std::unique_ptr<Acceptor> m_acceptor;
    std::unordered_map<quint64, std::unique_ptr<HttpConnection>> m_http;
    std::unordered_map<quint64, Waiting> m_waiting;
    std::unordered_map<quint64, std::unique_ptr<WebSocketChannel>> m_channels;
    std::vector<std::unique_ptr<QObject>> m_ended; // die in the next loop turn
    QTimer m_timer;
    quint64 m_lastNumber; //!< they are m_place of the group's count, and so differ from all others'
    qsizetype m_mostConnections = 0; // since memory was returned
    qsizetype m_moved = 0; // connections that came or went since there were many of them
    int m_returnsLeft = 0; // of the thread's memory, after that
    bool m_stopping = false, m_drainedQueued = false;
};

} // namespace salon::server
