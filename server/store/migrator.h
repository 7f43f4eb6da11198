// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QStringList>

namespace salon::server {

class Database;

//! Brings the schema forward by the numbered files of `folder`, each in a transaction with a row that keeps
//! its checksum. Refuses a database that a newer version wrote, and files that changed after they ran.
Result<> migrate(Database &database, const QString &folder = QStringLiteral(":/migrations/sqlite"));
//! The statements of a script: semicolons in strings, comments and triggers do not end one.
QStringList statements(const QString &script);

} // namespace salon::server
