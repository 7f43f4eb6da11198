// SPDX-License-Identifier: MIT
#include "server/service/restore.h"
#include "server/service/backup.h"
#include "server/service/durable_file.h"
#include "server/service/part_file.h"
#include "server/service/server_marks.h"
#include "server/store/account_store.h"
#include "server/store/migrator.h"
#include "server/store/overview_store.h"
#include "server/store/transaction.h"
#include <QDateTime>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

bool hasDatabase(const QString &path)
{
    return QFileInfo::exists(path) || QFileInfo::exists(path + u"-wal"_s);
}

//! Of this program's schema, and with what a backup must not bring back. The time of its latest
//! event.
Result<Timestamp> madeReady(const QString &path, const RestorePlan &plan)
{
    Database database;
    TRY(database.open(path, Database::Access::ReadWrite));
    TRY(migrate(database));
    Transaction transaction(database);
    TRY(transaction.begun());
    TRY(renewEpoch(database));
    TRY(markAsServing(database, false));
    if (!plan.keepsSessions)
        TRY(AccountStore(database).revokeAllSessions(plan.now));
    TRY(transaction.commit());
    return OverviewStore(database).latestEvent();
}

//! The database with its write-ahead log, so that it can be opened under its new name.
Result<> moveDatabase(const QString &from, const QString &to)
{
    if (QFileInfo::exists(from))
        TRY(moveFile(from, to));
    if (QFileInfo::exists(from + u"-wal"_s))
        TRY(moveFile(from + u"-wal"_s, to + u"-wal"_s));
    QFile::remove(from + u"-shm"_s); // only an index of the log, made anew
    return {};
}

} // namespace

Result<Restored> restore(const RestorePlan &plan)
{
    const QString &place = plan.databasePath;
    if (!QFileInfo(plan.file).isFile())
        return Error(ErrorCode::NotFound, u"there is no file "_s + plan.file);
    const bool hadOne = hasDatabase(place);
    if (hadOne && !plan.mayReplace)
        return Error(ErrorCode::Conflict,
                     place + u" exists; --force replaces it and keeps it under another name"_s);
    PartFile part(place);
    TRY(part.make());
    {
        Database backup;
        TRY(backup.open(plan.file, Database::Access::ReadOnly));
        TRY(schemaOf(backup));
        TRY(backup.copyTo(part.path(), [] { return Result<>(); }));
    }
    TRY(checkBackup(part.path()));
    Restored restored;
    TRY_ASSIGN(restored.latestEvent, madeReady(part.path(), plan));
    Result<> put;
    if (hadOne) {
        const auto time = QDateTime::fromMSecsSinceEpoch(plan.now).toUTC();
        restored.keptAs = place + u".before-restore-"_s + time.toString(u"yyyyMMdd-HHmmss-zzz"_s);
        put = moveDatabase(place, restored.keptAs);
    }
    if (put)
        put = part.put();
    if (!put) {
        if (hadOne)
            TRY(moveDatabase(restored.keptAs, place)); // as much of it as was moved
        return std::move(put).error();
    }
    return restored;
}

} // namespace salon::server
