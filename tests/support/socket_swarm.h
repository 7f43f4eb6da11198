// SPDX-License-Identifier: MIT
#pragma once
#include "tests/support/swarm_socket.h"
#include <functional>
#include <memory>
#include <vector>

namespace salon::test {

//! Many WebSocket clients in one thread, behind one epoll set: light enough to load a server from
//! the same machine, and independent of the WebSocket code that is tested. Linux only.
class SocketSwarm {
public:
    //! A text frame came for a client. The text is gone after the call.
    std::function<void(size_t client, QByteArrayView text)> onText;
    //! The connection is over; the code of the close frame, the HTTP status of a refused upgrade,
    //! or 0.
    std::function<void(size_t client, int code)> onClosed;

    SocketSwarm();
    ~SocketSwarm();

    //! A new client; its upgrade is under way. Nothing when nobody listens on the port. `from` is
    //! the loopback address that it calls from, 0 for any.
    std::optional<size_t> connectTo(quint16 port, const QByteArray &token, quint32 from = 0);
    //! Who connects from now on speaks TLS, and asks for nobody's certificate.
    void useTls() { m_isEncrypted = true; }
    bool isUpgraded(size_t client) const { return m_sockets[client]->isUpgraded(); }
    size_t size() const { return m_sockets.size(); }
    //! Queued, and written at the end of the turn.
    void send(size_t client, QByteArrayView text);
    //! Drops the connection without a close frame; onClosed is not called.
    void abandon(size_t client) { m_sockets[client]->close(); }
    //! Waits at most so long, handles what came, writes what was queued.
    void turn(int waitMs);
    //! Forgets all clients, without a close frame.
    void clear();

private:
    void markUnsent(size_t client);
    void writeQueued();
    void drop(size_t client);

    int m_epoll = -1;
    bool m_isEncrypted = false;
    std::vector<std::unique_ptr<SwarmSocket>> m_sockets;
    std::vector<size_t> m_unsent;
};

} // namespace salon::test
