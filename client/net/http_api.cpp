// SPDX-License-Identifier: MIT
#include "client/net/http_api.h"
#include "shared/wire/envelope.h"
#include <QNetworkReply>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qint64 kMaxBody = 1024 * 1024;

ConnectionFailure failureOf(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::HostNotFoundError:
        return ConnectionFailure::NameNotFound;
    case QNetworkReply::ConnectionRefusedError:
        return ConnectionFailure::Refused;
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError:
        return ConnectionFailure::TimedOut;
    case QNetworkReply::SslHandshakeFailedError:
        return ConnectionFailure::TlsFailed;
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
        return ConnectionFailure::NotASalonServer;
    default:
        return ConnectionFailure::NoNetwork;
    }
}

template <class T>
ApiResult<T> read(QNetworkReply *reply)
{
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0)
        return Failure{failureOf(reply->error()), {}};
    // Once it has shown its card it is a Salon server: what it says later may only be unclear.
    const bool isCard = std::is_same_v<T, protocol::ServerCard>;
    const auto unclear =
        isCard ? ConnectionFailure::NotASalonServer : ConnectionFailure::ReplyNotUnderstood;
    wire::JsonParser parser;
    const QByteArray body = reply->read(kMaxBody);
    const auto json = parser.parse(body);
    if (!json)
        return Failure{unclear, json.error()};
    if (const auto error = json->member("error")) {
        if (auto decoded = wire::decodeError(*error))
            return Failure{ConnectionFailure::None, *std::move(decoded)};
        return Failure{unclear, {}};
    }
    auto value = wire::decoded<T>(*json, {});
    if (!value)
        return Failure{unclear, value.error()};
    return *std::move(value);
}

} // namespace

HttpApi::HttpApi(QObject *parent) : QObject(parent)
{
}

QNetworkRequest HttpApi::requestFor(const QUrl &server, const QString &path,
                                    const QString &token) const
{
    QUrl url = server;
    url.setPath(path);
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    request.setTransferTimeout(m_timeoutMs);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    if (!token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + token.toLatin1());
    return request;
}

template <class T>
void HttpApi::expect(QNetworkReply *reply, std::function<void(ApiResult<T>)> answer)
{
    reply->setParent(this);
    connect(reply, &QNetworkReply::finished, this, [reply, answer = std::move(answer)] {
        reply->deleteLater();
        answer(read<T>(reply));
    });
}

QNetworkReply *HttpApi::post(const QUrl &server, const QString &path, const QByteArray &body,
                             const QString &token)
{
    return m_network.post(requestFor(server, path, token), body);
}

void HttpApi::fetchServer(const QUrl &server,
                          std::function<void(ApiResult<protocol::ServerCard>)> answer)
{
    expect<protocol::ServerCard>(
        m_network.get(requestFor(server, u"/api/server"_s, {})),
        [answer = std::move(answer)](ApiResult<protocol::ServerCard> card) {
            if (auto *found = std::get_if<protocol::ServerCard>(&card)) {
                const auto &range = found->protocol;
                if (range.min > protocol::kProtocolVersion
                    || range.max < protocol::kProtocolVersion)
                    card = Failure{ConnectionFailure::ProtocolVersion, {}};
            }
            answer(std::move(card));
        });
}

void HttpApi::login(const QUrl &server, const protocol::Login &login,
                    std::function<void(ApiResult<protocol::LoginReply>)> answer)
{
    expect<protocol::LoginReply>(post(server, u"/api/login"_s, wire::encoded(login), {}),
                                 std::move(answer));
}

void HttpApi::setUp(const QUrl &server, const protocol::Setup &setup,
                    std::function<void(ApiResult<protocol::LoginReply>)> answer)
{
    expect<protocol::LoginReply>(post(server, u"/api/setup"_s, wire::encoded(setup), {}),
                                 std::move(answer));
}

void HttpApi::renew(const QUrl &server, const QString &token,
                    std::function<void(ApiResult<protocol::Renewed>)> answer)
{
    expect<protocol::Renewed>(post(server, u"/api/session/renew"_s, "{}", token),
                              std::move(answer));
}

void HttpApi::logout(const QUrl &server, const QString &token,
                     std::function<void(ApiResult<protocol::Done>)> answer)
{
    expect<protocol::Done>(post(server, u"/api/logout"_s, "{}", token), std::move(answer));
}

void HttpApi::cancel()
{
    for (QNetworkReply *reply : findChildren<QNetworkReply *>()) {
        reply->disconnect(this);
        reply->deleteLater(); // and with it what it still does
    }
}

} // namespace salon::client
