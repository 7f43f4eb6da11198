// SPDX-License-Identifier: MIT
// Reading and writing of LeanSocket; lean_socket.cpp has its life.
#include "server/net/lean_socket.h"
#include "server/operation/timings.h"
#include "shared/base/wipe.h"
#include <array>
#include <cerrno>
#include <cstring>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace salon::server {

void LeanSocket::pollEvent(quint32 events)
{
    const QPointer<LeanSocket> alive(this);
    if ((events & EPOLLOUT) || (m_sendWaitsForPeer && (events & EPOLLIN))) {
        StageTimer timer(Stage::Flush);
        drainOut();
        afterDrain();
        if (!alive || m_descriptor < 0)
            return;
    }
    if (m_closing || m_inputPaused || m_held) { // not reading: only the peer's end matters
        if (events & (EPOLLERR | EPOLLHUP))
            fail(RemoteHostClosedError, tr("The remote host closed the connection"), true);
        return;
    }
    if ((events & (EPOLLIN | EPOLLERR | EPOLLHUP | EPOLLRDHUP)) || m_receiveWaitsForRoom)
        receive();
}

void LeanSocket::receive()
{
    StageTimer timer(Stage::Socket);
    char *scratch = m_poller->borrowScratch(this); // may move our own unread rest
    const ssize_t got = receiveBytes(scratch, Poller::kScratchBytes);
    if (got <= 0) {
        const int error = errno;
        m_poller->returnScratch(this);
        if (got < 0 && (error == EAGAIN || error == EINTR))
            return updateInterest();
        m_sawEnd = true;
        return fail(got == 0 || error == ECONNRESET ? RemoteHostClosedError : NetworkError,
                    got == 0 ? tr("The remote host closed the connection") : qt_error_string(error),
                    false);
    }
    ++m_receptions;
    m_poller->scratchHolds(static_cast<size_t>(got));
    const QByteArrayView bytes(scratch, passed({scratch, static_cast<size_t>(got)}));
    if (m_kept.isEmpty()) {
        m_view = bytes;
    } else {
        if (m_keptPosition > m_kept.size() / 2) {
            m_kept.remove(0, m_keptPosition);
            m_keptPosition = 0;
        }
        appendSecret(m_kept, bytes);
    }
    announce();
}

// How many of the bytes may be read.
qsizetype LeanSocket::passed(std::span<char> bytes)
{
    const auto size = static_cast<qsizetype>(bytes.size());
    const qsizetype good = m_guard ? m_guard->pass(bytes) : size;
    m_refusedFrame = m_refusedFrame || good < size;
    return good;
}

void LeanSocket::announce()
{
    if (m_inReadyRead) // a nested loop in a slot: the outer reader goes on
        return keepScratch();
    const QPointer<LeanSocket> alive(this);
    m_inReadyRead = true;
    Q_EMIT readyRead();
    if (!alive)
        return;
    m_inReadyRead = false;
    keepScratch();
    trimDeviceBuffer();
    updateInterest();
    if (m_refusedFrame && m_refused) {
        m_held = true;
        std::exchange(m_refused, nullptr)(m_guard->breach());
    }
}

void LeanSocket::keepScratch()
{
    appendSecret(m_kept, m_view);
    m_view = {};
    m_poller->returnScratch(this);
}

void LeanSocket::injectRead(const QByteArray &bytes)
{
    keepScratch();
    const qsizetype before = m_kept.size();
    appendSecret(m_kept, bytes);
    const std::span fresh(m_kept.data() + before, static_cast<size_t>(bytes.size()));
    m_kept.truncate(before + passed(fresh));
}

void LeanSocket::deliver(const QByteArray &bytes)
{
    injectRead(bytes);
    announce();
}

qint64 LeanSocket::take(char *to, qint64 max)
{
    qint64 done = 0;
    if (!m_kept.isEmpty()) {
        done = std::min<qint64>(max, m_kept.size() - m_keptPosition);
        if (to)
            std::memcpy(to, m_kept.constData() + m_keptPosition, static_cast<size_t>(done));
        m_keptPosition += done;
        if (m_keptPosition == m_kept.size()) {
            wipe(m_kept);
            m_keptPosition = 0;
        }
    }
    if (const qint64 more = std::min<qint64>(max - done, m_view.size()); more > 0) {
        if (to)
            std::memcpy(to + done, m_view.data(), static_cast<size_t>(more));
        m_view = m_view.sliced(more);
        done += more;
    }
    if (done > 0 && m_inputPaused)
        m_poller->atTurnEnd(this);
    return done;
}

qint64 LeanSocket::readData(char *data, qint64 max)
{
    if (max <= 0) { // QIODevice: its own buffer has just run empty
        m_trim = true;
        m_poller->atTurnEnd(this);
        return 0;
    }
    const qint64 done = take(data, max);
    return done > 0 || state() == ConnectedState ? done : -1;
}

qint64 LeanSocket::skipData(qint64 max)
{
    const qint64 done = take(nullptr, max);
    return done > 0 || state() == ConnectedState ? done : -1;
}

qint64 LeanSocket::bytesAvailable() const
{
    return QIODevice::bytesAvailable() + m_kept.size() - m_keptPosition + m_view.size();
}

bool LeanSocket::canReadLine() const
{
    return QIODevice::canReadLine() || m_kept.indexOf('\n', m_keptPosition) >= 0
        || m_view.indexOf('\n') >= 0;
}

