// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/http_request.h"
#include "server/net/http_response.h"
#include <QPointer>

namespace salon::server {

class HttpConnection;

//! One request and its answer, which may come any time later. Lives, answers and dies in the thread
//! of its gateway. Dropped without an answer it answers 500 by itself.
class HttpExchange {
public:
    HttpExchange(HttpConnection *connection, HttpRequest request);
    ~HttpExchange();
    Q_DISABLE_COPY_MOVE(HttpExchange)

    const HttpRequest &request() const { return m_request; }
    //! Only the first answer counts; without effect when the peer is gone.
    void answer(const HttpResponse &response);
    bool isPeerGone() const { return m_connection.isNull(); }
    //! The connection does not count among its address's unauthenticated ones any more.
    void markAuthenticated();

private:
    QPointer<HttpConnection> m_connection;
    HttpRequest m_request;
    bool m_answered = false;
};

} // namespace salon::server
