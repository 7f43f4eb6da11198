// SPDX-License-Identifier: MIT
#include "server/net/lean_socket.h"
#include "server/operation/timings.h"
#include <array>
#include <cerrno>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace salon::server {

LeanSocket::~LeanSocket()
{
    m_poller.forget(this);
    if (m_descriptor >= 0) {
        m_poller.unwatch(m_descriptor);
        ::close(m_descriptor);
    }
}

bool LeanSocket::adopt(int descriptor, bool reading)
{
    m_held = !reading;
    const quint32 interest = m_held ? 0u : quint32(EPOLLIN | EPOLLRDHUP);
    if (m_descriptor >= 0 || !m_poller.watch(descriptor, this, interest))
        return false;
    m_descriptor = descriptor;
    const int on = 1; // we gather ourselves
    ::setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (const int size = m_limits.sendBuffer; size > 0)
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    return true;
}

QHostAddress LeanSocket::peerAddress() const
{
    sockaddr_storage storage{};
    socklen_t length = sizeof storage;
    auto *address = reinterpret_cast<sockaddr *>(&storage);
    if (::getpeername(m_descriptor, address, &length) != 0
        || (storage.ss_family != AF_INET && storage.ss_family != AF_INET6))
        return {};
    return QHostAddress(address);
}

void LeanSocket::pollEvent(quint32 events)
{
    if ((events & EPOLLOUT) || (m_sendWaitsForPeer && (events & EPOLLIN))) {
        StageTimer timer(Stage::Flush);
        drainOut();
        afterDrain();
        if (m_descriptor < 0)
            return;
    }
    if (m_isClosing || m_inputPaused || m_held) { // not reading: only the peer's end matters
        if (events & (EPOLLERR | EPOLLHUP))
            finish(End::Hard);
        return;
    }
    if ((events & (EPOLLIN | EPOLLERR | EPOLLHUP | EPOLLRDHUP)) || m_receiveWaitsForRoom)
        receive();
}

void LeanSocket::receive()
{
    StageTimer timer(Stage::Socket);
    const ssize_t got = receiveBytes(m_poller.scratch(), Poller::kScratchBytes);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
        return finish(End::Hard);
    if (got > 0) {
        const std::span bytes(m_poller.scratch(), static_cast<size_t>(got));
        if (reader())
            reader()->received(bytes);
        m_poller.wipeScratch(bytes.size());
    }
    updateInterest();
}

void LeanSocket::setReading(bool on)
{
    m_held = !on;
    updateInterest();
}

void LeanSocket::updateInterest()
{
    if (m_descriptor < 0)
        return;
    const qint64 pauseAbove = m_inputPaused ? m_limits.pauseReading / 2 : m_limits.pauseReading;
    m_inputPaused = !m_isClosing && m_out.size() > pauseAbove;
    m_wantOut = m_wantOut && !m_out.isEmpty();
    const bool isReading = !m_inputPaused && !m_held && !m_isClosing;
    quint32 events = isReading ? quint32(EPOLLIN | EPOLLRDHUP) : 0u;
    if (m_sendWaitsForPeer && !m_out.isEmpty())
        events |= quint32(EPOLLIN);
    if (m_wantOut || (m_receiveWaitsForRoom && isReading))
        events |= quint32(EPOLLOUT);
    m_poller.watch(m_descriptor, this, events);
}

bool LeanSocket::sendPrepared(const QByteArray &bytes)
{
    if (!isConnected() || m_out.size() + bytes.size() > m_limits.hard)
        return false;
    m_poller.atTurnEnd(this);
    m_poller.holdRequest();
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

void LeanSocket::drainOut()
{
    while (!m_out.isEmpty() && !m_isBroken) {
        std::array<iovec, 64> vectors;
        const size_t count = m_out.front(vectors);
        size_t asked = 0;
        for (size_t i = 0; i < count; ++i)
            asked += vectors[i].iov_len;
        const ssize_t sent = sendBytes(vectors.data(), count);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && errno != EAGAIN) {
            m_isBroken = true;
            break;
        }
        m_out.drop(std::max<ssize_t>(sent, 0));
        if (sent < static_cast<ssize_t>(asked)) { // the kernel's buffer is full: EPOLLOUT will tell
            m_wantOut = !m_sendWaitsForPeer;
            break;
        }
    }
    if (m_out.isEmpty())
        m_backlog.end();
}

void LeanSocket::flushNow()
{
    if (m_descriptor < 0)
        return;
    drainOut();
    m_poller.atTurnEnd(this);
}

void LeanSocket::turnEnd()
{
    if (m_descriptor < 0)
        return;
    if (!m_wantOut)
        drainOut();
    if (!m_out.isEmpty())
        m_backlog.begin(m_poller);
    afterDrain();
}

void LeanSocket::afterDrain()
{
    if (m_isBroken)
        finish(End::Hard);
    else if (m_isClosing && m_out.isEmpty())
        finish(End::Graceful);
    else
        updateInterest();
}

void LeanSocket::closeGently()
{
    if (m_descriptor < 0 || m_isClosing)
        return;
    m_isClosing = true;
    drainOut();
    afterDrain(); // ends it when nothing is left
}

void LeanSocket::finish(End end)
{
    if (m_descriptor < 0)
        return;
    if (end == End::Graceful)
        sayGoodbye();
    const int descriptor = std::exchange(m_descriptor, -1);
    m_poller.unwatch(descriptor);
    if (end == End::Graceful)
        m_poller.lingerClose(descriptor);
    else
        ::close(descriptor);
    m_out.clear();
    m_backlog.end();
    if (reader())
        reader()->disconnected();
}

void LeanSocket::retire()
{
    abort();
    m_poller.bury(std::unique_ptr<PollTarget>(this));
}

} // namespace salon::server
