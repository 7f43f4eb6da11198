// SPDX-License-Identifier: MIT
#include "server/net/rest_gateway.h"
#include "server/dispatch/request_table.h"
#include "server/net/link_page.h"
#include "server/net/rest_routes.h"
#include "server/operation/fault_counts.h"
#include "server/operation/log.h"
#include "server/operation/metrics_page.h"
#include "server/operation/request_counts.h"
#include "server/operation/request_trace.h"
#include "shared/base/wipe.h"
#include "shared/wire/envelope.h"
#include <QCryptographicHash>
#include <QScopeGuard>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

using Exchange = RestGateway::Exchange;

//! The answer that says so, and its line in the log.
HttpResponse refusal(Error error)
{
    error.trace = RequestTrace::currentId();
    RequestCounts::process().failed(error.code);
    const bool isOurs = error.code == ErrorCode::Internal || error.code == ErrorCode::Unavailable;
    if (error.code == ErrorCode::Internal)
        FaultCounts::process().add(ServerFault::Internal);
    if (isOurs)
        logError("net", u"request failed",
                 {{"trace", error.trace},
                  {"error", error.toString()},
                  {"reason", wire::fromUtf8(wireName(error.reason))}});
    else
        logInfo("net", u"request refused", {{"trace", error.trace}, {"error", error.toString()}});
    wire::JsonWriter writer;
    writer.beginObject();
    writer.key("error");
    wire::encodeError(writer, error);
    writer.endObject();
    HttpResponse response = HttpResponse::json(httpStatus(error.code), writer.take());
    if (error.retryAfterMs)
        response.headers.append(
            {"Retry-After", QByteArray::number((*error.retryAfterMs + 999) / 1000)});
    return response;
}

void refuse(const Exchange &exchange, const Error &error)
{
    exchange->answer(refusal(error));
}

Dispatcher::Done answerTo(const Exchange &exchange)
{
    return [exchange](Result<Answer> answer) {
        if (!answer)
            return refuse(exchange, answer.error());
        RequestCounts::process().succeeded();
        exchange->answer(HttpResponse::json(answer->status, answer->json));
    };
}

//! Overwrites what must not stay in memory when the request was answered, in all its copies.
template <class T>
void forgetSecrets(T &request)
{
    if constexpr (requires { request.password; })
        wipe(request.password);
    if constexpr (requires { request.old; })
        wipe(request.old);
    if constexpr (requires { request.fresh; })
        wipe(request.fresh);
}

template <class T>
Dispatcher::Done answerAndForget(const Exchange &exchange, const T &request)
{
    return [answered = answerTo(exchange), request = T(request)](Result<Answer> answer) mutable {
        answered(std::move(answer));
        forgetSecrets(request);
    };
}

//! The body, which may hold a password, as a T; nothing after the refusal was answered.
template <class T>
std::optional<T> bodyAs(const Exchange &exchange, const wire::Limits &limits)
{
    thread_local wire::JsonParser parser;
    const auto forget = qScopeGuard([] { parser.forget(); });
    const QByteArray &body = exchange->request().body;
    const auto json = parser.parse(body.isEmpty() ? QByteArrayView("{}") : QByteArrayView(body));
    T value{};
    Error error;
    if (json && wire::Codec<T>::decode(*json, value, limits, error))
        return value;
    forgetSecrets(value);
    // Without the path: a key of what is no good JSON may be the password itself.
    refuse(exchange, json ? error : Error(json.error().code, json.error().message));
    return {};
}

Result<std::optional<qint64>> numberInQuery(const HttpRequest &request, const QString &name)
{
    const auto text = request.queryItem(name);
    if (!text)
        return std::optional<qint64>();
    bool fine = false;
    const qint64 number = text->toLongLong(&fine);
    if (!fine || number < 0)
        return Error::badRequest(u"query."_s + name, u"expected a number"_s);
    return std::optional(number);
}

Result<protocol::ListMessages> pageAsked(const HttpRequest &request, RoomId room)
{
    protocol::ListMessages list{.room = room};
    TRY_ASSIGN(list.before, numberInQuery(request, u"before"_s));
    TRY_ASSIGN(list.after, numberInQuery(request, u"after"_s));
    TRY_ASSIGN(list.around, numberInQuery(request, u"around"_s));
    TRY_ASSIGN(list.limit, numberInQuery(request, u"limit"_s));
    const int bounds =
        int(list.before.has_value()) + int(list.after.has_value()) + int(list.around.has_value());
    if (bounds > 1)
        return Error::badRequest(u"query.limit"_s, u"only one of before, after and around"_s);
    if (list.limit && (*list.limit < 1 || *list.limit > protocol::kMaxPage))
        return Error::badRequest(u"query.limit"_s, u"is not between 1 and 200"_s);
    return list;
}

