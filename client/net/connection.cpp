// SPDX-License-Identifier: MIT
#include "client/net/connection.h"
#include "client/net/line_failures.h"
#include "client/platform/loop_watch.h"
#include "shared/base/clock.h"

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qint64 kLivenessTickMs = 5'000;
constexpr qint64 kProofMs = 10'000; // for a pong, when the network has changed

//! Silence until a ping, so that there are several before the limit.
qint64 pingAfter(qint64 limitMs)
{
    return limitMs * 4 / 9;
}
constexpr qint64 kMostAskedMs = 5 * 60'000; // that a server may make us wait

//! The answer to a hello says that the token is no good.
bool isSessionError(ErrorCode code)
{
    return code == ErrorCode::Unauthorized || code == ErrorCode::SessionExpired
        || code == ErrorCode::SessionRevoked || code == ErrorCode::Forbidden;
}

} // namespace

Connection::Connection(QObject *parent) : QObject(parent)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Connection::connectNow);
    setTick();
    connect(&m_network, &NetworkWatch::changed, this, &Connection::networkChanged);
    connect(&m_liveness, &QTimer::timeout, this, &Connection::checkLiveness);
}

Connection::~Connection()
{
    if (m_socket)
        m_socket->disconnect(this);
}

void Connection::open(const QUrl &server, const QString &token, int afterMs)
{
    m_server = server;
    m_token = token;
    m_policy.succeeded();
    m_lastFailure = {};
    m_explanation.reset();
    m_trouble.reset();
    m_hellos = 0;
    if (afterMs > 0)
        m_retry.start(afterMs);
    else
        connectNow();
}

void Connection::setTrust(const ServerTrust *trust)
{
    m_trust = trust;
    if (trust)
        m_inquiry.setTrust(trust);
}

void Connection::close()
{
    m_inquiry.cancel();
    m_encryption.reset();
    m_retry.stop();
    m_liveness.stop();
    dropSocket();
    setState(ConnectionState::Closed);
    m_tracker.failAll(Error(ErrorCode::Unavailable, u"closed"_s));
}

// The socket may be inside its own signal: it dies later.
void Connection::dropSocket()
{
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    // QWebSocket writes its farewell even into a QSslSocket that closes just now, and crashes.
    if (m_socket->isValid())
        m_socket->close();
    m_socket.release()->deleteLater();
}

void Connection::setTimeout(int milliseconds)
{
    m_timeoutMs = milliseconds;
    m_inquiry.setTimeout(milliseconds);
    setTick();
}

void Connection::setSilenceLimit(int milliseconds)
{
    m_silenceLimitMs = milliseconds;
    setTick();
}

void Connection::setTick()
{
    constexpr qint64 kParts = 9; // of the silence limit
    m_liveness.setInterval(
        int(std::min({kLivenessTickMs, m_timeoutMs, m_silenceLimitMs / kParts + 1})));
}

void Connection::retryNow()
{
    if (m_state == ConnectionState::Waiting) {
        m_retry.stop();
        connectNow();
    }
}

void Connection::networkChanged()
{
    switch (m_state) {
    case ConnectionState::Closed:
        return;
    case ConnectionState::Waiting:
    case ConnectionState::Connecting: // over the network that is gone it would hang
        return connectNow();
    case ConnectionState::Online:
        m_doubtedMs = Clock::system().steadyMs();
        measure();
    }
}

qint64 Connection::retryInMs() const
{
    return m_retry.isActive() ? m_retry.remainingTime() : 0;
}

void Connection::connectNow()
{
    m_retry.stop();
    dropSocket();
    m_tracker.failAll(Error(ErrorCode::Unavailable, u"the connection was opened anew"_s));
    m_failure.reset();
    m_facts.reset();
    m_sincePing.invalidate();
    m_encryption.reset();
    if (!mayBeAsked(m_server, m_trust))
        return giveUp({ConnectionFailure::NotEncrypted, {}});
    m_lastHeardMs = Clock::system().steadyMs();
    m_doubtedMs.reset();
    m_liveness.start();
    setState(ConnectionState::Connecting);
    openSocket();
}

