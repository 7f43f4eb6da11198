// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/outgoing_backlog.h"
#include "server/net/outgoing_bytes.h"
#include "server/net/peer_socket.h"
#include "server/net/poller.h"
#include <optional>

namespace salon::server {

//! A connected TCP socket for Linux: a QTcpSocket for those who use it, but without Qt's socket
//! engine, notifiers and buffers. All sockets of a thread share one epoll set and one buffer to
//! read into; an idle one holds no memory beside itself. What is written leaves in one call at the
//! end of the loop turn. A second close(), while the first one still sends, is an abort().
class LeanSocket : public QTcpSocket, public PeerSocket, private PollTarget {
    Q_OBJECT
public:
    //! The parent defaults to the poller, which must outlive the socket.
    explicit LeanSocket(Poller *poller, const PeerLimits &limits = {}, QObject *parent = nullptr);
    ~LeanSocket() override;

    //! Takes the descriptor when it answers true.
    bool adopt(int descriptor, bool reading = true);

    QTcpSocket *device() override { return this; }
    bool sendPrepared(const QByteArray &bytes) override;
    void flushNow() override; //!< flush() is not virtual and does nothing here
    qint64
    unsentBytes() const override; //!< with what the peer has not acknowledged, once anything waits
    void injectRead(const QByteArray &bytes) override;
    void deliver(const QByteArray &bytes) override;
    void setReading(bool on) override;
    void expectFrames(FramesRefused refused) override;
    bool sawCloseFrame() const override { return m_guard && m_guard->sawClose(); }
    void closeGently() override { disconnectFromHost(); }
    quint32 receptions() const override { return m_receptions; }

    bool setSocketDescriptor(qintptr descriptor, SocketState state, OpenMode mode) override;
    qintptr socketDescriptor() const override { return m_descriptor; }
    void setSocketOption(SocketOption option, const QVariant &value) override;
    QVariant socketOption(SocketOption option) override;
    void setReadBufferSize(qint64 size) override;
    void connectToHost(const QString &host, quint16 port, OpenMode mode,
                       NetworkLayerProtocol protocol) override;
    void disconnectFromHost() override;
    void close() override;
    qint64 bytesAvailable() const override;
    qint64 bytesToWrite() const override { return m_out.size(); }
    bool canReadLine() const override;
    bool waitForConnected(int milliseconds) override;
    bool waitForReadyRead(int milliseconds) override;
    bool waitForBytesWritten(int milliseconds) override;
    bool waitForDisconnected(int milliseconds) override;

protected:
    qint64 readData(char *data, qint64 max) override;
    qint64 skipData(qint64 max) override;
    qint64 writeData(const char *data, qint64 size) override;
    // The wire; -1 and errno as for recv(2) and sendmsg(2). TLS replaces these.
    virtual ssize_t receiveBytes(char *to, size_t max);
    virtual ssize_t sendBytes(iovec *vectors, size_t count);
    virtual void sayGoodbye() { }
    // Of a wire with a handshake: sending goes on when the peer has said more, receiving when there
    // is room to send.
    void setSendWaitsForPeer(bool waits) { m_sendWaitsForPeer = waits; }
    void setReceiveWaitsForRoom(bool waits) { m_receiveWaitsForRoom = waits; }

private:
    void pollEvent(quint32 events) override;
    void turnEnd() override;
    void keepScratch() override;
    void receive();
    void announce();
    qsizetype passed(std::span<char> bytes);
    qint64 take(char *to, qint64 max);
    void trimDeviceBuffer();
    void updateInterest();
    bool drainOut(); // false: broken, errno in m_broken
    void afterDrain();
    void fail(SocketError error, const QString &text, bool drop);
    void finish(bool graceful);

    Poller *m_poller;
    PeerLimits m_limits;
    int m_descriptor = -1;
    int m_broken = 0; // errno of a failed send, told at the end of the turn
    quint32 m_receptions = 0;
    QByteArray m_kept; // unread input, usually none
    qsizetype m_keptPosition = 0;
    QByteArrayView m_view; // unread input that is still in the poller's scratch
    OutgoingBytes m_out;
    OutgoingBacklog m_backlog;
    qint64 m_untold = 0; // sent, bytesWritten() not said yet
    std::optional<FrameGuard> m_guard;
    FramesRefused m_refused;
    bool m_wantOut = false, m_inputPaused = false, m_held = false, m_refusedFrame = false,
         m_inReadyRead = false, m_inBytesWritten = false, m_trim = false, m_closing = false,
         m_sawEnd = false, m_sendWaitsForPeer = false, m_receiveWaitsForRoom = false;
};

} // namespace salon::server
