// SPDX-License-Identifier: MIT
#include "server/net/lean_socket.h"
#include <QHostAddress>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace salon::server {

LeanSocket::LeanSocket(Poller *poller, const PeerLimits &limits, QObject *parent)
    : QTcpSocket(parent ? parent : poller), m_poller(poller), m_limits(limits)
{
}

LeanSocket::~LeanSocket()
{
    m_poller->forget(this);
    if (m_descriptor >= 0) {
        m_poller->unwatch(m_descriptor);
        ::close(m_descriptor);
    }
}

bool LeanSocket::adopt(int descriptor, bool reading)
{
    m_held = !reading;
    return setSocketDescriptor(descriptor, ConnectedState, ReadWrite);
}

bool LeanSocket::setSocketDescriptor(qintptr descriptor, SocketState wanted, OpenMode mode)
{
    const auto number = static_cast<int>(descriptor);
    const quint32 interest = m_held ? 0u : quint32(EPOLLIN | EPOLLRDHUP);
    if (m_descriptor >= 0 || wanted != ConnectedState || !m_poller->watch(number, this, interest))
        return false;
    m_descriptor = number;
    setSocketOption(LowDelayOption, 1); // we gather ourselves
    if (m_limits.sendBuffer > 0)
        setSocketOption(SendBufferSizeSocketOption, m_limits.sendBuffer);
    sockaddr_storage storage{};
    socklen_t length = sizeof storage;
    auto *address = reinterpret_cast<sockaddr *>(&storage);
    if (::getpeername(m_descriptor, address, &length) == 0
        && (storage.ss_family == AF_INET || storage.ss_family == AF_INET6)) {
        setPeerAddress(QHostAddress(address));
        const auto port = storage.ss_family == AF_INET6
            ? reinterpret_cast<sockaddr_in6 *>(address)->sin6_port
            : reinterpret_cast<sockaddr_in *>(address)->sin_port;
        setPeerPort(ntohs(port));
    }
    QIODevice::open(mode | Unbuffered); // no reading ahead
    setSocketError(UnknownSocketError);
    setSocketState(ConnectedState);
    Q_EMIT stateChanged(ConnectedState);
    return true;
}

void LeanSocket::expectFrames(FramesRefused refused)
{
    m_guard.emplace();
    m_refused = std::move(refused);
}

void LeanSocket::setReadBufferSize(qint64 size)
{
    QTcpSocket::setReadBufferSize(size);
    updateInterest();
}

void LeanSocket::fail(SocketError error, const QString &text, bool drop)
{
    const QPointer<LeanSocket> alive(this);
    setSocketError(error);
    setErrorString(text);
    Q_EMIT errorOccurred(error);
    if (!alive || m_descriptor < 0)
        return;
    if (drop) {
        QIODevice::close();
    } else if (state() == ConnectedState) {
        setSocketState(ClosingState);
        Q_EMIT stateChanged(ClosingState);
    }
    if (alive && m_descriptor >= 0)
        finish(false);
}

void LeanSocket::close()
{
    // abort() is not virtual, but it sets the write channel count to 0 before it calls close():
    // that tells it. A device that is closed already has none either, and then abort() is the
    // likelier wish.
    const bool aborting = m_descriptor >= 0 && writeChannelCount() == 0;
    const QPointer<LeanSocket> alive(this);
    QIODevice::close(); // says aboutToClose()
    if (!alive)
        return;
    m_kept = QByteArray();
    m_keptPosition = 0;
    m_view = {};
    if (m_descriptor < 0)
        return;
    if (aborting)
        finish(false);
    else
        disconnectFromHost();
}

void LeanSocket::disconnectFromHost()
{
    if (m_descriptor < 0)
        return;
    const QPointer<LeanSocket> alive(this);
    if (!m_closing) {
        m_closing = true;
        setSocketState(ClosingState);
        Q_EMIT stateChanged(ClosingState);
        if (!alive || m_descriptor < 0)
            return;
    }
    drainOut();
    afterDrain(); // ends it when nothing is left
}

