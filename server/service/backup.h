// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QString>

namespace salon::server {

//! Copies the database into `file`, which only its owner may read: all that was committed when this
//! began, whether a salond serves it or not. The copy is checked before it gets its name. Conflict
//! when there is such a file, unless `mayReplace`. After an error nothing is left behind.
Result<> backUp(const QString &databasePath, const QString &file, bool mayReplace);

//! What is wrong with the file at `path` as a database of salond, as an error: it is damaged, is
//! none, or is of a newer version.
Result<> checkBackup(const QString &path);

} // namespace salon::server
