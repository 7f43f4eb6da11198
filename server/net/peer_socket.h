// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <QHostAddress>
#include <memory>
#include <span>

namespace salon::server {

//! An accepted connection, whatever carries it. Lives in one thread; ends through `PeerSocketPtr`.
class PeerSocket {
public:
    //! Who hears what comes on a connection. It may let go of the socket in either call.
    class Reader {
    public:
        //! From the peer, for this call only; they may be changed, and are overwritten afterwards.
        virtual void received(std::span<char> bytes) = 0;
        //! It is over, however it ended; the last call. May come from within abort() and
        //! closeGently().
        virtual void disconnected() = 0;

    protected:
        ~Reader() = default;
    };

    PeerSocket() = default;
    Q_DISABLE_COPY_MOVE(PeerSocket)

    //! May be another one in the midst of received(): what comes next is that one's.
    void setReader(Reader *reader) { m_reader = reader; }

    virtual QHostAddress peerAddress() const = 0;
    virtual bool isConnected() const = 0; //!< neither over nor closing
    //! Queues bytes that many receivers share; one write at the end of the loop turn. False: not
    //! connected, or over the hard limit; then nothing of them is sent.
    virtual bool sendPrepared(const QByteArray &bytes) = 0;
    //! Hands to the kernel now what it takes now. For a judgement of unsentBytes(), not for speed.
    virtual void flushNow() = 0;
    //! Bytes that the peer has not taken yet, as far as the platform tells.
    virtual qint64 unsentBytes() const = 0;
    //! Off: the peer's bytes stay in the kernel (all but a few).
    virtual void setReading(bool on) = 0;
    //! Sends what is queued, then closes so that the peer can still read it, whatever it is
    //! sending; nothing is received any more.
    virtual void closeGently() = 0;
    virtual void abort() = 0;

protected:
    virtual ~PeerSocket() = default;
    Reader *reader() const { return m_reader; }

private:
    friend struct PeerSocketDeleter;
    //! Nobody owns it any more: it is closed, and dies when nothing of it is on the stack.
    virtual void retire() = 0;

    Reader *m_reader = nullptr;
};

//! A descriptor's options for every kind of socket.
struct PeerLimits {
    qint64 pauseReading = 1024 * 1024; //!< unsent bytes above which nothing more is read
    qint64 hard = 8 * 1024 * 1024; //!< unsent bytes above which frames are refused
    int sendBuffer = 0; //!< kernel side, 0 for its default
    qint64 readBuffer = 256 * 1024; //!< where the socket must keep what it read: at most so much
};

struct PeerSocketDeleter {
    void operator()(PeerSocket *socket) const
    {
        socket->setReader(nullptr);
        socket->retire();
    }
};
using PeerSocketPtr = std::unique_ptr<PeerSocket, PeerSocketDeleter>;

} // namespace salon::server
