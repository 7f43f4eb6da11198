// SPDX-License-Identifier: MIT
// The doctor's check of the database.
#include "server/app/doctor_checks.h"
#include "server/app/folder.h"
#include "server/operation/text_table.h"
#include "server/store/database.h"
#include "server/store/log_store.h"
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

const QString kRestore =
    u"stop salond, keep a copy of the whole folder, and restore the latest backup"_s;

Finding damaged(const QString &says)
{
    return {u"database"_s, Verdict::Fail, says, kRestore};
}

//! The first word of the pragma's first row; empty when it has none.
Result<QString> firstAnswer(Database &database, const char *pragma)
{
    Query query = database.prepare(pragma);
    TRY(query.run());
    TRY_ASSIGN(const bool any, query.next());
    return any ? query.text(0) : QString();
}

Result<Finding> examined(Database &database, const QString &path)
{
    TRY_ASSIGN(const QString engine, firstAnswer(database, "PRAGMA quick_check(1)"));
    if (engine != "ok"_L1)
        return damaged(u"it is damaged: "_s + engine);
    TRY_ASSIGN(const QString orphan, firstAnswer(database, "PRAGMA foreign_key_check"));
    if (!orphan.isEmpty())
        return damaged(u"a row of table %1 refers to one that is not there"_s.arg(orphan));
    TRY_ASSIGN(const auto rooms, LogStore(database).roomsWithWrongHead());
    if (!rooms.isEmpty())
        return damaged(
            u"the log of room %1 does not reach its head"_s.arg(rooms.first().toString()));
    return Finding{u"database"_s, Verdict::Ok,
                   u"%1, sound"_s.arg(readableBytes(QFileInfo(path).size()))};
}

} // namespace

Findings checkDatabase(const QString &folder)
{
    const QString path = Folder::databasePath(folder);
    if (!QFileInfo::exists(path))
        return {{u"database"_s, Verdict::Ok, u"none yet; the first start makes it"_s}};
    Database database;
    if (auto opened = database.open(path, Database::Access::ReadOnly); !opened)
        return {damaged(opened.error().message)};
    const auto finding = examined(database, path);
    return {finding ? *finding : damaged(finding.error().message)};
}

} // namespace salon::server
