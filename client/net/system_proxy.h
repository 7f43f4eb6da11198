// SPDX-License-Identifier: MIT
#pragma once

class QNetworkProxy;
class QUrl;

namespace salon::client {

//! From now on this process reaches servers by the proxy that the system's settings name for them,
//! requests and WebSockets alike, as browsers do; never for what stays on this computer.
void useSystemProxy();

//! Whether that server is reached by a proxy, and by which.
bool hasProxy(const QUrl &server);
QNetworkProxy proxyOf(const QUrl &server);

} // namespace salon::client
