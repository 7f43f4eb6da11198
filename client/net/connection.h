// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/broken_rule.h"
#include "client/net/http_api.h"
#include "client/net/network_watch.h"
#include "client/net/reconnect_policy.h"
#include "client/net/request_tracker.h"
#include "client/net/server_trust.h"
#include "shared/protocol/catalogue.h"
#include <QElapsedTimer>
#include <QPointer>
#include <QSslConfiguration>
#include <QTimer>
#include <QUrl>
#include <QWebSocket>

namespace salon::client {

enum class ConnectionState { Closed, Connecting, Online, Waiting };

//! What a server said of itself and of the session.
struct ServerFacts {
    QString name;
    QString version;
    qint64 protocol = 0;
    Timestamp sessionEndsAt = 0; //!< by the server's clock
};

//! What went wrong with a connection, and when by this computer's clock.
struct Trouble {
    Failure failure;
    Timestamp at = 0;
};

//! The WebSocket to the server: says hello, keeps itself connected, asks and hands on what is
//! pushed. It is not opened without encryption beyond this computer, nor to who shows a wrong
//! certificate, unless a person allowed it. A request's answer is called exactly once: with the
//! reply, the server's error, Unavailable when the connection was lost first (the outcome is then
//! unknown), ProtocolError when the reply was not understood (it may have been done), or at once
//! with what a rule of the request or a limit of the server forbids.
class Connection : public QObject {
    Q_OBJECT
public:
    static constexpr int kUsualTimeoutMs = 15'000;
    static constexpr int kUsualSilenceLimitMs = 45'000;

    explicit Connection(QObject *parent = nullptr);
    ~Connection() override;

    //! What a person allowed; nothing without it.
    void setTrust(const ServerTrust *trust);
    //! `server` as http(s)://host[:port]; tries, after a while, until close() or until the session
    //! is refused.
    void open(const QUrl &server, const QString &token, int afterMs = 0);
    void close();
    void setToken(const QString &token) { m_token = token; }
    //! How long a server may be silent, before it said hello, until it counts as timed out.
    void setTimeout(int milliseconds);
    //! How long an open line may be silent until it counts as dead; the server is pinged before.
    void setSilenceLimit(int milliseconds);
    //! How long after its last byte a dead line is found, at the latest.
    int longestSilenceMs() const { return int(m_silenceLimitMs) + m_liveness.interval(); }
    void retryNow();
    //! The network came back or is another one: who waits tries at once, and an open line has to
    //! prove itself.
    void networkChanged();

    ConnectionState state() const { return m_state; }
    qint64 retryInMs() const; //!< until the next try, while Waiting
    //! What the server announced; the usual ones before it did.
    const wire::Limits &limits() const { return m_limits; }
    const Failure &lastFailure() const { return m_lastFailure; }
    //! The latest failure since open(), also after it was overcome; nothing when there was none.
    const std::optional<Trouble> &latestTrouble() const { return m_trouble; }
    //! How often the connection came back since open().
    int reconnections() const { return std::max(0, m_hellos - 1); }
    //! How far this computer's clock was ahead of the server's at the latest hello.
    qint64 clockAheadMs() const { return m_clockAheadMs; }
    //! While an answer is told: what finds its request in the server's log; empty when unknown.
    const QString &trace() const { return m_trace; }
    //! Who answers, as it said in its hello; nothing before.
    const std::optional<ServerFacts> &facts() const { return m_facts; }
    const QUrl &server() const { return m_server; }
    //! How the open line is encrypted, and whose certificate it shows; nothing for plain text, or
    //! while there is none.
    const std::optional<QSslConfiguration> &encryption() const { return m_encryption; }
    //! Asks for a pong: roundTripMeasured() follows.
    void measure();

