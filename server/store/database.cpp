// SPDX-License-Identifier: MIT
#include "server/store/database.h"
#include <QUuid>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

// sqlite.org/rescode.html; the low byte of an extended code.
constexpr int kError = 1;                     // a statement of ours is wrong
constexpr int kBusy = 5;
constexpr int kLocked = 6;
constexpr int kFull = 13;
constexpr int kConstraint = 19;

} // namespace

Database::~Database()
{
    close();
}

Result<> Database::open(const QString &path, Access access)
{
    m_name = QUuid::createUuid().toString();
    m_connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name);
    if (!m_connection.isValid())
        return Error(ErrorCode::Internal, u"Qt's SQLite driver is not installed"_s);
    m_connection.setDatabaseName(path);
    m_connection.setConnectOptions(access == Access::ReadOnly
                                       ? u"QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=5000"_s
                                       : u"QSQLITE_BUSY_TIMEOUT=5000"_s);
    if (!m_connection.open())
        return errorOf(m_connection.lastError());
    if (access == Access::ReadWrite) {
        TRY(execute(u"PRAGMA journal_mode = WAL"_s));
        TRY(execute(u"PRAGMA synchronous = FULL"_s));
        TRY(execute(u"PRAGMA secure_delete = ON"_s));
    }
    TRY(execute(u"PRAGMA foreign_keys = ON"_s));
    return execute(u"PRAGMA cache_size = -8192"_s);
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
    auto &prepared = m_prepared[sql];
    if (!prepared) {
        prepared = std::make_unique<QSqlQuery>(m_connection);
        prepared->setForwardOnly(true);
        if (!prepared->prepare(QString::fromLatin1(sql)))
            qCritical("%s: %s", qPrintable(prepared->lastError().text()), sql);
    }
    return Query(*this, *prepared);
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
    QSqlQuery(m_connection).exec(u"ROLLBACK"_s);
}

Error Database::errorOf(const QSqlError &error)
{
    const int code = error.nativeErrorCode().toInt() & 0xFF;
    const QString text = error.databaseText();
    switch (code) {
    case kConstraint: m_failure = Error(ErrorCode::Conflict, text); break;
    case kFull: m_failure = Error(ErrorCode::Unavailable, Reason::StorageFull, text); break;
    case kBusy:
    case kLocked: m_failure = Error(ErrorCode::Unavailable, Reason::Busy, text); break;
    case kError: m_failure = Error(ErrorCode::Internal, text); break;
    default: m_failure = Error(ErrorCode::Unavailable, Reason::StorageFailed, text); break;
    }
    return *m_failure;
}

} // namespace salon::server
