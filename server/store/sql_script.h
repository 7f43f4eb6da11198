// SPDX-License-Identifier: MIT
#pragma once
#include <QStringList>

namespace salon::server {

//! The statements of a script, without comments, as Qt runs one at a time. Semicolons in strings,
//! quoted names, comments and the bodies of triggers do not end a statement.
QStringList statementsOf(QStringView script);

} // namespace salon::server
