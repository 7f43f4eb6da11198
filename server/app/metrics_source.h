// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QByteArray>
#include <functional>

namespace salon::server {

class ServerApp;

//! All figures of the server as a Prometheus page; `told` is called once, in the main thread. What
//! the database cannot tell now is left out.
void collectMetrics(ServerApp &app, std::function<void(QByteArray)> told);

//! The token that lets a monitoring system read /metrics: a line of hexadecimal digits in the file,
//! made when there is none. Refuses one that others may read, or that is too short.
Result<QByteArray> loadOrMakeMetricsToken(const QString &path);

} // namespace salon::server
