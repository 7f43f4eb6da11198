// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QString>

namespace salon::server {

class Database;

//! Brings the schema forward by the files of `folder`, named NNN_what.sql from 001 on without a
//! hole, each in a transaction with a row that keeps its checksum. Refuses a database that a newer
//! version wrote, and files that changed after they ran.
Result<> migrate(Database &database, const QString &folder = QStringLiteral(":/migrations/sqlite"));

//! The number of the schema that the database has; it changes nothing. NotFound for one that salond
//! did not make, else the errors of migrate().
Result<qint64> schemaOf(Database &database,
                        const QString &folder = QStringLiteral(":/migrations/sqlite"));

} // namespace salon::server
