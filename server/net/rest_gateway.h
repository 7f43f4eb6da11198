// SPDX-License-Identifier: MIT
#pragma once
#include "server/dispatch/dispatcher.h"
#include "server/net/http_exchange.h"
#include <memory>

namespace salon::server {

struct RestRoute;

//! The requests over HTTP: paths to requests, bearer tokens to callers, results to status and JSON.
class RestGateway {
public:
    using Exchange = std::shared_ptr<HttpExchange>;
    //! Makes the page of figures and tells it, once, in the gateway's thread.
    using Metrics = std::function<void(std::function<void(QByteArray)> told)>;

    explicit RestGateway(Dispatcher &dispatcher) : m_dispatcher(dispatcher) { }
    void handle(const Exchange &exchange);
    void setReady(bool ready) { m_isReady = ready; }
    void setMetrics(const QByteArray &token, Metrics source);

    static const QList<RestRoute> &routes();

private:
    void health(const Exchange &exchange);
    void readiness(const Exchange &exchange);
    void metrics(const Exchange &exchange);
    void server(const Exchange &exchange);
    void setUp(const Exchange &exchange);
    void login(const Exchange &exchange);
    void logout(const Exchange &exchange);
    void renew(const Exchange &exchange);
    void password(const Exchange &exchange);
    void sessions(const Exchange &exchange);
    void endSession(const Exchange &exchange);
    void listRooms(const Exchange &exchange);
    void createRoom(const Exchange &exchange);
    void listMessages(const Exchange &exchange);
    void postMessage(const Exchange &exchange);
    void byKind(const Exchange &exchange);
    void link(const Exchange &exchange);

    //! The caller, or nothing after the refusal was answered.
    std::optional<Caller> authenticated(const Exchange &exchange);
    //! Hands the id of the room in the path on, found by its name if it is one.
    void withRoom(const Exchange &exchange, const Caller &caller, std::function<void(RoomId)> go);
    void request(const Exchange &exchange, std::string_view kind, const QByteArray &json,
                 const Caller &caller);

    Dispatcher &m_dispatcher;
    bool m_isReady = false;
    QByteArray m_metricsTokenHash;
    Metrics m_metrics;
};

} // namespace salon::server