void Connection::measure()
{
    if (m_state != ConnectionState::Online || m_sincePing.isValid())
        return; // the pong that is on its way is told
    m_sincePing.start();
    m_socket->ping();
}

void Connection::send(const QByteArray &frame)
{
    m_socket->sendTextMessage(QString::fromUtf8(frame));
    Q_EMIT frameSent(frame);
}

void Connection::sayHello()
{
    const protocol::Hello hello{
        .protocol = {}, .client = {u"salon"_s, QStringLiteral(SALON_VERSION)}, .token = {}};
    if (m_server.scheme() == "https"_L1)
        m_encryption = m_socket->sslConfiguration();
    m_limits = {}; // those of the last connection may not hold any more
    ask(hello, [this](const Result<protocol::HelloReply> &reply) { greeted(reply); });
}

void Connection::greeted(const Result<protocol::HelloReply> &reply)
{
    if (reply) {
        m_limits = reply->limits;
        m_facts = ServerFacts{reply->server.name, reply->server.version, reply->protocol,
                              reply->session.expiresAt};
        m_clockAheadMs = Clock::system().now() - reply->now;
        ++m_hellos;
        m_policy.succeeded();
        m_lastFailure = {};
        m_explanation.reset();
        setState(ConnectionState::Online);
        Q_EMIT helloAnswered(*reply);
        return;
    }
    if (m_state != ConnectionState::Connecting || m_failure)
        return; // lost meanwhile
    switch (reply.error().code) {
    case ErrorCode::ProtocolError:
        return giveUp({ConnectionFailure::ReplyNotUnderstood, reply.error()});
    case ErrorCode::UnsupportedProtocol:
        return giveUp({ConnectionFailure::ProtocolVersion, reply.error()});
    default:
        if (isSessionError(reply.error().code))
            return endSession({ConnectionFailure::None, reply.error()});
        return giveUp({ConnectionFailure::None, reply.error()});
    }
}

void Connection::receive(const QString &text)
{
    const StageScope stage(LoopStage::Receiving);
    m_lastHeardMs = Clock::system().steadyMs();
    const QByteArray bytes = text.toUtf8();
    Q_EMIT frameReceived(bytes);
    const auto frame = wire::readFrame(m_parser, bytes);
    if (!frame)
        return giveUp({ConnectionFailure::ReplyNotUnderstood, frame.error()});
    if (frame->type == "reply"_L1) {
        m_trace = wire::frameTrace(*frame);
        m_tracker.resolve(frame->id, wire::frameData(*frame));
        m_trace.clear();
    } else if (frame->type == "error"_L1) {
        receiveError(*frame);
    } else {
        receivePush(*frame);
    }
}

void Connection::receiveError(const wire::Frame &frame)
{
    const auto json = frame.body.member("error");
    const auto error = json ? wire::decodeError(*json) : std::nullopt;
    const Error unknown(ErrorCode::ProtocolError, u"an error that says nothing"_s);
    if (!m_tracker.resolve(frame.id, error.value_or(unknown)) && error && frame.id.isEmpty())
        m_failure = Failure{ConnectionFailure::None, *error}; // why the server closes next
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
            Q_EMIT roomListed(*listed);
    } else if (frame.type == "room.removed"_L1) {
        if (const auto removed = wire::decoded<protocol::RoomRemoved>(*data, m_limits))
            Q_EMIT roomRemoved(removed->room);
    } else if (frame.type == "room.read_moved"_L1) {
        if (const auto moved = wire::decoded<protocol::ReadMoved>(*data, m_limits))
            Q_EMIT readMoved(*moved);
    } else if (frame.type == "typing.started"_L1) {
        if (const auto typing = wire::decoded<protocol::TypingStarted>(*data, m_limits))
            Q_EMIT typingStarted(*typing);
    } else if (frame.type == "presence.chosen"_L1) {
        if (const auto chosen = wire::decoded<protocol::PresenceChosen>(*data, m_limits))
            Q_EMIT presenceChosen(*chosen);
    } else if (frame.type == "presence.changed"_L1) {
        if (const auto changed = wire::decoded<protocol::PresenceChanged>(*data, m_limits))
            Q_EMIT presenceChanged(changed->people);
    } else if (frame.type == "session.ended"_L1) {
        const auto ended = wire::decoded<protocol::SessionEnded>(*data, m_limits);
        const auto code = ended ? errorCodeFromWire(ended->code.toStdString()) : std::nullopt;
        endSession({ConnectionFailure::None,
                    Error(code.value_or(ErrorCode::SessionRevoked), u"the session ended"_s)});
    }
}

