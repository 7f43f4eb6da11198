// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/connection_failure.h"
#include "client/net/reconnect_policy.h"
#include "client/net/request_tracker.h"
#include "shared/protocol/catalogue.h"
#include <QTimer>
#include <QUrl>
#include <QWebSocket>

namespace salon::client {

enum class ConnectionState { Closed, Connecting, Online, Waiting };

//! The WebSocket to the server: says hello, keeps itself connected, asks and hands on what is pushed.
//! A request's answer is called exactly once: with the reply, the server's error, or Unavailable when the
//! connection was lost first (the outcome is then unknown).
class Connection : public QObject {
    Q_OBJECT
public:
    explicit Connection(QObject *parent = nullptr);
    ~Connection() override;

    //! `server` as http(s)://host[:port]; tries until close() or until the session is refused.
    void open(const QUrl &server, const QString &token);
    void close();
    void setToken(const QString &token) { m_token = token; }
    void retryNow();

    ConnectionState state() const { return m_state; }
    qint64 retryInMs() const;               //!< until the next try, while Waiting
    //! What the server announced; the usual ones before it did.
    const wire::Limits &limits() const { return m_limits; }
    const Failure &lastFailure() const { return m_lastFailure; }

    template <class T>
    void request(const T &message, std::function<void(Result<typename T::Reply>)> answer)
    {
        using Reply = typename T::Reply;
        if (m_state != ConnectionState::Online && T::kind != protocol::Hello::kind) {
            answer(Error(ErrorCode::Unavailable, QStringLiteral("not connected")));
            return;
        }
        const QString id = m_tracker.add([this, answer](const Result<wire::JsonValue> &json) {
            answer(json ? wire::decoded<Reply>(*json, m_limits, "data")
                        : Result<Reply>(json.error()));
        });
        send(wire::requestFrame(id, message));
    }

Q_SIGNALS:
    void stateChanged(ConnectionState state);
    void helloAnswered(const protocol::HelloReply &hello);
    void eventReceived(const protocol::RoomEvent &event);
    void roomListed(const protocol::Room &room);
    void roomRemoved(RoomId room);
    void readMoved(const protocol::ReadMoved &moved);
    //! The server does not accept the session (any more): log in again.
    void sessionRefused(const Failure &failure);

private:
    void connectNow();
    void send(const QByteArray &frame);
    void sayHello();
    void receive(const QString &text);
    void receivePush(const wire::Frame &frame);
    void lost();
    void endSession(const Failure &failure);
    void setState(ConnectionState state);
    void checkLiveness();

    QUrl m_server;
    QString m_token;
    std::unique_ptr<QWebSocket> m_socket;
    ConnectionState m_state = ConnectionState::Closed;
    RequestTracker m_tracker;
    ReconnectPolicy m_policy;
    QTimer m_retry;
    QTimer m_liveness;
    qint64 m_lastHeardMs = 0;
    wire::JsonParser m_parser;
    wire::Limits m_limits;
    Failure m_lastFailure;
};

} // namespace salon::client
