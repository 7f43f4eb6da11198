// SPDX-License-Identifier: MIT
#include "tests/support/http_client.h"
#include "shared/wire/envelope.h"
#include "tests/support/frame_recorder.h"
#include <QDeadlineTimer>
#include <QNetworkProxy>
#include <QSslSocket>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace salon::test {

static constexpr int kAnswerMs = 10'000;

static HttpReply parsedReply(const QByteArray &bytes)
{
    HttpReply reply;
    const auto headEnd = bytes.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return reply;
    const auto lines = bytes.left(headEnd).split('\n');
    const auto words = lines.first().split(' ');
    if (words.size() < 2 || !words.first().startsWith("HTTP/1."))
        return reply;
    reply.status = words.at(1).toInt();
    for (const QByteArray &line : lines.sliced(1)) {
        const auto colon = line.indexOf(':');
        if (colon > 0)
            reply.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    reply.body = bytes.mid(headEnd + 4);
    return reply;
}

static bool isWhole(const HttpReply &reply)
{
    const auto length = reply.headers.constFind("content-length");
    return reply.status > 0 && length != reply.headers.cend()
        && reply.body.size() >= length->toLongLong();
}

Error HttpReply::error() const
{
    wire::JsonParser parser;
    if (const auto json = parser.parse(body)) {
        if (const auto member = json->member("error")) {
            if (const auto error = wire::decodeError(*member))
                return *error;
        }
    }
    return Error::internal(u"HTTP status %1, no error object: %2"_s.arg(status).arg(
        QString::fromUtf8(body.left(200))));
}

HttpReply HttpClient::request(const QByteArray &method, const QByteArray &path,
                              const QByteArray &body, const HttpHeaders &more) const
{
    QByteArray head = method + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1:"
        + QByteArray::number(m_port) + "\r\nConnection: close\r\n";
    if (!m_token.isEmpty())
        head += "Authorization: Bearer " + m_token + "\r\n";
    if (!body.isEmpty() || method == "POST")
        head += "Content-Type: application/json\r\nContent-Length: "
            + QByteArray::number(body.size()) + "\r\n";
    for (const auto &[name, value] : more)
        head += name + ": " + value + "\r\n";
    const HttpReply reply = raw({head + "\r\n" + body});
    RecordedExchange exchange{method, path, body, reply.status, {}, reply.body};
    for (auto header = reply.headers.begin(); header != reply.headers.end(); ++header)
        exchange.headers.append({header.key(), header.value()});
    recordExchange(exchange);
    return reply;
}

HttpReply HttpClient::raw(const QList<QByteArray> &pieces) const
{
    QSslSocket socket;
    socket.setProxy(QNetworkProxy::NoProxy);
    if (!m_from.isNull())
        socket.bind(m_from);
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
    if (!socket.waitForConnected(kAnswerMs))
        return {};
    if (m_isEncrypted) {
        socket.setPeerVerifyName(u"127.0.0.1"_s);
        socket.startClientEncryption();
        if (!socket.waitForEncrypted(kAnswerMs))
            return {};
    }
    for (const QByteArray &piece : pieces) {
        socket.write(piece);
        while (socket.state() == QAbstractSocket::ConnectedState && socket.bytesToWrite() > 0) {
            if (!socket.waitForBytesWritten(kAnswerMs))
                break;
        }
    }
    QByteArray bytes;
    const QDeadlineTimer deadline(kAnswerMs);
    while (!deadline.hasExpired()) {
        bytes += socket.readAll();
        if (isWhole(parsedReply(bytes)) || socket.state() != QAbstractSocket::ConnectedState)
            break;
        socket.waitForReadyRead(int(deadline.remainingTime()));
    }
    bytes += socket.readAll();
    return parsedReply(bytes);
}

Result<protocol::LoginReply> HttpClient::login(const QString &user, const QString &password) const
{
    return call("/api/login",
                protocol::Login{.username = user, .password = password, .device = u"test"_s});
}

Result<protocol::Posted> HttpClient::say(RoomId room, const QString &text,
                                         std::optional<Seq> replyTo) const
{
    return call("/api/message.post",
                protocol::PostMessage{room, QUuid::createUuid().toString(QUuid::WithoutBraces),
                                      text, replyTo});
}

} // namespace salon::test
