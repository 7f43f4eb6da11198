// SPDX-License-Identifier: MIT
#pragma once
#include <QString>

namespace salon::server {

//! A short random name for one request: 12 characters of Crockford's base 32, that is 60 bits.
//! It stands in the log and in the error that a person sees, so that one finds the other.
QString makeTraceId();
//! The same as a number, and how it is written.
quint64 makeTraceNumber();
QString traceId(quint64 number);

} // namespace salon::server
