// SPDX-License-Identifier: MIT
// How a database is copied while others read and write it.
#include "server/store/database.h"
#include "shared/storage/wiping_files.h"
#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

//! Whoever syncs another file while a piece is written waits for all of it.
constexpr int kPiecePages = 16; // 64 KiB

int isSet(void *flag)
{
    return *static_cast<const std::atomic<bool> *>(flag) ? 1 : 0;
}

} // namespace

void Database::stopWhen(const std::atomic<bool> &flag)
{
    constexpr int kSteps = 10'000; // of the engine's machine: about a millisecond
    sqlite3_progress_handler(m_connection, kSteps, isSet, const_cast<std::atomic<bool> *>(&flag));
}

Result<> Database::copyTo(const QString &path, const std::function<Result<>()> &afterPiece)
{
    Database copy;
    const int code = sqlite3_open_v2(
        path.toUtf8().constData(), &copy.m_connection,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (code != SQLITE_OK)
        return copy.lastError();
    // Whoever made the file throws it away when this fails, and syncs it when it is whole.
    TRY(copy.execute(u"PRAGMA locking_mode = EXCLUSIVE"_s));
    TRY(copy.execute(u"PRAGMA journal_mode = OFF"_s));
    TRY(copy.execute(u"PRAGMA synchronous = OFF"_s));
    TRY(copy.execute(u"PRAGMA cache_size = -2048"_s));
    // One snapshot for all pieces: without it each commit of the server would begin the copy anew.
    TRY(beginRead());
    auto copied = execute(u"SELECT count(*) FROM sqlite_schema"_s);
    if (copied)
        copied = copyPages(copy, afterPiece);
    rollback();
    TRY(copied);
    // The pages say that a write-ahead log belongs to the file.
    return copy.execute(u"PRAGMA journal_mode = DELETE"_s);
}

Result<> Database::copyPages(Database &copy, const std::function<Result<>()> &afterPiece)
{
    // Pages that stand in the log have what was deleted since in their unused space.
    storage::wipeLike(copy.m_connection, m_connection);
    sqlite3_backup *backup = sqlite3_backup_init(copy.m_connection, "main", m_connection, "main");
    if (!backup)
        return copy.lastError();
    int code = SQLITE_OK;
    Result<> piece;
    while (code == SQLITE_OK && piece) {
        code = sqlite3_backup_step(backup, kPiecePages);
        piece = afterPiece();
    }
    const int finished = sqlite3_backup_finish(backup);
    TRY(piece);
    return finished == SQLITE_OK && code == SQLITE_DONE ? Result<>() : copy.lastError();
}

} // namespace salon::server
