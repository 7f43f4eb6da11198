// SPDX-License-Identifier: MIT
#include "server/service/backup.h"
#include "server/service/durable_file.h"
#include "server/service/part_file.h"
#include "server/store/database.h"
#include "server/store/integrity.h"
#include "server/store/migrator.h"
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

Result<> checkPlace(const QString &databasePath, const QString &file, bool mayReplace)
{
    if (!QFileInfo::exists(databasePath))
        return Error(ErrorCode::NotFound, u"there is no database at "_s + databasePath);
    const QFileInfo place(file);
    if (!place.exists())
        return {};
    if (!place.isFile())
        return Error(ErrorCode::Conflict, file + u" is not a file"_s);
    if (place.canonicalFilePath() == QFileInfo(databasePath).canonicalFilePath())
        return Error(ErrorCode::Conflict, file + u" is the database itself"_s);
    if (!mayReplace)
        return Error(ErrorCode::Conflict, file + u" exists; --force replaces it"_s);
    return {};
}

Result<> copied(const QString &databasePath, const QString &file)
{
    PartFile part(file);
    TRY(part.make());
    Database database;
    TRY(database.open(databasePath, Database::Access::ReadOnly));
    // Synced piece by piece: many unwritten pages would hold up the server's own syncs.
    TRY(database.copyTo(part.path(), [&part] { return syncFile(part.path()); }));
    TRY(checkBackup(part.path()));
    return part.put();
}

} // namespace

Result<> backUp(const QString &databasePath, const QString &file, bool mayReplace)
{
    TRY(checkPlace(databasePath, file, mayReplace));
    if (auto made = copied(databasePath, file); !made) {
        Error error = std::move(made).error();
        error.message = u"%1 was not made: %2"_s.arg(file, error.message);
        return error;
    }
    return {};
}

Result<> checkBackup(const QString &path)
{
    Database database;
    TRY(database.open(path, Database::Access::ReadOnly));
    TRY(schemaOf(database));
    TRY_ASSIGN(const auto problems, fileProblems(database));
    if (problems.isEmpty())
        return {};
    return Error(ErrorCode::Unavailable, Reason::StorageFailed,
                 u"the database is damaged: "_s + problems.first());
}

} // namespace salon::server