// After a peek() (QWebSocketServer's at the handshake) QIODevice keeps 16 KiB for ever: opening
// again frees them.
void LeanSocket::trimDeviceBuffer()
{
    if (!m_trim || !isOpen() || QIODevice::bytesAvailable() > 0 || isTransactionStarted())
        return;
    m_trim = false;
    QIODevice::open(openMode());
}

void LeanSocket::setReading(bool on)
{
    m_held = !on || m_refusedFrame;
    updateInterest();
}

void LeanSocket::updateInterest()
{
    if (m_descriptor < 0)
        return;
    const qint64 pauseAbove = m_inputPaused ? m_limits.pauseReading / 2 : m_limits.pauseReading;
    m_inputPaused = !m_closing
        && (m_out.size() > pauseAbove
            || (readBufferSize() > 0 && bytesAvailable() >= readBufferSize()));
    m_wantOut = m_wantOut && !m_out.isEmpty();
    const bool isReading = !m_inputPaused && !m_held && !m_closing;
    quint32 events = isReading ? quint32(EPOLLIN | EPOLLRDHUP) : 0u;
    if (m_sendWaitsForPeer && !m_out.isEmpty())
        events |= quint32(EPOLLIN);
    if (m_wantOut || (m_receiveWaitsForRoom && isReading))
        events |= quint32(EPOLLOUT);
    m_poller->watch(m_descriptor, this, events);
}

qint64 LeanSocket::writeData(const char *data, qint64 size)
{
    if (m_descriptor < 0 || m_broken || state() == UnconnectedState) {
        setErrorString(tr("Socket is not connected"));
        return -1;
    }
    m_poller->atTurnEnd(this);
    if (m_out.size() + size > m_limits.hard) { // a frame would be cut: the peer must go
        m_broken = ENOBUFS;
        return -1;
    }
    m_out.append(data, size);
    return size;
}

bool LeanSocket::sendPrepared(const QByteArray &bytes)
{
    if (m_descriptor < 0 || m_broken || state() != ConnectedState
        || m_out.size() + bytes.size() > m_limits.hard)
        return false;
    m_poller->atTurnEnd(this);
    m_poller->holdRequest();
    if (m_out.isEmpty())
        m_backlog.mayBegin();
    m_out.share(bytes);
    return true;
}

qint64 LeanSocket::unsentBytes() const
{
    int inKernel = 0;
    if (m_descriptor >= 0 && !m_out.isEmpty())
        ::ioctl(m_descriptor, SIOCOUTQ, &inKernel);
    return m_out.size() + inKernel;
}

ssize_t LeanSocket::receiveBytes(char *to, size_t max)
{
    return ::recv(m_descriptor, to, max, MSG_DONTWAIT);
}

ssize_t LeanSocket::sendBytes(iovec *vectors, size_t count)
{
    if (count == 1)
        return ::send(m_descriptor, vectors->iov_base, vectors->iov_len,
                      MSG_NOSIGNAL | MSG_DONTWAIT);
    msghdr message{};
    message.msg_iov = vectors;
    message.msg_iovlen = count;
    return ::sendmsg(m_descriptor, &message,
                     MSG_NOSIGNAL | MSG_DONTWAIT); // writev() would raise SIGPIPE
}

bool LeanSocket::drainOut()
{
    while (!m_out.isEmpty() && !m_broken) {
        std::array<iovec, 64> vectors;
        const size_t count = m_out.front(vectors);
        size_t asked = 0;
        for (size_t i = 0; i < count; ++i)
            asked += vectors[i].iov_len;
        const ssize_t sent = sendBytes(vectors.data(), count);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && errno != EAGAIN) {
            m_broken = errno;
            break;
        }
        const qint64 done = std::max<ssize_t>(sent, 0);
        m_out.drop(done);
        m_untold += done;
        if (done < static_cast<qint64>(asked)) { // the kernel's buffer is full: EPOLLOUT will tell
            m_wantOut = !m_sendWaitsForPeer;
            break;
        }
    }
    if (m_out.isEmpty())
        m_backlog.end();
    return !m_broken;
}

void LeanSocket::flushNow()
{
    if (m_descriptor < 0)
        return;
    drainOut();
    m_poller->atTurnEnd(this);
}

void LeanSocket::turnEnd()
{
    trimDeviceBuffer();
    if (m_descriptor < 0)
        return;
    if (!m_wantOut)
        drainOut();
    if (!m_out.isEmpty())
        m_backlog.begin(*m_poller);
    afterDrain();
}

// What the signals of a write may end is ended here, never within the write.
void LeanSocket::afterDrain()
{
    const QPointer<LeanSocket> alive(this);
    if (m_untold > 0 && !m_inBytesWritten) {
        m_inBytesWritten = true;
        Q_EMIT bytesWritten(std::exchange(m_untold, 0));
        if (!alive)
            return;
        m_inBytesWritten = false;
    }
    if (m_descriptor < 0)
        return;
    if (m_broken) {
        const bool gone = m_broken == EPIPE || m_broken == ECONNRESET;
        return fail(gone                      ? RemoteHostClosedError
                        : m_broken == ENOBUFS ? SocketResourceError
                                              : NetworkError,
                    qt_error_string(m_broken), true);
    }
    if (m_closing && m_out.isEmpty())
        return finish(true);
    updateInterest();
}

} // namespace salon::server
