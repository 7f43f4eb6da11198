// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/acceptor.h"
#include "server/net/net_settings.h"
#include "server/net/peer_socket.h"
#include "server/net/tls_context.h"
#include <memory>

namespace salon::server {

//! Makes the acceptor and the sockets of one kind, all for the thread that it lives in. Outlives
//! what it made.
class SocketFactory {
public:
    SocketFactory() = default;
    virtual ~SocketFactory() = default;
    Q_DISABLE_COPY_MOVE(SocketFactory)

    virtual std::unique_ptr<Acceptor> makeAcceptor(Acceptor::Accepted accepted) = 0;
    //! Sockets that are adopted from now on speak TLS, as the context says; null: plain ones.
    virtual Result<> setTls(std::shared_ptr<const TlsContext> context) = 0;
    //! Takes the descriptor; closes it and answers null when it is not good any more. `limits` live
    //! as long as the factory.
    virtual PeerSocketPtr adopt(qintptr descriptor, const PeerLimits &limits, bool reading) = 0;
    //! What is to be sent for the current request leaves at the end of the loop turn: so long it is
    //! not over, where the kind of sockets can tell.
    virtual void holdRequest() { }
};

//! The kind asked for, or the portable one.
std::unique_ptr<SocketFactory> makeSocketFactory(SocketKind kind);
std::unique_ptr<SocketFactory> makePlainSocketFactory();

} // namespace salon::server
