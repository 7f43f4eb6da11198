// SPDX-License-Identifier: MIT
#include "client/net/connection.h"
#include "shared/base/clock.h"

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qint64 kMaxServerFrame = 4 * 1024 * 1024;     // far above what a server may announce
constexpr int kPingAfterMs = 20'000;
constexpr int kGiveUpAfterMs = 45'000;
constexpr int kLivenessTickMs = 5'000;
constexpr int kConnectTimeoutMs = 15'000;

bool isSessionError(ErrorCode code)
{
    return code == ErrorCode::Unauthorized || code == ErrorCode::SessionExpired
        || code == ErrorCode::SessionRevoked || code == ErrorCode::UnsupportedProtocol
        || code == ErrorCode::Forbidden;
}

ConnectionFailure failureOf(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::HostNotFoundError: return ConnectionFailure::NameNotFound;
    case QAbstractSocket::ConnectionRefusedError: return ConnectionFailure::Refused;
    case QAbstractSocket::SocketTimeoutError: return ConnectionFailure::TimedOut;
    case QAbstractSocket::SslHandshakeFailedError: return ConnectionFailure::TlsFailed;
    default: return ConnectionFailure::NoNetwork;
    }
}

} // namespace

Connection::Connection(QObject *parent) : QObject(parent)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Connection::connectNow);
    m_liveness.setInterval(kLivenessTickMs);
    connect(&m_liveness, &QTimer::timeout, this, &Connection::checkLiveness);
}

Connection::~Connection()
{
    if (m_socket)
        m_socket->disconnect(this);
}

void Connection::open(const QUrl &server, const QString &token)
{
    m_server = server;
    m_token = token;
    m_policy.succeeded();
    connectNow();
}

void Connection::close()
{
    m_retry.stop();
    m_liveness.stop();
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->close();
        m_socket.release()->deleteLater();
    }
    m_tracker.failAll(Error(ErrorCode::Unavailable, u"closed"_s));
    setState(ConnectionState::Closed);
}

void Connection::retryNow()
{
    if (m_state == ConnectionState::Waiting) {
        m_retry.stop();
        connectNow();
    }
}

qint64 Connection::retryInMs() const
{
    return m_retry.isActive() ? m_retry.remainingTime() : 0;
}

void Connection::connectNow()
{
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket.release()->deleteLater();
    }
    m_socket = std::make_unique<QWebSocket>();
    m_socket->setMaxAllowedIncomingMessageSize(kMaxServerFrame);
    m_socket->setMaxAllowedIncomingFrameSize(kMaxServerFrame);
    connect(m_socket.get(), &QWebSocket::connected, this, &Connection::sayHello);
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &Connection::receive);
    connect(m_socket.get(), &QWebSocket::disconnected, this, &Connection::lost);
    connect(m_socket.get(), &QWebSocket::pong, this,
            [this] { m_lastHeardMs = Clock::system().steadyMs(); });
    m_lastHeardMs = Clock::system().steadyMs();
    m_liveness.start();
    setState(ConnectionState::Connecting);
    QUrl url = m_server;
    url.setScheme(m_server.scheme() == "https"_L1 ? u"wss"_s : u"ws"_s);
    url.setPath(u"/ws"_s);
    QNetworkRequest request(url);
    request.setRawHeader("Authorization", "Bearer " + m_token.toLatin1());
    m_socket->open(request);
}

void Connection::send(const QByteArray &frame)
{
    m_socket->sendTextMessage(QString::fromUtf8(frame));
}

void Connection::sayHello()
{
    const protocol::Hello hello{.protocol = {}, .client = {u"salon"_s, QStringLiteral(SALON_VERSION)},
                                .token = {}};
    request(hello, [this](const Result<protocol::HelloReply> &reply) {
        if (!reply) {
            m_lastFailure = {reply.error().code == ErrorCode::BadRequest
                                 ? ConnectionFailure::ReplyNotUnderstood
                                 : ConnectionFailure::None,
                             reply.error()};
            if (isSessionError(reply.error().code))
                endSession(m_lastFailure);
            return;
        }
        m_limits = reply->limits;
        m_policy.succeeded();
        m_lastFailure = {};
        setState(ConnectionState::Online);
        Q_EMIT helloAnswered(*reply);
    });
}

