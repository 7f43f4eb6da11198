// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/frame_guard.h"
#include <QByteArray>
#include <QPointer>
#include <QTcpSocket>
#include <functional>
#include <memory>

namespace salon::server {

//! An accepted connection, whatever carries it. Lives in one thread; ends through `PeerSocketPtr`.
class PeerSocket {
public:
    PeerSocket() = default;
    virtual ~PeerSocket() = default;
    Q_DISABLE_COPY_MOVE(PeerSocket)

    //! The same connection as Qt sees it: signals, reading, state, abort().
    virtual QTcpSocket *device() = 0;
    //! Queues bytes that many receivers share; one write at the end of the loop turn. False: not
    //! connected, or over the hard limit; then nothing of them is sent.
    virtual bool sendPrepared(const QByteArray &bytes) = 0;
    //! Hands to the kernel now what it takes now. For a judgement of unsentBytes(), not for speed.
    virtual void flushNow() = 0;
    //! Bytes that the peer has not taken yet, as far as the platform tells.
    virtual qint64 unsentBytes() const = 0;
    //! Bytes that were read elsewhere; they come first. Nothing is announced.
    virtual void injectRead(const QByteArray &bytes) = 0;
    //! injectRead() and readyRead(), as if the bytes came from the peer just now.
    virtual void deliver(const QByteArray &bytes) = 0;
    //! Off: the peer's bytes stay in the kernel (all but a few).
    virtual void setReading(bool on) = 0;
    using FramesRefused = std::function<void(FrameGuard::Breach)>;
    //! From now on the peer speaks WebSocket, and what is read went through a FrameGuard; at a
    //! breach reading ends and `refused` is called.
    virtual void expectFrames(FramesRefused refused) = 0;
    //! Whether the peer, once it speaks WebSocket, has sent a close frame: QWebSocket does not tell
    //! that from a cut.
    virtual bool sawCloseFrame() const = 0;
    //! Sends what is queued, then closes so that the peer can still read it, whatever it is
    //! sending.
    virtual void closeGently() = 0;
    //! Grows with each reception: a cheap sign of life.
    virtual quint32 receptions() const = 0;
};

//! A descriptor's options for every kind of socket.
struct PeerLimits {
    qint64 pauseReading = 1024 * 1024; //!< unsent bytes above which nothing more is read
    qint64 hard = 8 * 1024 * 1024; //!< unsent bytes above which frames are refused
    int sendBuffer = 0; //!< kernel side, 0 for its default
    qint64 readBuffer = 256 * 1024; //!< unread bytes above which nothing more is read
};

//! Sockets end by deleteLater(): never inside one of their own signals.
struct PeerSocketDeleter {
    QPointer<QTcpSocket> device;
    void operator()(PeerSocket *) const
    {
        if (device)
            device->deleteLater();
    }
};
using PeerSocketPtr = std::unique_ptr<PeerSocket, PeerSocketDeleter>;

inline PeerSocketPtr owned(PeerSocket *socket)
{
    return PeerSocketPtr(socket, PeerSocketDeleter{socket->device()});
}

} // namespace salon::server
