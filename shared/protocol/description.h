// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>

namespace salon::protocol {

//! JSON Schema 2020-12 of all that is said, `$defs` by kind; the same bytes at each call.
QByteArray jsonSchema();

} // namespace salon::protocol
