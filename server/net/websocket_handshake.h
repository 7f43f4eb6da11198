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

//! The head of the answer that makes a WebSocket of the connection.
QByteArray handshakeAnswer(const HttpRequest &head);

} // namespace salon::server
