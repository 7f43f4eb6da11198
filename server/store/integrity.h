// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QStringList>

namespace salon::server {

class Database;

//! What the engine finds wrong with its file: each page, each index, each constraint; at most 100
//! lines. Reads everything.
Result<QStringList> fileProblems(Database &database);
//! Whether a line of fileProblems() is about an index alone, which can be made anew from its table.
bool isAboutIndex(QStringView fileProblem);

struct Orphans {
    QString table; //!< of the rows
    QString parent; //!< the table that lacks what they refer to
    qint64 count = 0;
};
//! Rows that refer to one that is not there.
Result<QList<Orphans>> orphans(Database &database);

} // namespace salon::server
