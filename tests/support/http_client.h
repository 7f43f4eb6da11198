// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/account_messages.h"
#include "shared/protocol/message_messages.h"
#include <QHash>
#include <QHostAddress>
#include <QUrl>

namespace salon::test {

struct HttpReply {
    int status = 0; //!< 0 when nothing readable came
    QHash<QByteArray, QByteArray> headers; //!< names in lower case
    QByteArray body;

    //! The error object of the body, or what the status alone says.
    Error error() const;
};

using HttpHeaders = QList<std::pair<QByteArray, QByteArray>>;

//! Asks 127.0.0.1 over HTTP/1.1 and blocks for the answer; a connection for each request. Needs no
//! event loop, and can send bytes that no proper client would.
class HttpClient {
public:
    //! `from` is the loopback address that it calls from.
    explicit HttpClient(quint16 port, const QHostAddress &from = {})
        : m_port(port), m_from(from) { }

    //! Over TLS for https, with the certificate checked.
    explicit HttpClient(const QUrl &server)
        : m_port(quint16(server.port())), m_isEncrypted(server.scheme() == QLatin1String("https"))
    {
    }

    void setToken(const QByteArray &token) { m_token = token; }
    HttpReply get(const QByteArray &path) const { return request("GET", path); }
    HttpReply post(const QByteArray &path, const QByteArray &json) const
    {
        return request("POST", path, json);
    }
    HttpReply request(const QByteArray &method, const QByteArray &path, const QByteArray &body = {},
                      const HttpHeaders &more = {}) const;
    //! Sends the bytes as they are, a piece at a time, and reads until the answer is whole or the
    //! server closes.
    HttpReply raw(const QList<QByteArray> &pieces) const;

    //! POST with a described struct, decoded answer.
    template <class T>
    Result<typename T::Reply> call(const QByteArray &path, const T &message) const
    {
        const HttpReply reply = post(path, wire::encoded(message));
        if (reply.status / 100 != 2)
            return reply.error();
        return decodedBody<typename T::Reply>(reply);
    }
    template <class T>
    static Result<T> decodedBody(const HttpReply &reply)
    {
        wire::JsonParser parser;
        TRY_ASSIGN(const auto json, parser.parse(reply.body));
        return wire::decoded<T>(json, {});
    }

    Result<protocol::LoginReply> login(const QString &user, const QString &password) const;
    //! Posts a message under a key of its own; `replyTo` is the one that it answers.
    Result<protocol::Posted> say(RoomId room, const QString &text,
                                 std::optional<Seq> replyTo = {}) const;

private:
    quint16 m_port;
    QHostAddress m_from;
    bool m_isEncrypted = false;
    QByteArray m_token;
};

} // namespace salon::test
