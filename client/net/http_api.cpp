// SPDX-License-Identifier: MIT
#include "client/net/http_api.h"
#include "client/net/certificate_check.h"
#include "client/net/line_failures.h"
#include "shared/wire/envelope.h"
#include <QNetworkReply>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qint64 kMaxBody = 1024 * 1024;

template <class T>
ApiResult<T> read(QNetworkReply *reply, const QUrl &server)
{
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0)
        return Failure{failureOf(reply->error(), server), {}};
    // Once it has shown its card it is a Salon server: what it says later may only be unclear.
    const bool isCard = std::is_same_v<T, protocol::ServerCard>;
    const auto unclear = failureOfStatus(status,
                                         isCard ? ConnectionFailure::NotASalonServer
                                                : ConnectionFailure::ReplyNotUnderstood);
    wire::JsonParser parser;
    const QByteArray body = reply->read(kMaxBody);
    const auto json = parser.parse(body);
    if (!json)
        return Failure{unclear, json.error()};
    if (const auto error = json->member("error")) {
        auto decoded = wire::decodeError(*error);
        if (decoded && !(isCard && decoded->code == ErrorCode::ProtocolError))
            return Failure{ConnectionFailure::None, *std::move(decoded)};
        return Failure{unclear, {}};
    }
    auto value = wire::decoded<T>(*json, {});
    if (!value)
        return Failure{unclear, value.error()};
    return *std::move(value);
}

//! Whether the card's server can be talked to at all.
void checkVersion(ApiResult<protocol::ServerCard> &card)
{
    const auto *found = std::get_if<protocol::ServerCard>(&card);
    if (!found)
        return;
    if (found->protocol.max < protocol::kProtocolVersion)
        card = Failure{ConnectionFailure::ServerTooOld, {}};
    else if (found->protocol.min > protocol::kProtocolVersion)
        card = Failure{ConnectionFailure::ServerTooNew, {}};
}

} // namespace

HttpApi::HttpApi(QObject *parent) : QObject(parent)
{
}

void HttpApi::setTrust(const ServerTrust *trust)
{
    m_trust = trust;
    // A connection that is kept was checked by the rules of its time.
    connect(trust, &ServerTrust::changed, this, [this] { m_network.clearConnectionCache(); });
}

QNetworkRequest HttpApi::requestTo(const QUrl &server, const QString &path,
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
    request.setSslConfiguration(
        tlsConfiguration(m_trust ? m_trust->trustedCertificate(server) : QByteArray()));
    return request;
}

template <class T>
void HttpApi::ask(const QUrl &server, const QString &path, const std::optional<QByteArray> &body,
                  const QString &token, std::function<void(ApiResult<T>)> answer)
{
    if (!mayBeAsked(server, m_trust))
        return refuse([answer] { answer(Failure{ConnectionFailure::NotEncrypted, {}}); });
    const QNetworkRequest request = requestTo(server, path, token);
    hear(body ? m_network.post(request, *body) : m_network.get(request), server, std::move(answer));
}

template <class T>
void HttpApi::hear(QNetworkReply *reply, const QUrl &server,
                   std::function<void(ApiResult<T>)> answer)
{
    reply->setParent(this);
    auto refused = std::make_shared<std::optional<Failure>>();
    connect(reply, &QNetworkReply::sslErrors, this, [=, this](const QList<QSslError> &errors) {
        const auto trusted = m_trust ? m_trust->trustedCertificate(server) : QByteArray();
        const auto shown = reply->sslConfiguration().peerCertificate();
        *refused = certificateFailure(errors, shown, trusted);
        if (!*refused)
            reply->ignoreSslErrors(errors);
    });
    connect(reply, &QNetworkReply::finished, this, [=] {
        reply->deleteLater();
        answer(*refused ? ApiResult<T>(**refused) : read<T>(reply, server));
    });
}

void HttpApi::refuse(std::function<void()> tellRefusal)
{
    const auto later = [this, tellRefusal = std::move(tellRefusal), turn = m_turn] {
        if (turn == m_turn)
            tellRefusal();
    };
    QMetaObject::invokeMethod(this, later, Qt::QueuedConnection);
}

