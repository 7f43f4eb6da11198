// SPDX-License-Identifier: MIT
// How the Connection opens its line, and why it may not stand.
#include "client/net/certificate_check.h"
#include "client/net/connection.h"
#include "shared/base/clock.h"

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qint64 kMaxServerFrame = 4 * 1024 * 1024; // far above what a server may announce

#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
constexpr auto kErrorSignal = &QWebSocket::errorOccurred;
#else
constexpr auto kErrorSignal = qOverload<QAbstractSocket::SocketError>(&QWebSocket::error);
#endif

QByteArray trustedCertificate(const ServerTrust *trust, const QUrl &server)
{
    return trust ? trust->trustedCertificate(server) : QByteArray();
}

} // namespace

void Connection::openSocket()
{
    const bool isEncrypted = m_server.scheme() == "https"_L1;
    m_socket = std::make_unique<QWebSocket>();
    m_socket->setMaxAllowedIncomingMessageSize(kMaxServerFrame);
    m_socket->setMaxAllowedIncomingFrameSize(kMaxServerFrame);
    if (isEncrypted)
        m_socket->setSslConfiguration(tlsConfiguration(trustedCertificate(m_trust, m_server)));
    connect(m_socket.get(), &QWebSocket::sslErrors, this, &Connection::judgeCertificate);
    connect(m_socket.get(), &QWebSocket::connected, this, &Connection::sayHello);
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &Connection::receive);
    connect(m_socket.get(), &QWebSocket::disconnected, this, &Connection::lost);
    connect(m_socket.get(), kErrorSignal, this, &Connection::failed);
    connect(m_socket.get(), &QWebSocket::pong, this, [this] {
        m_lastHeardMs = Clock::system().steadyMs();
        if (m_sincePing.isValid())
            Q_EMIT roundTripMeasured(m_sincePing.nsecsElapsed());
        m_sincePing.invalidate();
    });
    QUrl url = m_server;
    url.setScheme(isEncrypted ? u"wss"_s : u"ws"_s);
    url.setPath(u"/ws"_s);
    QNetworkRequest request(url);
    request.setRawHeader("Authorization", "Bearer " + m_token.toLatin1());
    m_socket->open(request);
}

// Comes in the middle of the handshake: the token has not been sent.
void Connection::judgeCertificate(const QList<QSslError> &errors)
{
    const auto shown = m_socket->sslConfiguration().peerCertificate();
    m_failure = certificateFailure(errors, shown, trustedCertificate(m_trust, m_server));
    if (!m_failure)
        m_socket->ignoreSslErrors(errors);
}

Failure Connection::failureOf(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::HostNotFoundError:
        return {ConnectionFailure::NameNotFound, {}};
    case QAbstractSocket::ConnectionRefusedError:
        return {ConnectionFailure::Refused, {}};
    case QAbstractSocket::SocketTimeoutError:
        return {ConnectionFailure::TimedOut, {}};
    case QAbstractSocket::SslHandshakeFailedError:
        return {ConnectionFailure::TlsFailed, {}};
    default:
        return {ConnectionFailure::NoNetwork, {}};
    }
}

void Connection::failed(QAbstractSocket::SocketError error)
{
    if (m_failure || m_state != ConnectionState::Connecting)
        return;
    m_failure = failureOf(error);
    // A socket that got as far as having a port of its own was answered, but not by a WebSocket.
    const bool wasAnswered = m_socket->localPort() != 0;
    if (wasAnswered && m_failure->connection != ConnectionFailure::TlsFailed)
        m_failure = Failure{ConnectionFailure::NotASalonServer, {}};
}

// The next try does not wait for it.
void Connection::explain(const Failure &failure)
{
    const ConnectionFailure seen = failure.connection;
    if (!LineProbe::canExplain(seen))
        return;
    m_probe.explain(m_server, seen, int(m_timeoutMs), [this, seen](ConnectionFailure found) {
        m_explanation = {seen, found};
        if (m_state != ConnectionState::Waiting || m_lastFailure.connection == found)
            return;
        m_lastFailure.connection = found;
        Q_EMIT failureExplained();
    });
}

} // namespace salon::client