void Connection::lost()
{
    if (!m_socket || m_state == ConnectionState::Closed || m_state == ConnectionState::Waiting)
        return;
    const auto code = errorCodeOfClose(int(m_socket->closeCode()));
    if (code == ErrorCode::SessionExpired || code == ErrorCode::SessionRevoked)
        return endSession({ConnectionFailure::None, Error(*code, m_socket->closeReason())});
    if (code)
        m_failure = m_failure.value_or(Failure{ConnectionFailure::None, Error(*code, {})});
    if (m_failure || m_state == ConnectionState::Online)
        return giveUp(m_failure.value_or(failureNow()));
    // A QSslSocket is disconnected first and says why afterwards.
    QMetaObject::invokeMethod(
        this,
        [this, socket = QPointer(m_socket.get())] {
            if (socket && socket == m_socket.get() && m_state == ConnectionState::Connecting)
                giveUp(m_failure.value_or(failureNow()));
        },
        Qt::QueuedConnection);
}

void Connection::giveUp(const Failure &failure)
{
    m_failure = failure;
    // A server that said why it goes away is still gone for that reason while nobody listens.
    const bool isStillStopped = m_lastFailure.error.code == ErrorCode::Stopping
        && m_lastFailure.connection == ConnectionFailure::None
        && failure.connection == ConnectionFailure::Refused;
    if (!isStillStopped)
        m_lastFailure = failure;
    if (m_explanation && m_explanation->first == failure.connection)
        m_lastFailure = m_explanation->second;
    noteTrouble();
    m_liveness.stop();
    dropSocket();
    const qint64 asked = failure.error.retryAfterMs.value_or(0);
    m_retry.start(int(std::clamp(asked, m_policy.nextDelayMs(), kMostAskedMs)));
    setState(ConnectionState::Waiting);
    m_tracker.failAll(Error(ErrorCode::Unavailable, u"the connection was lost"_s));
    explain(failure);
}

void Connection::endSession(const Failure &failure)
{
    m_lastFailure = failure;
    noteTrouble();
    close();
    Q_EMIT sessionRefused(failure);
}

void Connection::setState(ConnectionState state)
{
    if (m_state == state)
        return;
    m_state = state;
    m_network.setWaiting(state == ConnectionState::Waiting);
    Q_EMIT stateChanged(state);
}

void Connection::checkLiveness()
{
    if (!m_socket || m_state == ConnectionState::Waiting)
        return;
    const qint64 now = Clock::system().steadyMs();
    const qint64 silence = now - m_lastHeardMs;
    const bool connecting = m_state == ConnectionState::Connecting;
    if (m_doubtedMs && m_lastHeardMs >= *m_doubtedMs)
        m_doubtedMs.reset();
    const bool isDead = m_doubtedMs && now - *m_doubtedMs > std::min(kProofMs, m_silenceLimitMs);
    if (isDead || silence > (connecting ? m_timeoutMs : m_silenceLimitMs)) {
        giveUp({connecting ? failureOf(QAbstractSocket::SocketTimeoutError, m_server)
                           : ConnectionFailure::FellSilent,
                {}});
    } else if (!connecting && silence > pingAfter(m_silenceLimitMs)) {
        m_sincePing.start();
        m_socket->ping();
    }
}

} // namespace salon::client
