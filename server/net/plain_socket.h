// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/peer_socket.h"
#include <QSslSocket>

namespace salon::server {

//! Qt's own socket as a PeerSocket, for every platform, with TLS where it is given a configuration.
//! Gathers writes as Qt does: until its write notifier fires. Unsent are only the bytes in Qt's
//! buffers.
class PlainSocket final : public QObject, public PeerSocket {
    Q_OBJECT
public:
    PlainSocket(const PeerLimits &limits, QObject *parent);
    //! The handshake begins when reading is first switched on.
    void setTls(const QSslConfiguration &configuration);
    bool adopt(qintptr descriptor, bool reading);

    QHostAddress peerAddress() const override { return m_device.peerAddress(); }
    bool isConnected() const override;
    bool sendPrepared(const QByteArray &bytes) override;
    void flushNow() override { m_device.flush(); }
    qint64 unsentBytes() const override;
    void setReading(bool on) override;
    void closeGently() override;
    void abort() override { m_device.abort(); }

private:
    void retire() override;
    void receive();
    void ended();

    const PeerLimits &m_limits;
    QSslSocket m_device;
    bool m_isReading = false, m_isLeaving = false, m_isOver = false, m_handshakeWaits = false;
};

} // namespace salon::server
