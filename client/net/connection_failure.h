// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/error.h"

namespace salon::client {

//! Why the server could not be asked, or not be understood; None when it answered with an Error.
enum class ConnectionFailure {
    None,
    NameNotFound,
    Refused,
    TimedOut,
    NoNetwork,
    TlsFailed,
    NotASalonServer,
    ProtocolVersion,
    ReplyNotUnderstood,
};

//! What went wrong on the way to an answer: a failure of the connection, or the server's own error.
struct Failure {
    ConnectionFailure connection = ConnectionFailure::None;
    Error error;
};

} // namespace salon::client
