// SPDX-License-Identifier: MIT
#include "server/net/websocket_channel.h"
#include "server/net/server_frame.h"

namespace salon::server {

namespace {

constexpr qint64 kPartForDroppable = 4; // a quarter of the outbox
constexpr qsizetype kReasonBytes = 123; // RFC 6455, 5.5: 125 less the code

QByteArrayView cutReason(QByteArrayView reason)
{
    constexpr int kSecondByteMask = 0xc0, kSecondByte = 0x80;
    qsizetype size = std::min(reason.size(), kReasonBytes);
    while (size < reason.size() && size > 0 && (reason[size] & kSecondByteMask) == kSecondByte)
        --size;
    return reason.first(size);
}

} // namespace

WebSocketChannel::WebSocketChannel(quint64 number, PeerSocketPtr socket,
                                   const QHostAddress &address, const NetSettings &settings,
                                   const Clock &clock)
    : m_number(number), m_address(address), m_settings(settings), m_clock(clock),
      m_socket(std::move(socket)), m_reader(settings.frameBytes), m_openedAt(clock.steadyMs()),
      m_since(m_openedAt)
{
    m_socket->setReader(this);
}

void WebSocketChannel::begin(QByteArray rest)
{
    if (!rest.isEmpty())
        received({rest.data(), static_cast<size_t>(rest.size())});
    m_socket->setReading(true);
}

void WebSocketChannel::received(std::span<char> bytes)
{
    m_hasHeard = true;
    while (m_phase == Phase::Open && !bytes.empty())
        take(m_reader.next(bytes));
}

void WebSocketChannel::take(const FrameReader::Part &part)
{
    using Found = FrameReader::Found;
    switch (part.found) {
    case Found::Text:
        Q_EMIT textReceived(part.payload);
        break;
    case Found::Ping:
        m_socket->sendPrepared(serverFrame(FrameKind::Pong, part.payload));
        break;
    case Found::Close:
        closeWith(part.closeCode, {});
        break;
    case Found::Breach:
        closeWith(part.closeCode, part.why);
        break;
    case Found::Pong:
    case Found::Nothing:
        break;
    }
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

bool WebSocketChannel::isCrowded(qint64 added)
{
    const qint64 most = m_settings.outboxBytes / kPartForDroppable;
    if (m_unsentAtMost + added > most)
        m_unsentAtMost = m_socket->unsentBytes();
    return m_unsentAtMost + added > most;
}

void WebSocketChannel::checkOutbox()
{
    m_checkQueued = false;
    m_socket->flushNow();
    if (m_phase == Phase::Open && m_socket->unsentBytes() > m_settings.outboxBytes)
        Q_EMIT tooSlow(Slow::Reading);
}

void WebSocketChannel::close(int code, const QString &reason)
{
    if (m_phase == Phase::Open)
        closeWith(code, reason.toUtf8());
}

// Whether the peer answers does not matter: it reads the frame before it sees the end.
void WebSocketChannel::closeWith(int code, QByteArrayView reason)
{
    m_phase = Phase::Closing;
    m_since = m_clock.steadyMs();
    m_closeCode = code;
    QByteArray payload;
    payload.append(static_cast<char>(code >> 8)).append(static_cast<char>(code & 0xff));
    m_socket->sendPrepared(
        serverFrame(FrameKind::Close, payload + cutReason(reason).toByteArray()));
    m_socket->closeGently();
}

void WebSocketChannel::abort()
{
    m_socket->abort();
}

void WebSocketChannel::disconnected()
{
    m_phase = Phase::Closed;
    QMetaObject::invokeMethod(
        this, [this] { Q_EMIT closed(m_closeCode); }, Qt::QueuedConnection);
}

void WebSocketChannel::tick(qint64 now)
{
    if (m_phase == Phase::Closed)
        return;
    if (m_phase == Phase::Closing) {
        if (now - m_since >= m_settings.closeGraceMs)
            abort();
        return;
    }
    if (!m_isAuthenticated && now - m_openedAt >= m_settings.helloDeadlineMs) {
        Q_EMIT tooSlow(Slow::Hello);
        if (m_phase != Phase::Open)
            return;
    }
    if (std::exchange(m_hasHeard, false)) {
        m_since = now;
        m_pinged = false;
    }
    const qint64 silence = now - m_since;
    if (silence >= m_settings.silenceLimitMs) {
        abort();
    } else if (silence >= m_settings.pingAfterMs && !m_pinged) {
        m_pinged = true;
        m_socket->sendPrepared(serverFrame(FrameKind::Ping, {}));
    }
}

} // namespace salon::server
