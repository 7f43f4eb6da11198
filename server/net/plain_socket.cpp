// SPDX-License-Identifier: MIT
#include "server/net/plain_socket.h"
#include "server/net/socket_factory.h"
#include "server/operation/timings.h"
#include <QSslConfiguration>
#include <QTcpServer>
#include <QTimer>

namespace salon::server {

namespace {

// Without shutdown() for one direction, a close with unread input would reset the connection and
// with it the answer.
constexpr int kLeavingMs = 200;

} // namespace

PlainSocket::PlainSocket(const PeerLimits &limits, QObject *parent)
    : QSslSocket(parent), m_limits(limits)
{
    // First of all connections: it runs before QWebSocket sees the bytes.
    connect(this, &QIODevice::readyRead, this, &PlainSocket::received);
}

void PlainSocket::setTls(const QSslConfiguration &configuration)
{
    setSslConfiguration(configuration);
    m_handshakeWaits = true;
}

bool PlainSocket::adopt(qintptr descriptor, bool reading)
{
    if (!setSocketDescriptor(descriptor))
        return false;
    setReading(reading);
    setSocketOption(LowDelayOption, 1);
    if (m_limits.sendBuffer > 0)
        setSocketOption(SendBufferSizeSocketOption, m_limits.sendBuffer);
    return true;
}

bool PlainSocket::sendPrepared(const QByteArray &bytes)
{
    if (state() != ConnectedState || bytesToWrite() + bytes.size() > m_limits.hard)
        return false;
    StageTimer timer(Stage::Flush);
    return write(bytes) == bytes.size();
}

void PlainSocket::injectRead(const QByteArray &bytes)
{
    for (auto it = bytes.crbegin(); it != bytes.crend(); ++it)
        ungetChar(*it);
}

void PlainSocket::deliver(const QByteArray &bytes)
{
    injectRead(bytes);
    Q_EMIT readyRead();
}

void PlainSocket::setReading(bool on)
{
    setReadBufferSize(on ? m_limits.readBuffer : 1);
    if (on && std::exchange(m_handshakeWaits, false))
        startServerEncryption();
}

void PlainSocket::expectFrames(FramesRefused refused)
{
    m_guard.emplace();
    m_refused = std::move(refused);
    // Last of all connections: what is unread now was looked at.
    connect(this, &QIODevice::readyRead, this, [this] { m_seen = bytesAvailable(); });
}

void PlainSocket::received()
{
    StageTimer timer(Stage::Socket);
    ++m_receptions;
    if (m_leaving) {
        skip(bytesAvailable());
        return;
    }
    if (!m_guard)
        return;
    QByteArray unread = readAll();
    const std::span all(unread.data(), static_cast<size_t>(unread.size()));
    const std::span fresh = all.subspan(std::min(static_cast<size_t>(m_seen), all.size()));
    m_seen = unread.size();
    if (m_guard->pass(fresh) == static_cast<qsizetype>(fresh.size()))
        return injectRead(unread);
    m_leaving = true;
    m_refused(m_guard->breach());
}

// QWebSocket flushes its close frame before it remembers that it has sent one, and over TLS that
// reads on: each further piece of what it refuses would be answered by another one.
qint64 PlainSocket::writeData(const char *data, qint64 size)
{
    constexpr char kCloseFrame = '\x88';
    if (m_guard && size > 0 && *data == kCloseFrame)
        m_leaving = true;
    return QSslSocket::writeData(data, size);
}

void PlainSocket::closeGently()
{
    if (m_leaving)
        return;
    m_leaving = true;
    skip(bytesAvailable());
    QTimer::singleShot(kLeavingMs, this, &QAbstractSocket::disconnectFromHost);
}

namespace {

class PlainAcceptor final : public QTcpServer, public Acceptor {
public:
    explicit PlainAcceptor(Accepted accepted) : m_accepted(std::move(accepted))
    {
        connect(this, &QTcpServer::acceptError, this,
                [this] { QTimer::singleShot(kPauseMs, this, &QTcpServer::resumeAccepting); });
    }

    Result<> listen(const QHostAddress &address, quint16 port) override
    {
        setListenBacklogSize(kBacklog);
        // The IPv6 wildcard takes IPv4 as well, as on the other kind.
        const bool wildcard = address == QHostAddress(QHostAddress::AnyIPv6);
        if (QTcpServer::listen(wildcard ? QHostAddress(QHostAddress::Any) : address, port))
            return {};
        ListenFailure why = ListenFailure::Other;
        switch (serverError()) {
        case QAbstractSocket::AddressInUseError:
            why = ListenFailure::InUse;
            break;
        case QAbstractSocket::SocketAccessError:
            why = ListenFailure::NotAllowed;
            break;
        case QAbstractSocket::SocketAddressNotAvailableError:
            why = ListenFailure::NoSuchAddress;
            break;
        default:
            break;
        }
        return listenError(address, port, why, errorString());
    }
    quint16 port() const override { return serverPort(); }

private:
    void incomingConnection(qintptr descriptor) override { m_accepted(descriptor); }

    Accepted m_accepted;
};

class PlainSocketFactory final : public SocketFactory {
public:
    std::unique_ptr<Acceptor> makeAcceptor(Acceptor::Accepted accepted) override
    {
        return std::make_unique<PlainAcceptor>(std::move(accepted));
    }

    Result<> setTls(std::shared_ptr<const TlsContext> context) override
    {
        if (!context) {
            m_tls.reset();
            return {};
        }
        TRY_ASSIGN(m_tls, context->forQt());
        return {};
    }

    PeerSocketPtr adopt(qintptr descriptor, const PeerLimits &limits, bool reading) override
    {
        auto *socket = new PlainSocket(limits, &m_sockets);
        if (m_tls)
            socket->setTls(*m_tls);
        PeerSocketPtr owner = owned(socket);
        if (!socket->adopt(descriptor, reading))
            owner.reset();
        return owner;
    }

private:
    std::optional<QSslConfiguration> m_tls;
    QObject m_sockets; // parent of those that are still on their way out
};

} // namespace

std::unique_ptr<SocketFactory> makePlainSocketFactory()
{
    return std::make_unique<PlainSocketFactory>();
}

} // namespace salon::server
