// SPDX-License-Identifier: MIT
#include "server/store/query.h"
#include "server/operation/timings.h"
#include "server/store/database.h"
#include <chrono>
#include <sqlite3.h>

namespace salon::server {

Statement::~Statement()
{
    sqlite3_finalize(native);
}

Query::Query(Database &database, Statement &statement)
    : m_database(database), m_statement(statement)
{
    Q_ASSERT_X(!statement.isInUse, "Query", "a statement cannot be run inside of its own rows");
    statement.isInUse = true;
}

Query::~Query()
{
    sqlite3_reset(m_statement.native);
    m_statement.isInUse = false;
}

void Query::bind(int place, qint64 number)
{
    sqlite3_bind_int64(m_statement.native, place, number);
}

void Query::bind(int place, const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    sqlite3_bind_text64(m_statement.native, place, utf8.constData(), sqlite3_uint64(utf8.size()),
                        SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Query::bind(int place, const QByteArray &bytes)
{
    sqlite3_bind_blob64(m_statement.native, place, bytes.constData(), sqlite3_uint64(bytes.size()),
                        SQLITE_TRANSIENT);
}

void Query::bind(int place, const std::optional<qint64> &number)
{
    if (number)
        bind(place, *number);
    else
        sqlite3_bind_null(m_statement.native, place);
}

Result<> Query::execute()
{
    if (!m_statement.native)
        return m_database.lastError();
    if (m_statement.isChange)
        m_database.noteChange();
    const auto start = StageClock::now();
    const auto stepped = step();
    m_database.addSqlNanoseconds((StageClock::now() - start) / std::chrono::nanoseconds(1));
    if (!stepped)
        return stepped.error();
    m_hasFirst = *stepped;
    return {};
}

Result<bool> Query::step()
{
    const int code = sqlite3_step(m_statement.native);
    if (code == SQLITE_ROW)
        return true;
    m_isDone = true;
    if (code == SQLITE_DONE)
        return false;
    return m_database.lastError();
}

Result<bool> Query::next()
{
    if (std::exchange(m_hasFirst, false))
        return true;
    // A step after the last would run the statement anew.
    return m_isDone ? Result<bool>(false) : step();
}

qint64 Query::changed() const
{
    return m_database.changes();
}

Result<> Query::changedOne(QStringView what) const
{
    if (changed() == 0)
        return Error::notFound(what);
    Q_ASSERT(changed() == 1);
    return {};
}

qint64 Query::integer(int column) const
{
    return sqlite3_column_int64(m_statement.native, column);
}

QString Query::text(int column) const
{
    const auto *utf8 = sqlite3_column_text(m_statement.native, column);
    const QByteArrayView view(utf8, sqlite3_column_bytes(m_statement.native, column));
    // fromUtf8() takes the first U+FEFF for a mark of its own.
    const QString text = QString::fromUtf8(view);
    return view.startsWith("\xEF\xBB\xBF") ? QChar(0xFEFF) + text : text;
}

QByteArray Query::bytes(int column) const
{
    const void *data = sqlite3_column_blob(m_statement.native, column);
    return {static_cast<const char *>(data), sqlite3_column_bytes(m_statement.native, column)};
}

std::optional<qint64> Query::optionalInteger(int column) const
{
    if (sqlite3_column_type(m_statement.native, column) == SQLITE_NULL)
        return {};
    return integer(column);
}

} // namespace salon::server
