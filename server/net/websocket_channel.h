// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/net_settings.h"
#include "server/net/peer_socket.h"
#include "shared/base/clock.h"
#include <QObject>
#include <memory>

class QWebSocket;

namespace salon::server {

//! An open WebSocket: text frames in, prepared frames out. QWebSocket reads; what is sent goes
//! straight to the socket, gathered to one write per loop turn. Belongs to the gateway, which
//! deletes it after closed().
class WebSocketChannel : public QObject {
    Q_OBJECT
public:
    WebSocketChannel(quint64 number, std::unique_ptr<QWebSocket> webSocket, PeerSocketPtr socket,
                     const QHostAddress &address, const NetSettings &settings, const Clock &clock);
    ~WebSocketChannel() override;

    quint64 number() const { return m_number; }
    QHostAddress address() const { return m_address; } //!< behind a trusted proxy the forwarded one
    bool isOpen() const { return m_phase == Phase::Open; }
    //! Bytes that the peer has not taken yet; the session may drop presence before slowReader()
    //! comes.
    qint64 unsentBytes() const { return m_socket->unsentBytes(); }

    //! The bytes of a text frame: made once, sent to many.
    static QByteArray prepareTextFrame(QByteArrayView utf8);
    void sendFrame(const QByteArray &prepared);
    void sendText(const QByteArray &utf8) { sendFrame(prepareTextFrame(utf8)); }

    //! Close frame (reason cut to 123 bytes), then abort() after the grace. Nothing is received any
    //! more. closed() comes later, from the event loop.
    void close(int code, const QString &reason);
    //! Drops the connection.
    void abort();
    //! The peer said who it is: it does not count among its address's unauthenticated ones any
    //! more.
    void markAuthenticated() { Q_EMIT authenticated(); }

    void tick(qint64 now); //!< the gateway's, a few times a second

Q_SIGNALS:
    void textReceived(const QByteArray &utf8);
    //! The last signal, once, from the event loop. 1006 when no close frame was exchanged.
    void closed(int code);
    //! More than the outbox's limit is unsent, even after a flush. From the event loop; once each
    //! time it is found.
    void slowReader();
    void authenticated();

private:
    enum class Phase { Open, Closing, Closed };
    bool isWithinOutbox(qint64 added);
    void checkOutbox();
    void received(const QByteArray &message);
    void refused(FrameGuard::Breach breach);
    void ended();

    quint64 m_number;
    QHostAddress m_address;
    const NetSettings &m_settings;
    const Clock &m_clock;
    PeerSocketPtr m_socket;
    std::unique_ptr<QWebSocket> m_webSocket; // dies before the socket
    qint64 m_heardAt;
    qint64 m_closingSince = 0;
    qint64 m_unsentAtMost = 0; // bytes, since the kernel was last asked
    quint32 m_receptions = 0;
    int m_closeCode = 1006;
    Phase m_phase = Phase::Open;
    bool m_pinged = false, m_checkQueued = false;
};

} // namespace salon::server