void Connection::receive(const QString &text)
{
    m_lastHeardMs = Clock::system().steadyMs();
    const auto frame = wire::readFrame(m_parser, text.toUtf8());
    if (!frame) {
        m_lastFailure = {ConnectionFailure::ReplyNotUnderstood, frame.error()};
        m_socket->close(QWebSocketProtocol::CloseCodeProtocolError);
        return;
    }
    if (frame->type == "reply"_L1) {
        m_tracker.resolve(frame->id, wire::frameData(*frame));
    } else if (frame->type == "error"_L1) {
        const auto json = frame->body.member("error");
        const auto error = json ? wire::decodeError(*json) : std::nullopt;
        m_tracker.resolve(frame->id, error.value_or(Error::badRequest(u"error"_s, u"no error"_s)));
    } else {
        receivePush(*frame);
    }
}

void Connection::receivePush(const wire::Frame &frame)
{
    if (frame.body.member("seq")) {
        const auto event = wire::decoded<protocol::RoomEvent>(frame.body, m_limits);
        if (event)
            Q_EMIT eventReceived(*event);
        return;
    }
    const auto data = wire::frameData(frame);
    if (!data)
        return;
    if (frame.type == "room.listed"_L1) {
        if (const auto listed = wire::decoded<protocol::RoomListed>(*data, m_limits))
            Q_EMIT roomListed(listed->room);
    } else if (frame.type == "room.removed"_L1) {
        if (const auto removed = wire::decoded<protocol::RoomRemoved>(*data, m_limits))
            Q_EMIT roomRemoved(removed->room);
    } else if (frame.type == "room.read_moved"_L1) {
        if (const auto moved = wire::decoded<protocol::ReadMoved>(*data, m_limits))
            Q_EMIT readMoved(*moved);
    } else if (frame.type == "session.ended"_L1) {
        const auto ended = wire::decoded<protocol::SessionEnded>(*data, m_limits);
        const auto code = ended ? errorCodeFromWire(ended->code.toStdString()) : std::nullopt;
        endSession({ConnectionFailure::None,
                    Error(code.value_or(ErrorCode::SessionRevoked), u"the session ended"_s)});
    }
}

void Connection::lost()
{
    if (!m_socket)
        return;
    const auto code = errorCodeFromClose(int(m_socket->closeCode()));
    if (m_state == ConnectionState::Connecting && m_lastFailure.connection == ConnectionFailure::None
        && m_lastFailure.error.message.isEmpty())
        m_lastFailure = {failureOf(m_socket->error()), {}};
    m_tracker.failAll(Error(ErrorCode::Unavailable, u"the connection was lost"_s));
    if (code && isSessionError(*code)) {
        endSession({ConnectionFailure::None, Error(*code, m_socket->closeReason())});
        return;
    }
    if (m_state == ConnectionState::Closed)
        return;
    m_retry.start(int(m_policy.nextDelayMs()));
    setState(ConnectionState::Waiting);
}

void Connection::endSession(const Failure &failure)
{
    if (m_state == ConnectionState::Closed)
        return;
    // The socket may be inside its own signal: it dies later.
    QMetaObject::invokeMethod(this, &Connection::close, Qt::QueuedConnection);
    Q_EMIT sessionRefused(failure);
}

void Connection::setState(ConnectionState state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

void Connection::checkLiveness()
{
    if (!m_socket || m_state == ConnectionState::Waiting)
        return;
    const qint64 silence = Clock::system().steadyMs() - m_lastHeardMs;
    const bool connecting = m_state == ConnectionState::Connecting;
    if (silence > (connecting ? kConnectTimeoutMs : kGiveUpAfterMs)) {
        m_lastFailure = {ConnectionFailure::TimedOut, {}};
        m_socket->abort();
        if (m_state != ConnectionState::Waiting)
            lost();
    } else if (!connecting && silence > kPingAfterMs) {
        m_socket->ping();
    }
}

} // namespace salon::client
