// SPDX-License-Identifier: MIT
// How the Connection opens its line, and why it may not stand.
#include "client/net/certificate_check.h"
#include "client/net/connection.h"
#include "client/net/line_failures.h"
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

Failure Connection::failureNow() const
{
    const ConnectionFailure failure = failureOf(m_socket->error(), m_server);
    const bool isEnd =
        failure == ConnectionFailure::HungUp || failure == ConnectionFailure::Unknown;
    const bool wasOnline = m_state == ConnectionState::Online;
    return {isEnd && wasOnline ? ConnectionFailure::BrokenOff : failure, {}};
}

void Connection::failed(QAbstractSocket::SocketError error)
{
    if (m_failure || m_state != ConnectionState::Connecting)
        return;
    m_failure = Failure{failureOf(error, m_server), {}};
    // A socket that got as far as having a port of its own was answered, but not by a WebSocket:
    // QWebSocket calls that refused.
    const bool wasAnswered = m_socket->localPort() != 0;
    if (wasAnswered
        && (m_failure->connection == ConnectionFailure::Refused
            || m_failure->connection == ConnectionFailure::Unknown))
        m_failure = Failure{ConnectionFailure::NotASalonServer, {}};
}

bool Connection::canBeExplained(ConnectionFailure failure)
{
    return failure == ConnectionFailure::TlsFailed || failure == ConnectionFailure::NotASalonServer
        || failure == ConnectionFailure::HungUp || failure == ConnectionFailure::ProtocolVersion;
}

// The next try does not wait for it.
void Connection::explain(const Failure &failure)
{
    if (!canBeExplained(failure.connection))
        return;
    m_inquiry.cancel();
    m_inquiry.findOut(m_server, failure, [this, seen = failure.connection](const Failure &found) {
        m_explanation = {seen, found};
        const Failure &told = m_lastFailure;
        if (m_state != ConnectionState::Waiting
            || (told.connection == found.connection && told.error.code == found.error.code))
            return;
        m_lastFailure = found;
        noteTrouble();
        Q_EMIT failureExplained();
    });
}

void Connection::noteTrouble()
{
    m_trouble = Trouble{m_lastFailure, Clock::system().now()};
}

} // namespace salon::client