std::optional<QByteArray> bearerToken(const HttpRequest &request)
{
    constexpr QByteArrayView kBearer = "bearer ";
    const QByteArray header = request.headers.value("Authorization");
    if (header.left(kBearer.size()).toLower() != kBearer)
        return {};
    return header.sliced(kBearer.size()).trimmed();
}

QByteArray secretHash(const QByteArray &secret)
{
    return QCryptographicHash::hash(secret, QCryptographicHash::Sha256);
}

bool isNumber(const QString &text)
{
    return !text.isEmpty()
        && std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
}

} // namespace

void RestGateway::handle(const Exchange &exchange)
{
    const RequestTurn turn(RequestTrace::begin());
    StageTimer timer(Stage::Http);
    const HttpRequest &request = exchange->request();
    const QByteArray method = request.method == "HEAD" ? QByteArray("GET") : request.method;
    const bool asksForAll = request.target == "*"; // OPTIONS of the server as a whole
    QByteArrayList allowed;
    for (const RestRoute &route : routes()) {
        if (!asksForAll && !route.fits(request.path))
            continue;
        if (route.method == method) {
            RequestTrace::nameCurrent(route.kind.empty() ? "http" : route.kind);
            return (this->*route.handle)(exchange);
        }
        const QByteArray name = route.method == "GET" ? QByteArray("GET, HEAD") : route.method;
        // Of the paths by kind only those exist whose kind does.
        if (!allowed.contains(name)
            && (!route.isOfEachKind() || findHttpRequest(request.path.last().toStdString())))
            allowed.append(name);
    }
    if (allowed.isEmpty())
        return refuse(exchange, Error::notFound(u"path"));
    HttpResponse response = method == "OPTIONS"
        ? HttpResponse::json(204, {})
        : refusal(Error(ErrorCode::MethodNotAllowed, u"not by this method"_s));
    response.headers.append({"Allow", allowed.join(", ") + ", OPTIONS"});
    exchange->answer(response);
}

std::optional<Caller> RestGateway::authenticated(const Exchange &exchange)
{
    const auto token = bearerToken(exchange->request());
    auto caller = token ? m_dispatcher.authenticate(*token, exchange->request().peer)
                        : Result<Caller>(Error(ErrorCode::Unauthorized, u"no bearer token"_s));
    if (!caller) {
        refuse(exchange, caller.error());
        return {};
    }
    exchange->markAuthenticated();
    RequestTrace::nameCurrent(caller->user, caller->session);
    return *caller;
}

void RestGateway::health(const Exchange &exchange)
{
    exchange->answer(HttpResponse::text(200, "ok\n"));
}

void RestGateway::readiness(const Exchange &exchange)
{
    const bool ready = m_isReady && m_dispatcher.canStore() && m_dispatcher.canRead();
    exchange->answer(HttpResponse::text(ready ? 200 : 503, ready ? "ready\n" : "not ready\n"));
}

void RestGateway::link(const Exchange &exchange)
{
    const auto page = linkPage(exchange->request());
    if (page)
        exchange->answer(*page);
    else
        refuse(exchange, page.error());
}

void RestGateway::setMetrics(const QByteArray &token, Metrics source)
{
    m_metricsTokenHash = secretHash(token);
    m_metrics = std::move(source);
}

void RestGateway::metrics(const Exchange &exchange)
{
    const auto token = bearerToken(exchange->request());
    // Of the hashes, so that the time tells nothing of the token.
    if (!m_metrics || !token || secretHash(*token) != m_metricsTokenHash)
        return refuse(exchange, Error(ErrorCode::Unauthorized, u"not the token of the metrics"_s));
    exchange->markAuthenticated();
    m_metrics([exchange](const QByteArray &page) {
        HttpResponse response = HttpResponse::text(200, page);
        response.contentType = MetricsPage::kContentType;
        exchange->answer(response);
    });
}

void RestGateway::server(const Exchange &exchange)
{
    m_dispatcher.serverCard(answerTo(exchange));
}

void RestGateway::setUp(const Exchange &exchange)
{
    if (const auto setup = bodyAs<protocol::Setup>(exchange, m_dispatcher.facts().limits))
        m_dispatcher.setUp(*setup, exchange->request().peer, answerAndForget(exchange, *setup));
}

void RestGateway::login(const Exchange &exchange)
{
    if (const auto login = bodyAs<protocol::Login>(exchange, m_dispatcher.facts().limits))
        m_dispatcher.login(*login, exchange->request().peer, answerAndForget(exchange, *login));
}

