// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/http_request.h"
#include "server/net/net_settings.h"
#include <memory>

namespace salon::server {

//! Reads one HTTP/1.1 request after the other (RFC 9112), strictly: what two readers could
//! understand differently is refused. Knows no socket and no clock.
class HttpParser {
public:
    enum class State {
        Idle, //!< nothing of the next request yet
        Head,
        Body,
        Complete, //!< takeRequest()
        Upgrade, //!< complete, and what follows is not HTTP
        Failed, //!< status() and message()
    };

    explicit HttpParser(const NetSettings &settings);
    ~HttpParser();
    Q_DISABLE_COPY_MOVE(HttpParser)

    //! Takes bytes of the request being read and says how many: the rest belongs to what follows
    //! it.
    qsizetype feed(QByteArrayView bytes);
    State state() const { return m_state; }
    //! Of the request being read: 100-continue is wanted before its body comes.
    bool expectsContinue() const { return m_expectsContinue; }
    //! Whether the peer may send another request on this connection.
    bool keepAlive() const { return m_keepAlive; }
    //! Of the request being read, as far as it came: an answer to it has no content.
    bool isHead() const;
    //! In state Complete or Upgrade; the next request may be fed then.
    HttpRequest takeRequest();

    int status() const { return m_status; } //!< what to answer when failed
    const QString &message() const { return m_message; }

private:
    struct Engine; // llhttp, which no other file needs to know
    qsizetype feedHead(QByteArrayView bytes);
    qsizetype feedBody(QByteArrayView bytes);
    void parseHead();
    int headDone();
    bool checkFraming();
    bool hasBody() const;
    void fail(int status, const QString &message);
    void failFromEngine(int code);

    const NetSettings &m_settings;
    State m_state = State::Idle;
    std::unique_ptr<Engine> m_engine; // only while a request is being read
    QByteArray m_head;
    HttpRequest m_request;
    qsizetype m_rawBody = 0;
    bool m_expectsContinue = false, m_keepAlive = false;
    int m_status = 0;
    QString m_message;
};

} // namespace salon::server
