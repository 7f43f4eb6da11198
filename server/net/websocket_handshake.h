// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/http_request.h"
#include "server/net/http_response.h"
#include <optional>

namespace salon::server {

//! What a head that asks for WebSocket breaks of RFC 6455, 4.2.1; nothing when all is well.
std::optional<HttpResponse> handshakeFault(const HttpRequest &head);
//! "Use WebSocket here."
HttpResponse upgradeRequired();

//! The head as QWebSocketServer needs it and no longer: QWebSocket keeps all that it is given for
//! its whole life. `number` comes back as the name of the resource.
QByteArray leanHandshake(const HttpRequest &head, quint64 number);
quint64 numberOfResource(const QString &resourceName);

} // namespace salon::server
