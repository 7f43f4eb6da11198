// SPDX-License-Identifier: MIT
#pragma once
#include <QHostAddress>
#include <QList>
#include <QString>
#include <QStringList>
#include <utility>

namespace salon::server {

//! Which sockets carry the connections. Lean falls back to Plain where the platform has no epoll.
enum class SocketKind { Lean, Plain };

//! Every limit and deadline of the network edge. Sizes in bytes, times in milliseconds.
struct NetSettings {
    SocketKind sockets = SocketKind::Lean;

    qsizetype headerBytes = 16 * 1024;
    qsizetype headerFields = 100;
    qsizetype targetBytes = 8 * 1024;
    qsizetype bodyBytes = 128 * 1024;
    int headerDeadlineMs = 5'000;
    int bodyDeadlineMs = 15'000;
    int idleLimitMs = 60'000; //!< a kept-alive connection without a request
    int answerDrainMs = 30'000; //!< time a peer has to take an answer

    QString webSocketPath = QStringLiteral("/ws");
    qsizetype frameBytes = 128 * 1024; //!< of one message of a client
    qsizetype outboxBytes = 1024 * 1024; //!< unsent to one peer before it counts as slow
    int sendBufferBytes = 128 * 1024; //!< kernel side, so that a slow reader shows early
    int helloDeadlineMs = 10'000; //!< until a WebSocket says who it is
    int pingAfterMs = 20'000; //!< silence before a ping
    int silenceLimitMs = 45'000; //!< silence before the connection is dropped
    int closeGraceMs = 2'000; //!< from the close frame to the abort

    int unauthenticatedPerAddress = 64; //!< more are held unread; 0 for no limit
    int unauthenticatedTotal = 0; //!< 0: half the descriptors of the process
    int heldLimitMs = 10'000;

    QString tlsCertificate; //!< a file; empty: no TLS
    QString tlsKey;
    //! TLS ends at a proxy: only connections of trusted proxies and of this machine are served.
    bool behindProxy = false;
    QStringList allowedOrigins; //!< exact, e.g. "https://chat.example.org"
    QList<std::pair<QHostAddress, int>> trustedProxies; //!< as QHostAddress::parseSubnet gives them
};

} // namespace salon::server
