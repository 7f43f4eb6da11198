// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/connection_failure.h"
#include <QUrl>
#include <functional>
#include <memory>

class QNetworkProxy;
class QTcpSocket;

namespace salon::client {

//! Finds out, when a server was not understood, whether it speaks TLS where plain HTTP was tried,
//! or the other way round, or whether its proxy is there at all. A handshake, or the request for
//! its card, is all that is sent: no secret.
class LineProbe : public QObject {
    Q_OBJECT
public:
    explicit LineProbe(QObject *parent = nullptr);
    ~LineProbe() override;

    //! Whether there is anything to find out about such a failure.
    static bool canExplain(ConnectionFailure failure);
    //! Answers once, in `withinMs` at most, with what it found out or `failure` itself. A second
    //! call takes the place of the first.
    void explain(const QUrl &server, ConnectionFailure failure, int withinMs,
                 std::function<void(ConnectionFailure)> told);
    void cancel();

private:
    void tryTls(const QUrl &server);
    void tryPlain(const QUrl &server);
    void tryProxy(const QNetworkProxy &proxy);
    ConnectionFailure meaningBesideTls(const QByteArray &start) const;
    ConnectionFailure meaningOf(const QByteArray &start) const;
    void dropSocket();
    void finish(ConnectionFailure failure);

    std::unique_ptr<QTcpSocket> m_socket;
    ConnectionFailure m_failure = ConnectionFailure::None;
    std::function<void(ConnectionFailure)> m_told;
    qint64 m_turn = 0; //!< counts the calls: a timer of an earlier one comes too late
};

} // namespace salon::client
