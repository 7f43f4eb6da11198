// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/connection_failure.h"

namespace salon::client {

//! What a person is told about a failure: what happened and what to do now, with seconds, limit and trace put in.
QString sentenceFor(const Failure &failure);
QString sentenceFor(const Error &error);

} // namespace salon::client
