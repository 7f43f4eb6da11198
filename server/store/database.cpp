// SPDX-License-Identifier: MIT
#include "server/store/database.h"
#include <QUuid>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

// sqlite.org/rescode.html; what an error means, by the low byte of its extended code.
enum NativeCode {
    Wrong = 1,
    Busy = 5,
    Locked = 6,
    Full = 13,
    SchemaChanged = 17,
    TooBig = 18,
    Constraint = 19,
    Mismatch = 20,
    Misuse = 21,
    Range = 25,
};
constexpr int kConstraintDatatype = Constraint | (12 << 8);

Error meaningOf(int code, const QString &text)
{
    if (code == kConstraintDatatype)
        return {ErrorCode::Internal, text};
    switch (code & 0xFF) {
    case Constraint:
        return {ErrorCode::Conflict, text};
    case Full:
        return {ErrorCode::Unavailable, Reason::StorageFull, text};
    case Busy:
    case Locked:
        return {ErrorCode::Unavailable, Reason::Busy, text};
    case Wrong:
    case SchemaChanged:
    case TooBig:
    case Mismatch:
    case Misuse:
    case Range:
        return {ErrorCode::Internal, text};
    // I/O, corrupt, no memory, cannot open, read-only, not a database.
    default:
        return {ErrorCode::Unavailable, Reason::StorageFailed, text};
    }
}

} // namespace

Database::~Database()
{
    close();
}

Result<> Database::open(const QString &path, Access access)
{
    close();
    m_name = QUuid::createUuid().toString();
    m_connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name);
    if (!m_connection.isValid()) {
        close();
        return Error(ErrorCode::Internal, u"Qt's SQLite driver is not installed"_s);
    }
    m_connection.setDatabaseName(path);
    m_connection.setConnectOptions(access == Access::ReadOnly
                                       ? u"QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=5000"_s
                                       : u"QSQLITE_BUSY_TIMEOUT=5000"_s);
    auto opened = m_connection.open() ? configure(access) : errorOf(m_connection.lastError());
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
    if (m_name.isEmpty())
        return;
    m_connection.close();
    m_connection = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
    m_name.clear();
}

Query Database::prepare(const char *sql)
{
    auto &statement = m_prepared[sql];
    if (!statement) {
        statement = std::make_unique<Statement>(Statement{QSqlQuery(m_connection)});
        statement->query.setForwardOnly(true);
    }
    if (!statement->isReady && isOpen())
        statement->isReady = statement->query.prepare(QString::fromLatin1(sql));
    return Query(*this, *statement);
}

Result<> Database::execute(const QString &sql)
{
    QSqlQuery query(m_connection);
    if (!query.exec(sql))
        return errorOf(query.lastError());
    return {};
}

void Database::rollback()
{
    // Fails when the engine has rolled back by itself already, which is as well.
    QSqlQuery(m_connection).exec(u"ROLLBACK"_s);
}

Error Database::errorOf(const QSqlError &error)
{
    bool isNative = false;
    const int code = error.nativeErrorCode().toInt(&isNative);
    const QString text = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    if (isNative)
        m_failure = meaningOf(code, text);
    else if (isOpen()) // Qt's own complaint: our mistake
        m_failure = Error(ErrorCode::Internal, text);
    else
        m_failure =
            Error(ErrorCode::Unavailable, Reason::StorageFailed, u"the database is closed"_s);
    return *m_failure;
}

} // namespace salon::server