void LeanSocket::finish(bool graceful)
{
    if (graceful)
        sayGoodbye();
    const int descriptor = std::exchange(m_descriptor, -1);
    m_poller->unwatch(descriptor);
    if (graceful && !m_sawEnd)
        m_poller->lingerClose(descriptor);
    else
        ::close(descriptor);
    m_out.clear();
    m_backlog.end();
    m_untold = 0;
    const QPointer<LeanSocket> alive(this);
    const SocketState before = state();
    setSocketState(UnconnectedState);
    Q_EMIT stateChanged(UnconnectedState);
    if (!alive)
        return;
    Q_EMIT readChannelFinished();
    if (!alive)
        return;
    if (before == ConnectedState || before == ClosingState)
        Q_EMIT disconnected();
}

void LeanSocket::connectToHost(const QString &, quint16, OpenMode, NetworkLayerProtocol)
{
    setSocketError(UnsupportedSocketOperationError);
    setErrorString(tr("This socket only adopts accepted connections"));
    Q_EMIT errorOccurred(UnsupportedSocketOperationError);
}

namespace {

struct NativeOption {
    int level;
    int name;
};

std::optional<NativeOption> nativeOption(QAbstractSocket::SocketOption option)
{
    switch (option) {
    case QAbstractSocket::LowDelayOption:
        return NativeOption{IPPROTO_TCP, TCP_NODELAY};
    case QAbstractSocket::KeepAliveOption:
        return NativeOption{SOL_SOCKET, SO_KEEPALIVE};
    case QAbstractSocket::SendBufferSizeSocketOption:
        return NativeOption{SOL_SOCKET, SO_SNDBUF};
    case QAbstractSocket::ReceiveBufferSizeSocketOption:
        return NativeOption{SOL_SOCKET, SO_RCVBUF};
    case QAbstractSocket::TypeOfServiceOption:
        return NativeOption{IPPROTO_IP, IP_TOS};
    default:
        return {};
    }
}

} // namespace

void LeanSocket::setSocketOption(SocketOption option, const QVariant &value)
{
    const int number = value.toInt();
    if (const auto native = nativeOption(option); native && m_descriptor >= 0)
        ::setsockopt(m_descriptor, native->level, native->name, &number, sizeof number);
}

QVariant LeanSocket::socketOption(SocketOption option)
{
    int number = 0;
    socklen_t length = sizeof number;
    const auto native = nativeOption(option);
    if (!native || m_descriptor < 0
        || ::getsockopt(m_descriptor, native->level, native->name, &number, &length) != 0)
        return {};
    return number;
}

bool LeanSocket::waitForConnected(int)
{
    return state() == ConnectedState;
}

bool LeanSocket::waitForReadyRead(int milliseconds)
{
    pollfd wait{m_descriptor, POLLIN, 0};
    if (m_descriptor < 0 || m_closing || ::poll(&wait, 1, milliseconds) <= 0)
        return false;
    const QPointer<LeanSocket> alive(this);
    const qint64 before = bytesAvailable();
    receive();
    return alive && bytesAvailable() > before;
}

bool LeanSocket::waitForBytesWritten(int milliseconds)
{
    pollfd wait{m_descriptor, POLLOUT, 0};
    if (m_descriptor < 0 || m_out.isEmpty() || ::poll(&wait, 1, milliseconds) <= 0)
        return false;
    const QPointer<LeanSocket> alive(this);
    const qint64 before = m_out.size();
    drainOut();
    afterDrain();
    return alive && m_out.size() < before;
}

bool LeanSocket::waitForDisconnected(int milliseconds)
{
    const QPointer<LeanSocket> alive(this);
    while (alive && m_descriptor >= 0) {
        const bool progress =
            m_closing ? waitForBytesWritten(milliseconds) : waitForReadyRead(milliseconds);
        if (!progress && alive && m_descriptor >= 0)
            return false;
    }
    return true;
}

} // namespace salon::server
