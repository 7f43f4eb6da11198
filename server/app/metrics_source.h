// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <functional>

namespace salon::server {

class ServerApp;

//! All figures of the server as a Prometheus page; `told` is called once, in the main thread. What
//! the database cannot tell now is left out.
void collectMetrics(ServerApp &app, std::function<void(QByteArray)> told);

} // namespace salon::server
