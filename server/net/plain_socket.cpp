// SPDX-License-Identifier: MIT
#include "server/net/plain_socket.h"
#include "server/net/socket_factory.h"
#include "server/operation/timings.h"
#include "shared/base/wipe.h"
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
    : QObject(parent), m_limits(limits)
{
    connect(&m_device, &QIODevice::readyRead, this, &PlainSocket::receive);
    connect(&m_device, &QAbstractSocket::disconnected, this, &PlainSocket::ended);
}

void PlainSocket::setTls(const QSslConfiguration &configuration)
{
    m_device.setSslConfiguration(configuration);
    m_handshakeWaits = true;
}

bool PlainSocket::adopt(qintptr descriptor, bool reading)
{
    if (!m_device.setSocketDescriptor(descriptor))
        return false;
    setReading(reading);
    m_device.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    if (m_limits.sendBuffer > 0)
        m_device.setSocketOption(QAbstractSocket::SendBufferSizeSocketOption, m_limits.sendBuffer);
    return true;
}

bool PlainSocket::isConnected() const
{
    return m_device.state() == QAbstractSocket::ConnectedState && !m_isLeaving;
}

bool PlainSocket::sendPrepared(const QByteArray &bytes)
{
    if (!isConnected() || m_device.bytesToWrite() + bytes.size() > m_limits.hard)
        return false;
    StageTimer timer(Stage::Flush);
    return m_device.write(bytes) == bytes.size();
}

qint64 PlainSocket::unsentBytes() const
{
    return m_device.bytesToWrite() + m_device.encryptedBytesToWrite();
}

void PlainSocket::setReading(bool on)
{
    m_isReading = on;
    m_device.setReadBufferSize(on ? m_limits.readBuffer : 1);
    if (on && std::exchange(m_handshakeWaits, false))
        m_device.startServerEncryption();
    if (on && m_device.bytesAvailable() > 0) // Qt announces it no more
        QMetaObject::invokeMethod(this, &PlainSocket::receive, Qt::QueuedConnection);
}

void PlainSocket::receive()
{
    StageTimer timer(Stage::Socket);
    if (!m_isReading && !m_isLeaving)
        return;
    QByteArray bytes(m_device.bytesAvailable(), Qt::Uninitialized);
    bytes.truncate(std::max<qint64>(m_device.read(bytes.data(), bytes.size()), 0));
    if (reader() && !m_isLeaving && !bytes.isEmpty())
        reader()->received({bytes.data(), static_cast<size_t>(bytes.size())});
    wipe(bytes);
}

void PlainSocket::closeGently()
{
    if (std::exchange(m_isLeaving, true))
        return;
    receive(); // and everything that comes: dropped
    QTimer::singleShot(kLeavingMs, &m_device, &QAbstractSocket::disconnectFromHost);
}

void PlainSocket::ended()
{
    if (!std::exchange(m_isOver, true) && reader())
        reader()->disconnected();
}

void PlainSocket::retire()
{
    m_device.abort();
    deleteLater();
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
        PeerSocketPtr owner(socket);
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
