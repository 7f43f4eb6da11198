// SPDX-License-Identifier: MIT
#include "server/net/http_connection.h"
#include "server/net/forwarded_address.h"
#include "shared/base/wipe.h"
#include <QScopeGuard>
#include <QThread>

using namespace Qt::StringLiterals;

namespace salon::server {

HttpExchange::HttpExchange(HttpConnection *connection, HttpRequest request)
    : m_connection(connection), m_request(std::move(request))
{
}

HttpExchange::~HttpExchange()
{
    if (!m_answered && m_connection)
        answer(HttpResponse::error(Error::internal(u"the request was not answered"_s)));
    if (m_request.body.isDetached()) // a login's holds a password; nobody else reads it any more
        wipe(m_request.body);
}

void HttpExchange::answer(const HttpResponse &response)
{
    if (std::exchange(m_answered, true) || !m_connection)
        return;
    Q_ASSERT(m_connection->thread() == QThread::currentThread());
    m_connection->answer(response);
}

void HttpExchange::markAuthenticated()
{
    if (m_connection)
        m_connection->m_owner->authenticated(m_connection);
}

HttpConnection::HttpConnection(quint64 number, PeerSocketPtr socket, const NetSettings &settings,
                               const Clock &clock, Owner *owner)
    : m_number(number), m_socket(std::move(socket)), m_settings(settings), m_clock(clock),
      m_owner(owner), m_parser(settings), m_since(clock.steadyMs())
{
    bool isIpv4 = false;
    m_address = m_socket->peerAddress();
    if (const quint32 ipv4 = m_address.toIPv4Address(&isIpv4); isIpv4)
        m_address = QHostAddress(ipv4);
    m_socket->setReader(this);
}

void HttpConnection::hold()
{
    m_phase = Phase::Held;
    m_since = m_clock.steadyMs();
    m_socket->setReading(false);
}

void HttpConnection::start()
{
    if (m_phase != Phase::Held)
        return;
    m_phase = Phase::Reading;
    m_since = m_clock.steadyMs();
    m_socket->setReading(true);
}

void HttpConnection::received(std::span<char> bytes)
{
    const auto forget = qScopeGuard(&wipeStackAndRegisters); // a password may have passed there
    if (m_phase == Phase::Reading)
        return consume(QByteArrayView(bytes.data(), qsizetype(bytes.size())));
    if (m_phase != Phase::Answering)
        return;
    // One request at a time: what comes early waits here, and beyond a little in the kernel.
    appendSecret(m_pending, QByteArrayView(bytes.data(), qsizetype(bytes.size())));
    if (m_pending.size() > m_settings.headerBytes)
        m_socket->setReading(false);
}

void HttpConnection::consume(QByteArrayView bytes)
{
    const HttpParser::State before = m_parser.state();
    const qsizetype taken = m_parser.feed(bytes);
    const HttpParser::State state = m_parser.state();
    if (state != before && (before == HttpParser::State::Idle || state == HttpParser::State::Body))
        m_since = m_clock.steadyMs();
    m_pending = bytes.sliced(taken).toByteArray();
    switch (state) {
    case HttpParser::State::Body:
        if (before != HttpParser::State::Body && m_parser.expectsContinue())
            m_socket->sendPrepared("HTTP/1.1 100 Continue\r\n\r\n");
        break;
    case HttpParser::State::Complete:
    case HttpParser::State::Upgrade:
        requestComplete();
        break;
    case HttpParser::State::Failed:
        refuseUnread(m_parser.status(), m_parser.message());
        break;
    default:
        break;
    }
}

void HttpConnection::requestComplete()
{
    const bool upgrade = m_parser.state() == HttpParser::State::Upgrade;
    m_lastKeepAlive = m_parser.keepAlive();
    HttpRequest request = m_parser.takeRequest();
    request.peer = clientAddress(m_address, request.headers.values("x-forwarded-for"),
                                 m_settings.trustedProxies);
    m_headOnly = request.method == "HEAD";
    m_phase = Phase::Answering;
    if (upgrade)
        m_owner->upgradeRead(this, std::move(request), std::exchange(m_pending, {}));
    else
        m_owner->requestRead(std::make_shared<HttpExchange>(this, std::move(request)));
}

void HttpConnection::answer(const HttpResponse &response)
{
    if (m_phase != Phase::Answering)
        return;
    ++m_answers;
    const bool keep =
        m_lastKeepAlive && !response.closeAfter && !m_stopping && m_owner->mayKeep(this);
    send(response, keep);
    if (!keep)
        return leave();
    m_phase = Phase::Reading;
    m_since = m_clock.steadyMs();
    m_socket->setReading(true);
    // Not from here: a row of pipelined requests would answer itself deeper and deeper.
    if (!m_pending.isEmpty())
        QMetaObject::invokeMethod(
            this,
            [this] {
                QByteArray pending = std::exchange(m_pending, {});
                if (m_phase == Phase::Reading)
                    consume(pending);
                wipe(pending);
            },
            Qt::QueuedConnection);
}

void HttpConnection::send(const HttpResponse &response, bool keep)
{
    m_socket->sendPrepared(response.head(keep));
    if (!m_headOnly && response.mayHaveBody() && !response.body.isEmpty()
        && !m_socket->sendPrepared(response.body))
        m_socket->abort();
}

// The request that is being read, be it complete or not.
void HttpConnection::refuseUnread(int status, const QString &why)
{
    m_headOnly = m_parser.isHead();
    refuse(HttpResponse::fault(status, why));
}

void HttpConnection::refuse(const HttpResponse &response)
{
    if (m_phase == Phase::Over || m_phase == Phase::Leaving)
        return;
    send(response, false);
    leave();
}

void HttpConnection::leave()
{
    if (m_phase == Phase::Over)
        return;
    m_phase = Phase::Leaving;
    m_since = m_clock.steadyMs();
    wipe(m_pending);
    m_socket->closeGently();
}

PeerSocketPtr HttpConnection::releaseSocket()
{
    m_socket->setReader(nullptr);
    PeerSocketPtr socket = std::move(m_socket);
    end();
    return socket;
}

void HttpConnection::shutDown()
{
    m_stopping = true;
    if (m_phase == Phase::Held || m_phase == Phase::Reading)
        leave();
}

void HttpConnection::abort()
{
    m_socket->abort();
}

void HttpConnection::end()
{
    if (m_phase == Phase::Over)
        return;
    m_phase = Phase::Over;
    QMetaObject::invokeMethod(this, &HttpConnection::finished, Qt::QueuedConnection);
}

void HttpConnection::tick(qint64 now)
{
    const qint64 passed = now - m_since;
    switch (m_phase) {
    case Phase::Held:
        if (passed >= m_settings.heldLimitMs)
            leave();
        break;
    case Phase::Reading:
        if (m_parser.state() == HttpParser::State::Body) {
            if (passed >= m_settings.bodyDeadlineMs)
                refuseUnread(408, u"the body did not come in time"_s);
        } else if (isIdle()) {
            if (passed >= m_settings.idleLimitMs)
                leave();
        } else if (passed >= m_settings.headerDeadlineMs) {
            refuseUnread(408, u"the header did not come in time"_s);
        }
        break;
    case Phase::Leaving:
        if (passed >= m_settings.answerDrainMs)
            abort();
        break;
    case Phase::Answering:
    case Phase::Over:
        break;
    }
}

} // namespace salon::server
