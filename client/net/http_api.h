// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/connection_failure.h"
#include "shared/protocol/account_messages.h"
#include <QNetworkAccessManager>
#include <QUrl>
#include <functional>
#include <variant>

class QNetworkReply;

namespace salon::client {

template <class T>
using ApiResult = std::variant<T, Failure>;

//! The requests that go over HTTP: before there is a session, and to end it. Redirects are not
//! followed: they would carry the password elsewhere. Answers come once; none after cancel().
class HttpApi : public QObject {
    Q_OBJECT
public:
    static constexpr int kUsualTimeoutMs = 15'000;

    explicit HttpApi(QObject *parent = nullptr);

    void fetchServer(const QUrl &server,
                     std::function<void(ApiResult<protocol::ServerCard>)> answer);
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
    template <class T>
    void expect(QNetworkReply *reply, std::function<void(ApiResult<T>)> answer);
    QNetworkRequest requestFor(const QUrl &server, const QString &path, const QString &token) const;
    QNetworkReply *post(const QUrl &server, const QString &path, const QByteArray &body,
                        const QString &token);

    QNetworkAccessManager m_network;
    int m_timeoutMs = kUsualTimeoutMs;
};

} // namespace salon::client
