// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/frame_guard.h"
#include "server/net/peer_socket.h"
#include <optional>

namespace salon::server {

//! QTcpSocket as a PeerSocket, for every platform. Gathers writes as Qt does: until its write
//! notifier fires. Unsent are only the bytes in Qt's buffer. At an unmasked frame all that is
//! unread is thrown away.
class PlainSocket final : public QTcpSocket, public PeerSocket {
    Q_OBJECT
public:
    explicit PlainSocket(const PeerLimits &limits, QObject *parent = nullptr);
    bool adopt(qintptr descriptor, bool reading);

    QTcpSocket *device() override { return this; }
    bool sendPrepared(const QByteArray &bytes) override;
    void flushNow() override { flush(); }
    qint64 unsentBytes() const override { return bytesToWrite(); }
    void injectRead(const QByteArray &bytes) override;
    void deliver(const QByteArray &bytes) override;
    void setReading(bool on) override;
    void expectFrames(std::function<void()> refused) override;
    bool sawCloseFrame() const override { return m_guard && m_guard->sawClose(); }
    void closeGently() override;
    quint32 receptions() const override { return m_receptions; }

private:
    void received();

    PeerLimits m_limits;
    quint32 m_receptions = 0;
    std::optional<FrameGuard> m_guard;
    qint64 m_seen = 0; // unread bytes that the guard has already looked at
    std::function<void()> m_refused;
    bool m_leaving = false;
};

} // namespace salon::server
