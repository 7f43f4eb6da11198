// SPDX-License-Identifier: MIT
#pragma once
#include <functional>

class QObject;

namespace salon::server {

struct SignalHandlers {
    std::function<void()> stop; //!< SIGTERM, SIGINT, Ctrl+C
    std::function<void()> reload; //!< SIGHUP, where there is one
};

//! Calls them in the event loop when the process is asked to. Writing to what nobody reads any
//! more, or beyond a file's limit, becomes an error of that write.
void onSignals(QObject *context, SignalHandlers handlers);

} // namespace salon::server
