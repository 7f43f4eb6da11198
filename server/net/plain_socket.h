// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/peer_socket.h"
#include <QSslSocket>
#include <optional>

namespace salon::server {

//! Qt's own socket as a PeerSocket, for every platform, with TLS where it is given a configuration.
//! Gathers writes as Qt does: until its write notifier fires. Unsent are only the bytes in Qt's
//! buffers. At a breach of the frames all that is unread is thrown away.
class PlainSocket final : public QSslSocket, public PeerSocket {
    Q_OBJECT
public:
    explicit PlainSocket(const PeerLimits &limits, QObject *parent = nullptr);
    //! The handshake begins when reading is first switched on.
    void setTls(const QSslConfiguration &configuration);
    bool adopt(qintptr descriptor, bool reading);

    QTcpSocket *device() override { return this; }
    bool sendPrepared(const QByteArray &bytes) override;
    void flushNow() override { flush(); }
    qint64 unsentBytes() const override { return bytesToWrite() + encryptedBytesToWrite(); }
    void injectRead(const QByteArray &bytes) override;
    void deliver(const QByteArray &bytes) override;
    void setReading(bool on) override;
    void expectFrames(FramesRefused refused) override;
    bool sawCloseFrame() const override { return m_guard && m_guard->sawClose(); }
    void closeGently() override;
    quint32 receptions() const override { return m_receptions; }

protected:
    qint64 writeData(const char *data, qint64 size) override;

private:
    void received();

    PeerLimits m_limits;
    quint32 m_receptions = 0;
    std::optional<FrameGuard> m_guard;
    qint64 m_seen = 0; // unread bytes that the guard has already looked at
    FramesRefused m_refused;
    bool m_leaving = false;
    bool m_handshakeWaits = false;
};

} // namespace salon::server