    template <class T>
    void request(const T &message, std::function<void(Result<typename T::Reply>)> answer)
    {
        if (m_state != ConnectionState::Online)
            return answer(Error(ErrorCode::Unavailable, QStringLiteral("not connected")));
        if (auto broken = brokenRule(message, m_limits))
            return answer(*std::move(broken));
        ask(message, std::move(answer));
    }

Q_SIGNALS:
    void stateChanged(ConnectionState state);
    //! More is known of lastFailure() than when the state changed.
    void failureExplained();
    void roundTripMeasured(qint64 nanoseconds);
    //! Each text frame as it goes over the wire, for whoever wants to look on.
    void frameSent(const QByteArray &frame);
    void frameReceived(const QByteArray &frame);
    void helloAnswered(const protocol::HelloReply &hello);
    void eventReceived(const protocol::RoomEvent &event);
    void roomListed(const protocol::RoomListed &listed);
    void roomRemoved(RoomId room);
    void readMoved(const protocol::ReadMoved &moved);
    void typingStarted(const protocol::TypingStarted &typing);
    void presenceChosen(const protocol::PresenceChosen &chosen);
    void presenceChanged(const QList<protocol::Presence> &people);
    //! The server does not accept the session (any more): log in again. Comes once, when the
    //! connection is Closed already.
    void sessionRefused(const Failure &failure);

private:
    template <class T>
    void ask(const T &message, std::function<void(Result<typename T::Reply>)> answer)
    {
        using Reply = typename T::Reply;
        const QString id = m_tracker.add([this, answer](const Result<wire::JsonValue> &json) {
            if (!json)
                return answer(json.error());
            auto reply = wire::decoded<Reply>(*json, m_limits, "data");
            if (!reply)
                reply.error().code = ErrorCode::ProtocolError;
            answer(std::move(reply));
        });
        const QByteArray frame = wire::requestFrame(id, message);
        if (frame.size() > m_limits.clientFrame)
            m_tracker.resolve(id, Error::tooLarge({}, m_limits.clientFrame));
        else
            send(frame);
    }
    void connectNow();
    void dropSocket();
    void send(const QByteArray &frame);
    void greeted(const Result<protocol::HelloReply> &reply);
    void sayHello();
    void receive(const QString &text);
    void receivePush(const wire::Frame &frame);
    void receiveError(const wire::Frame &frame);
    void lost();

    // connection_line.cpp
    void openSocket();
    void judgeCertificate(const QList<QSslError> &errors);
    void failed(QAbstractSocket::SocketError error);
    //! Why the line ended, by what its socket says.
    Failure failureNow() const;
    static bool canBeExplained(ConnectionFailure failure);
    void explain(const Failure &failure);
    void noteTrouble();

    //! This try is over for that reason; the next one follows.
    void giveUp(const Failure &failure);
    void endSession(const Failure &failure);
    void setState(ConnectionState state);
    void checkLiveness();
    void setTick();

    QUrl m_server;
    QString m_token;
    QPointer<const ServerTrust> m_trust;
    std::unique_ptr<QWebSocket> m_socket;
    std::optional<QSslConfiguration> m_encryption;
    HttpApi m_inquiry; //!< finds out more about a failure
    //! What the last failure turned out to be: the next of its kind is the same until proven
    //! otherwise.
    std::optional<std::pair<ConnectionFailure, Failure>> m_explanation;
    ConnectionState m_state = ConnectionState::Closed;
    RequestTracker m_tracker;
    ReconnectPolicy m_policy;
    QTimer m_retry;
    QTimer m_liveness;
    qint64 m_timeoutMs = kUsualTimeoutMs;
    qint64 m_silenceLimitMs = kUsualSilenceLimitMs;
    qint64 m_lastHeardMs = 0;
    std::optional<qint64> m_doubtedMs; //!< when the line was last asked to prove itself
    NetworkWatch m_network;
    QElapsedTimer m_sincePing;
    QString m_trace;
    std::optional<ServerFacts> m_facts;
    wire::JsonParser m_parser;
    wire::Limits m_limits;
    Failure m_lastFailure;
    std::optional<Trouble> m_trouble;
    int m_hellos = 0;
    qint64 m_clockAheadMs = 0;
    std::optional<Failure> m_failure; //!< of the connection that is just ending
};

} // namespace salon::client
