// SPDX-License-Identifier: MIT
#include "server/service/backup.h"
#include "server/service/durable_file.h"
#include "server/service/part_file.h"
#include "server/service/thread_priority.h"
#include "server/store/database.h"
#include "server/store/integrity.h"
#include "server/store/migrator.h"
#include <QElapsedTimer>
#include <QFileInfo>
#include <QThread>

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

//! Many unwritten pages would hold up the server's own syncs, and so would a disk that is never at
//! rest: each piece is brought there by itself, and then the disk is the server's for as long.
class Pace {
public:
    Pace() { m_piece.start(); }
    void rest()
    {
        QThread::usleep(static_cast<unsigned long>(m_piece.nsecsElapsed() / 1000));
        m_piece.restart();
    }

private:
    QElapsedTimer m_piece;
};

Result<> copied(const QString &databasePath, const QString &file)
{
    PartFile part(file);
    TRY(part.make());
    Database database;
    TRY(database.open(databasePath, Database::Access::ReadOnly));
    Pace pace;
    const auto afterPiece = [&part, &pace] {
        auto isOut = writeOut(part.path());
        pace.rest();
        return isOut;
    };
    TRY(database.copyTo(part.path(), afterPiece));
    TRY(checkBackup(part.path()));
    return part.put();
}

} // namespace

Result<> backUp(const QString &databasePath, const QString &file, bool mayReplace)
{
    TRY(checkPlace(databasePath, file, mayReplace));
    lowerThreadPriority(); // of a process that does nothing else
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
