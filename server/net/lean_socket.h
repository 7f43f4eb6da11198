// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/outgoing_backlog.h"
#include "server/net/outgoing_bytes.h"
#include "server/net/peer_socket.h"
#include "server/net/poller.h"

namespace salon::server {

//! A connected TCP socket for Linux, straight on its descriptor. All sockets of a thread share one
//! epoll set and one buffer to read into; an idle one holds no memory beside itself. What is
//! written leaves in one call at the end of the loop turn.
class LeanSocket : public PeerSocket, protected PollTarget {
public:
    //! The poller, and the limits, outlive the socket.
    LeanSocket(Poller &poller, const PeerLimits &limits) : m_poller(poller), m_limits(limits) { }
    ~LeanSocket() override;

    //! Takes the descriptor when it answers true.
    virtual bool adopt(int descriptor, bool reading);

    QHostAddress peerAddress() const override;
    bool isConnected() const override { return m_descriptor >= 0 && !m_isClosing && !m_isBroken; }
    bool sendPrepared(const QByteArray &bytes) override;
    void flushNow() override;
    qint64
    unsentBytes() const override; //!< with what the peer has not acknowledged, once anything waits
    void setReading(bool on) override;
    void closeGently() override;
    void abort() override { finish(End::Hard); }

protected:
    int descriptor() const { return m_descriptor; }
    // The wire; -1 and errno as for recv(2) and sendmsg(2). TLS replaces these.
    virtual ssize_t receiveBytes(char *to, size_t max);
    virtual ssize_t sendBytes(iovec *vectors, size_t count);
    virtual void sayGoodbye() { }
    // Of a wire with a handshake: sending goes on when the peer has said more, receiving when there
    // is room to send.
    void setSendWaitsForPeer(bool waits) { m_sendWaitsForPeer = waits; }
    void setReceiveWaitsForRoom(bool waits) { m_receiveWaitsForRoom = waits; }

private:
    enum class End { Graceful, Hard };
    void retire() override;
    void pollEvent(quint32 events) override;
    void turnEnd() override;
    void receive();
    void updateInterest();
    void drainOut();
    void afterDrain();
    void finish(End end);

    Poller &m_poller;
    const PeerLimits &m_limits;
    OutgoingBytes m_out;
    OutgoingBacklog m_backlog;
    int m_descriptor = -1;
    bool m_isBroken = false; // a send failed: it ends with the turn
    bool m_wantOut = false, m_inputPaused = false, m_held = false, m_isClosing = false,
         m_sendWaitsForPeer = false, m_receiveWaitsForRoom = false;
};

} // namespace salon::server
