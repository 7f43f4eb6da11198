// SPDX-License-Identifier: MIT
#include "server/store/database.h"
#include "shared/storage/wiping_files.h"
#include <sqlite3.h>
#include <string_view>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr int kBusyMs = 5'000;

//! sqlite.org/rescode.html; what an error means, by the low byte of its extended code.
Error meaningOf(int code, const QString &text)
{
    if (code == SQLITE_CONSTRAINT_DATATYPE)
        return {ErrorCode::Internal, text};
    switch (code & 0xFF) {
    case SQLITE_CONSTRAINT:
        return {ErrorCode::Conflict, text};
    case SQLITE_FULL:
        return {ErrorCode::Unavailable, Reason::StorageFull, text};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::Unavailable, Reason::Busy, text};
    case SQLITE_OK: // of a statement that was never compiled
    case SQLITE_ERROR:
    case SQLITE_SCHEMA:
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
        return {ErrorCode::Internal, text};
    // I/O, corrupt, no memory, cannot open, read-only, not a database.
    default:
        return {ErrorCode::Unavailable, Reason::StorageFailed, text};
    }
}

void prepareEngine()
{
    // Counting what it allocates takes a lock for the whole process at each allocation; nobody
    // asks.
    [[maybe_unused]] static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    storage::useWipingFiles();
}

} // namespace

Database::~Database()
{
    close();
}

Result<> Database::open(const QString &path, Access access)
{
    close();
    prepareEngine();
    const int way = access == Access::ReadOnly ? SQLITE_OPEN_READONLY
                                               : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    const int code = sqlite3_open_v2(path.toUtf8().constData(), &m_connection,
                                     way | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    sqlite3_busy_timeout(m_connection, kBusyMs);
    auto opened = code == SQLITE_OK ? configure(access) : Result<>(lastError());
    if (!opened) {
        close();
        Error error = std::move(opened).error();
        error.message = u"cannot use the database %1: %2"_s.arg(path, error.message);
        return error;
    }
    return {};
}

Result<> Database::configure(Access access)
{
    if (access == Access::ReadWrite) {
        TRY(useWriteAheadLog());
        TRY(execute(u"PRAGMA synchronous = FULL"_s));
        TRY(execute(u"PRAGMA secure_delete = ON"_s));
        // 16 MiB between checkpoints, and no more than 64 MiB kept after a burst.
        TRY(execute(u"PRAGMA wal_autocheckpoint = 4000"_s));
        TRY(execute(u"PRAGMA journal_size_limit = 67108864"_s));
    }
    TRY(execute(u"PRAGMA foreign_keys = ON"_s));
    // A disk that fails shall be an error code, not a signal.
    TRY(execute(u"PRAGMA mmap_size = 0"_s));
    return execute(u"PRAGMA cache_size = -8192"_s);
}

Result<> Database::useWriteAheadLog()
{
    Query query = prepare("PRAGMA journal_mode = WAL");
    TRY(query.run());
    TRY_ASSIGN(const bool told, query.next());
    // The engine answers with the mode that it uses instead, which is no error to it.
    if (!told || query.text(0) != "wal"_L1)
        return Error(ErrorCode::Unavailable, Reason::StorageFailed,
                     u"the file system does not allow a write-ahead log"_s);
    return {};
}

void Database::close()
{
    m_prepared.clear();
    sqlite3_close(std::exchange(m_connection, nullptr));
}

Query Database::prepare(const char *sql)
{
    auto &statement = m_prepared[sql];
    if (!statement) {
        statement = std::make_unique<Statement>();
        statement->isChange = !std::string_view(sql).starts_with("SELECT");
    }
    if (!statement->native && isOpen())
        sqlite3_prepare_v3(m_connection, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement->native,
                           nullptr);
    return Query(*this, *statement);
}

Result<> Database::execute(const QString &sql)
{
    const QByteArray utf8 = sql.toUtf8();
    Statement statement;
    const char *rest = nullptr;
    if (!isOpen()
        || sqlite3_prepare_v2(m_connection, utf8.constData(), -1, &statement.native, &rest)
            != SQLITE_OK)
        return lastError();
    if (!QByteArrayView(rest).trimmed().isEmpty())
        return noted({ErrorCode::Internal, u"more than one statement"_s});
    Query query(*this, statement);
    TRY(query.run());
    bool more = true;
    while (more) {
        TRY_ASSIGN(more, query.next());
    }
    return {};
}

bool Database::truncateLog()
{
    sqlite3_busy_timeout(m_connection, 0);
    const int code = sqlite3_wal_checkpoint_v2(m_connection, nullptr, SQLITE_CHECKPOINT_TRUNCATE,
                                               nullptr, nullptr);
    sqlite3_busy_timeout(m_connection, kBusyMs);
    if (code != SQLITE_OK)
        return false;
    // Pages in memory have unused space that was wiped in the file only, and would be logged again.
    sqlite3_db_release_memory(m_connection);
    return true;
}

void Database::rollback()
{
    // Fails when the engine has rolled back by itself already, which is as well.
    sqlite3_exec(m_connection, "ROLLBACK", nullptr, nullptr, nullptr);
}

qint64 Database::changes() const
{
    return sqlite3_changes64(m_connection);
}

Error Database::lastError()
{
    if (!isOpen())
        return noted({ErrorCode::Unavailable, Reason::StorageFailed, u"the database is closed"_s});
    return noted(meaningOf(sqlite3_extended_errcode(m_connection),
                           QString::fromUtf8(sqlite3_errmsg(m_connection))));
}

Error Database::noted(const Error &error)
{
    // What fails after a store that failed says little.
    if (!m_failure || !isFatal(*m_failure))
        m_failure = error;
    return error;
}

} // namespace salon::server
