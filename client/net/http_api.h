// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/connection_failure.h"
#include "client/net/line_probe.h"
#include "client/net/server_trust.h"
#include "shared/protocol/account_messages.h"
#include <QNetworkAccessManager>
#include <QPointer>
#include <QUrl>
#include <functional>
#include <variant>

class QNetworkReply;

namespace salon::client {

template <class T>
using ApiResult = std::variant<T, Failure>;

//! The requests that go over HTTP: before there is a session, and to end it. Nothing is sent
//! without encryption beyond this computer, nor to who shows a wrong certificate, unless a person
//! allowed it. Redirects are not followed: they would carry the password elsewhere. Answers come
//! once, from the event loop; none after cancel().
class HttpApi : public QObject {
    Q_OBJECT
public:
    static constexpr int kUsualTimeoutMs = 15'000;

    explicit HttpApi(QObject *parent = nullptr);

    //! What a person allowed; nothing without it.
    void setTrust(const ServerTrust *trust);
    void fetchServer(const QUrl &server,
                     std::function<void(ApiResult<protocol::ServerCard>)> answer);
    //! What else is known of why a WebSocket came to nothing: told as `seen` where nothing is. No
    //! secret is sent.
    void findOut(const QUrl &server, const Failure &seen,
                 std::function<void(const Failure &)> told);
    void login(const QUrl &server, const protocol::Login &login,
               std::function<void(ApiResult<protocol::LoginReply>)> answer);
    void setUp(const QUrl &server, const protocol::Setup &setup,
               std::function<void(ApiResult<protocol::LoginReply>)> answer);
    void renew(const QUrl &server, const QString &token,
               std::function<void(ApiResult<protocol::Renewed>)> answer);
    void logout(const QUrl &server, const QString &token,
                std::function<void(ApiResult<protocol::Done>)> answer);
    void cancel();
    //! How long a server may be silent before it counts as timed out.
    void setTimeout(int milliseconds) { m_timeoutMs = milliseconds; }

private:
    //! Sends it: with a `body` as a POST, else as a GET.
    template <class T>
    void ask(const QUrl &server, const QString &path, const std::optional<QByteArray> &body,
             const QString &token, std::function<void(ApiResult<T>)> answer);
    QNetworkRequest requestTo(const QUrl &server, const QString &path, const QString &token) const;
    template <class T>
    void hear(QNetworkReply *reply, const QUrl &server, std::function<void(ApiResult<T>)> answer);
    void askForUpgrade(const QUrl &server, const std::function<void(const Failure &)> &told);
    void refuse(std::function<void()> tellRefusal);
    void explain(const QUrl &server, ApiResult<protocol::ServerCard> card,
                 const std::function<void(ApiResult<protocol::ServerCard>)> &answer);

    QNetworkAccessManager m_network;
    LineProbe m_probe;
    QPointer<const ServerTrust> m_trust;
    qint64 m_turn = 0; //!< counts cancel(): what was refused before is not told after it
    int m_timeoutMs = kUsualTimeoutMs;
};

} // namespace salon::client
