// SPDX-License-Identifier: MIT
#pragma once
#include <QtGlobal>

namespace salon::test {

//! A port of 127.0.0.1 that nobody listens on; on Linux it is kept for whoever knows its number
//! until this process ends: the system gives it to no test that runs at the same time.
quint16 freePort();

} // namespace salon::test
