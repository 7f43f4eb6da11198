// SPDX-License-Identifier: MIT
#include "server/net/websocket_channel.h"
#include "server/net/server_frame.h"
#include <QWebSocket>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::server {

namespace {

constexpr int kReasonBytes = 123; // RFC 6455, 5.5: 125 less the code

QString cutReason(const QString &reason)
{
    QString cut = reason.left(kReasonBytes);
    while (cut.toUtf8().size() > kReasonBytes)
        cut.chop(cut.size() > 1 && cut.back().isLowSurrogate() ? 2 : 1);
    return cut;
}

} // namespace

WebSocketChannel::WebSocketChannel(quint64 number, std::unique_ptr<QWebSocket> webSocket,
                                   PeerSocketPtr socket, const QHostAddress &address,
                                   const NetSettings &settings, const Clock &clock)
    : m_number(number), m_address(address), m_settings(settings), m_clock(clock),
      m_socket(std::move(socket)), m_webSocket(std::move(webSocket)), m_heardAt(clock.steadyMs())
{
    const auto limit = static_cast<quint64>(settings.frameBytes);
    m_webSocket->setMaxAllowedIncomingFrameSize(limit);
    m_webSocket->setMaxAllowedIncomingMessageSize(limit);
    connect(m_webSocket.get(), &QWebSocket::binaryMessageReceived, this,
            &WebSocketChannel::received);
    connect(m_webSocket.get(), &QWebSocket::aboutToClose, this, [this] {
        // Ours, the peer's, or QWebSocket's own for a breach; said for a plain cut as well, and
        // then as "normal".
        const int code = m_webSocket->closeCode();
        if (m_phase == Phase::Closing || code != QWebSocketProtocol::CloseCodeNormal
            || m_socket->sawCloseFrame())
            m_closeCode = code;
        if (m_phase == Phase::Open) {
            m_phase = Phase::Closing;
            m_closingSince = m_clock.steadyMs();
        }
    });
    connect(m_webSocket.get(), &QWebSocket::disconnected, this, &WebSocketChannel::ended);
    m_socket->expectFrames([this](FrameGuard::Breach breach) { refused(breach); });
}

WebSocketChannel::~WebSocketChannel()
{
    m_webSocket->disconnect(this);
}

// A text: the FrameGuard lets texts pass as binary, and nothing else.
void WebSocketChannel::received(const QByteArray &message)
{
    if (m_phase != Phase::Open)
        return;
    if (message.isValidUtf8())
        Q_EMIT textReceived(message);
    else
        close(QWebSocketProtocol::CloseCodeWrongDatatype, u"the text is not UTF-8"_s);
}

void WebSocketChannel::refused(FrameGuard::Breach breach)
{
    if (breach == FrameGuard::Breach::Binary)
        close(QWebSocketProtocol::CloseCodeDatatypeNotSupported,
              u"only text frames are spoken here"_s);
    else
        close(QWebSocketProtocol::CloseCodeProtocolError, u"frames of a client must be masked"_s);
}

QByteArray WebSocketChannel::prepareTextFrame(QByteArrayView utf8)
{
    return serverFrame(FrameKind::Text, utf8);
}

void WebSocketChannel::sendFrame(const QByteArray &prepared)
{
    if (m_phase != Phase::Open)
        return;
    const bool taken = m_socket->sendPrepared(prepared);
    if (m_checkQueued || (taken && isWithinOutbox(prepared.size())))
        return;
    // Later: a session must not be told in the midst of a fan-out, and one loop turn may rightly
    // gather more.
    m_checkQueued = true;
    if (taken)
        QMetaObject::invokeMethod(this, &WebSocketChannel::checkOutbox, Qt::QueuedConnection);
    else
        QMetaObject::invokeMethod(this, &WebSocketChannel::abort, Qt::QueuedConnection);
}

// What is unsent grows by what is sent only: the kernel, which is asked by a system call, need not
// be asked before that could be too much.
bool WebSocketChannel::isWithinOutbox(qint64 added)
{
    m_unsentAtMost += added;
    if (m_unsentAtMost > m_settings.outboxBytes)
        m_unsentAtMost = m_socket->unsentBytes();
    return m_unsentAtMost <= m_settings.outboxBytes;
}

void WebSocketChannel::checkOutbox()
{
    m_checkQueued = false;
    m_socket->flushNow();
    if (m_phase == Phase::Open && m_socket->unsentBytes() > m_settings.outboxBytes)
        Q_EMIT slowReader();
}

void WebSocketChannel::close(int code, const QString &reason)
{
    if (m_phase != Phase::Open)
        return;
    m_phase = Phase::Closing;
    m_closingSince = m_clock.steadyMs();
    m_webSocket->close(static_cast<QWebSocketProtocol::CloseCode>(code), cutReason(reason));
}

void WebSocketChannel::abort()
{
    if (m_phase != Phase::Closed)
        m_socket->device()->abort();
}

void WebSocketChannel::ended()
{
    if (m_phase == Phase::Closed)
        return;
    m_phase = Phase::Closed;
    QMetaObject::invokeMethod(
        this, [this] { Q_EMIT closed(m_closeCode); }, Qt::QueuedConnection);
}

void WebSocketChannel::tick(qint64 now)
{
    if (m_phase == Phase::Closed)
        return;
    if (m_phase == Phase::Closing) {
        if (now - m_closingSince >= m_settings.closeGraceMs)
            m_socket->device()->abort();
        return;
    }
    if (m_socket->receptions() != m_receptions) {
        m_receptions = m_socket->receptions();
        m_heardAt = now;
        m_pinged = false;
    }
    const qint64 silence = now - m_heardAt;
    if (silence >= m_settings.silenceLimitMs) {
        abort();
    } else if (silence >= m_settings.pingAfterMs && !m_pinged) {
        m_pinged = true;
        m_socket->sendPrepared(serverFrame(FrameKind::Ping, {}));
    }
}

} // namespace salon::server
