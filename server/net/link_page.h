// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/http_request.h"
#include "server/net/http_response.h"

namespace salon::server {

//! What GET /link/ROOM/SEQ answers: a page that offers salon://HOST/ROOM/SEQ to whoever has Salon.
//! It is made of the address alone, so that it tells nothing: the same for what exists and what
//! does not, for whoever asks. NotFound when room or seq are no numbers, BadRequest without a host.
Result<HttpResponse> linkPage(const HttpRequest &request);

} // namespace salon::server