void RestGateway::logout(const Exchange &exchange)
{
    const auto caller = authenticated(exchange);
    if (caller && bodyAs<protocol::Logout>(exchange, m_dispatcher.facts().limits))
        m_dispatcher.logout(*caller, answerTo(exchange));
}

void RestGateway::renew(const Exchange &exchange)
{
    const auto caller = authenticated(exchange);
    if (caller && bodyAs<protocol::Renew>(exchange, m_dispatcher.facts().limits))
        m_dispatcher.renew(*caller, answerTo(exchange));
}

void RestGateway::password(const Exchange &exchange)
{
    const auto caller = authenticated(exchange);
    if (!caller)
        return;
    if (const auto change = bodyAs<protocol::ChangePassword>(exchange, m_dispatcher.facts().limits))
        m_dispatcher.changePassword(*caller, *change, exchange->request().peer,
                                    answerAndForget(exchange, *change));
}

void RestGateway::sessions(const Exchange &exchange)
{
    if (const auto caller = authenticated(exchange))
        m_dispatcher.listSessions(*caller, answerTo(exchange));
}

void RestGateway::endSession(const Exchange &exchange)
{
    const auto caller = authenticated(exchange);
    if (!caller)
        return;
    const QString id = exchange->request().path.last();
    if (!isNumber(id))
        return refuse(exchange, Error::notFound(u"session"));
    m_dispatcher.endSession(*caller, {id.toLongLong()}, answerTo(exchange));
}

void RestGateway::request(const Exchange &exchange, std::string_view kind, const QByteArray &json,
                          const Caller &caller)
{
    thread_local wire::JsonParser parser;
    const auto data = parser.parse(json);
    if (!data)
        return refuse(exchange, data.error());
    m_dispatcher.request(kind, *data, caller, answerTo(exchange));
}

void RestGateway::byKind(const Exchange &exchange)
{
    const auto caller = authenticated(exchange);
    if (!caller)
        return;
    const HttpRequest &http = exchange->request();
    request(exchange, http.path.last().toStdString(),
            http.body.isEmpty() ? QByteArray("{}") : http.body, *caller);
}

void RestGateway::listRooms(const Exchange &exchange)
{
    const auto caller = authenticated(exchange);
    if (!caller)
        return;
    protocol::ListRooms list;
    const auto after = numberInQuery(exchange->request(), u"after"_s);
    if (!after)
        return refuse(exchange, after.error());
    if (*after && **after > 0)
        list.after = RoomId{**after};
    list.filter = exchange->request().queryItem(u"filter");
    request(exchange, protocol::ListRooms::kind, wire::encoded(list), *caller);
}

void RestGateway::createRoom(const Exchange &exchange)
{
    if (const auto caller = authenticated(exchange))
        request(exchange, protocol::CreateRoom::kind, exchange->request().body, *caller);
}

void RestGateway::withRoom(const Exchange &exchange, const Caller &caller,
                           std::function<void(RoomId)> go)
{
    const QString segment = exchange->request().path.at(2);
    if (isNumber(segment))
        return go({segment.toLongLong()});
    m_dispatcher.findRoom(segment, caller, [exchange, go = std::move(go)](Result<RoomId> room) {
        if (room)
            go(*room);
        else
            refuse(exchange, room.error());
    });
}

void RestGateway::listMessages(const Exchange &exchange)
{
    const auto caller = authenticated(exchange);
    if (!caller)
        return;
    withRoom(exchange, *caller, [this, exchange, caller = *caller](RoomId room) {
        const auto list = pageAsked(exchange->request(), room);
        if (!list)
            return refuse(exchange, list.error());
        request(exchange, protocol::ListMessages::kind, wire::encoded(*list), caller);
    });
}

void RestGateway::postMessage(const Exchange &exchange)
{
    const auto caller = authenticated(exchange);
    if (!caller)
        return;
    withRoom(exchange, *caller, [this, exchange, caller = *caller](RoomId room) {
        // The path names the room; a body may repeat it, but not contradict.
        thread_local wire::JsonParser parser;
        const auto body = parser.parse(exchange->request().body);
        if (!body)
            return refuse(exchange, body.error());
        const auto named = body->member("room");
        if (named && (!named->string() || wire::fromUtf8(*named->string()) != room.toString()))
            return refuse(exchange,
                          Error::badRequest(u"data.room"_s, u"is not the room of the path"_s));
        QByteArray json = exchange->request().body.trimmed();
        if (!named && body->isObject()) {
            const bool isEmpty = body->size() == 0;
            json = "{\"room\":\"" + room.toString().toLatin1() + (isEmpty ? "\"" : "\",")
                + json.sliced(1);
        }
        request(exchange, protocol::PostMessage::kind, json, caller);
    });
}

} // namespace salon::server