void HttpApi::fetchServer(const QUrl &server,
                          std::function<void(ApiResult<protocol::ServerCard>)> answer)
{
    ask<protocol::ServerCard>(server, u"/api/server"_s, {}, {},
                              [=, this](ApiResult<protocol::ServerCard> card) {
                                  checkVersion(card);
                                  explain(server, std::move(card), answer);
                              });
}

void HttpApi::explain(const QUrl &server, ApiResult<protocol::ServerCard> card,
                      const std::function<void(ApiResult<protocol::ServerCard>)> &answer)
{
    const auto *failure = std::get_if<Failure>(&card);
    if (!failure || !LineProbe::canExplain(failure->connection))
        return answer(std::move(card));
    m_probe.explain(server, failure->connection, m_timeoutMs,
                    [answer, failure = *failure](ConnectionFailure why) {
                        answer(Failure{why, failure.error});
                    });
}

void HttpApi::findOut(const QUrl &server, const Failure &seen,
                      std::function<void(const Failure &)> told)
{
    fetchServer(server, [=, this](const ApiResult<protocol::ServerCard> &card) {
        if (const auto *failure = std::get_if<Failure>(&card)) {
            const bool isAboutVersion = failure->connection == ConnectionFailure::ServerTooOld
                || failure->connection == ConnectionFailure::ServerTooNew;
            const bool wasAboutVersion = seen.connection == ConnectionFailure::ProtocolVersion;
            return told(wasAboutVersion && !isAboutVersion ? seen : *failure);
        }
        const bool wasAboutLine = seen.connection == ConnectionFailure::NotASalonServer
            || seen.connection == ConnectionFailure::HungUp;
        if (!wasAboutLine)
            return told(seen);
        askForUpgrade(server, told);
    });
}

// The card is fine: what refused the WebSocket says why, if that was the server.
void HttpApi::askForUpgrade(const QUrl &server, const std::function<void(const Failure &)> &told)
{
    QNetworkRequest request = requestTo(server, u"/ws"_s, {});
    request.setRawHeader("Connection", "Upgrade");
    request.setRawHeader("Upgrade", "websocket");
    request.setRawHeader("Sec-WebSocket-Version", "13");
    request.setRawHeader("Sec-WebSocket-Key", "c2Fsb24gYXNrcyB3aHkgIQ==");
    hear<protocol::Done>(
        m_network.get(request), server, [told](const ApiResult<protocol::Done> &answer) {
            const auto *failure = std::get_if<Failure>(&answer);
            const bool isServers = failure && failure->connection == ConnectionFailure::None
                && failure->error.code != ErrorCode::BadRequest;
            told(isServers ? *failure : Failure{ConnectionFailure::LineNotPassedOn, {}});
        });
}

void HttpApi::login(const QUrl &server, const protocol::Login &login,
                    std::function<void(ApiResult<protocol::LoginReply>)> answer)
{
    ask(server, u"/api/login"_s, wire::encoded(login), {}, std::move(answer));
}

void HttpApi::setUp(const QUrl &server, const protocol::Setup &setup,
                    std::function<void(ApiResult<protocol::LoginReply>)> answer)
{
    ask(server, u"/api/setup"_s, wire::encoded(setup), {}, std::move(answer));
}

void HttpApi::renew(const QUrl &server, const QString &token,
                    std::function<void(ApiResult<protocol::Renewed>)> answer)
{
    ask(server, u"/api/session/renew"_s, "{}", token, std::move(answer));
}

void HttpApi::logout(const QUrl &server, const QString &token,
                     std::function<void(ApiResult<protocol::Done>)> answer)
{
    ask(server, u"/api/logout"_s, "{}", token, std::move(answer));
}

void HttpApi::cancel()
{
    ++m_turn;
    m_probe.cancel();
    for (QNetworkReply *reply : findChildren<QNetworkReply *>()) {
        reply->disconnect(this);
        reply->deleteLater(); // and with it what it still does
    }
}

} // namespace salon::client
