// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/frame_reader.h"
#include "server/net/net_settings.h"
#include "server/net/peer_socket.h"
#include "shared/base/clock.h"
#include <QObject>
#include <memory>

namespace salon::server {

//! An open WebSocket: texts in, prepared frames out, which are gathered to one write per loop turn.
//! Belongs to the gateway, which deletes it after closed().
class WebSocketChannel : public QObject, private PeerSocket::Reader {
    Q_OBJECT
public:
    //! What a peer takes too long for.
    enum class Slow {
        Hello, //!< it has not said who it is
        Reading, //!< more than the outbox's limit is unsent, even after a flush
    };

    WebSocketChannel(quint64 number, PeerSocketPtr socket, const QHostAddress &address,
                     const NetSettings &settings, const Clock &clock);

    //! What was read of the connection before it was this one's.
    void begin(QByteArray rest);

    quint64 number() const { return m_number; }
    QHostAddress address() const { return m_address; } //!< behind a trusted proxy the forwarded one
    bool isOpen() const { return m_phase == Phase::Open; }
    //! Bytes that the peer has not taken yet.
    qint64 unsentBytes() const { return m_socket->unsentBytes(); }

    //! The bytes of a text frame: made once, sent to many.
    static QByteArray prepareTextFrame(QByteArrayView utf8);
    void sendFrame(const QByteArray &prepared);
    //! Whether so much more would be over the part of the outbox that is for all there is; what may
    //! be dropped is not to be sent then, long before tooSlow() comes.
    bool isCrowded(qint64 added);
    void sendText(const QByteArray &utf8) { sendFrame(prepareTextFrame(utf8)); }

    //! Close frame (reason cut to 123 bytes) behind what is unsent, and the end; abort() where the
    //! peer does not take that within the grace. Nothing is received any more. closed() comes
    //! later, from the event loop.
    void close(int code, const QString &reason);
    //! Drops the connection.
    void abort();
    //! The peer said who it is: it does not count among its address's unauthenticated ones any
    //! more.
    void markAuthenticated()
    {
        m_isAuthenticated = true;
        Q_EMIT authenticated();
    }

    void tick(qint64 now); //!< the gateway's, a few times a second

Q_SIGNALS:
    //! `utf8` is for this call only.
    void textReceived(const QByteArray &utf8);
    //! The last signal, once, from the event loop. 1006 when no close frame was exchanged.
    void closed(int code);
    //! From the event loop; once each time it is found. One signal for both, because a connection
    //! to it costs every peer memory.
    void tooSlow(WebSocketChannel::Slow what);
    void authenticated();

private:
    enum class Phase { Open, Closing, Closed };
    void received(std::span<char> bytes) override;
    void disconnected() override;
    void take(const FrameReader::Part &part);
    void closeWith(int code, QByteArrayView reason);
    bool isWithinOutbox(qint64 added);
    void checkOutbox();

    quint64 m_number;
    QHostAddress m_address;
    const NetSettings &m_settings;
    const Clock &m_clock;
    PeerSocketPtr m_socket;
    FrameReader m_reader;
    const qint64 m_openedAt;
    qint64 m_since; // heard of the peer, or closing
    qint64 m_unsentAtMost = 0; // bytes, since the kernel was last asked
    int m_closeCode = 1006;
    Phase m_phase = Phase::Open;
    bool m_isAuthenticated = false, m_hasHeard = false, m_pinged = false, m_checkQueued = false;
};

} // namespace salon::server
