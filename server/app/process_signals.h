// SPDX-License-Identifier: MIT
#pragma once
#include <functional>

class QObject;

namespace salon::server {

//! Calls `stop` in the event loop when the process is asked to end (SIGTERM, SIGINT, Ctrl+C).
void onStopSignal(QObject *context, std::function<void()> stop);

} // namespace salon::server
