// SPDX-License-Identifier: MIT
#include "server/store/query.h"
#include "server/store/database.h"
#include <QStringDecoder>
#include <chrono>

using namespace Qt::StringLiterals;

namespace salon::server {

Query::Query(Database &database, Statement &statement)
    : m_database(database), m_statement(statement)
{
    Q_ASSERT_X(!statement.isInUse, "Query", "a statement cannot be run inside of its own rows");
    statement.isInUse = true;
}

Query::~Query()
{
    m_statement.query.finish();
    m_statement.isInUse = false;
}

QVariant Query::bound(const QString &text)
{
    // A null string would become NULL; to us it is an empty one.
    if (text.isNull())
        return u""_s;
    // SQLite takes a leading U+FEFF or U+FFFE for a byte order mark, which it obeys and removes
    // (seen with 3.40): a mark of our own saves the text's.
    const char16_t first = text.isEmpty() ? u'\0' : text.front().unicode();
    return first == 0xFEFF || first == 0xFFFE ? QChar(0xFEFF) + text : text;
}

Result<> Query::execute()
{
    if (!m_statement.isReady)
        return m_database.errorOf(m_statement.query.lastError());
    const auto start = std::chrono::steady_clock::now();
    const bool fine = m_statement.query.exec();
    m_database.addSqlNanoseconds((std::chrono::steady_clock::now() - start)
                                 / std::chrono::nanoseconds(1));
    if (!fine)
        return m_database.errorOf(m_statement.query.lastError());
    return {};
}

Result<bool> Query::next()
{
    if (m_statement.query.next())
        return true;
    if (m_statement.query.lastError().isValid())
        return m_database.errorOf(m_statement.query.lastError());
    return false;
}

Result<> Query::changedOne(QStringView what) const
{
    if (changed() == 0)
        return Error::notFound(what);
    Q_ASSERT(changed() == 1);
    return {};
}

QString Query::exactText(int column) const
{
    // QString::fromUtf8 would take a leading U+FEFF away.
    QStringDecoder decode(QStringDecoder::Utf8,
                          QStringDecoder::Flag::Stateless
                              | QStringDecoder::Flag::ConvertInitialBom);
    return decode(bytes(column));
}

std::optional<qint64> Query::optionalInteger(int column) const
{
    const QVariant value = m_statement.query.value(column);
    return value.isNull() ? std::nullopt : std::optional(value.toLongLong());
}

} // namespace salon::server
