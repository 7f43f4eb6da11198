// SPDX-License-Identifier: MIT
#include "server/store/query.h"
#include "server/store/database.h"
#include <chrono>

namespace salon::server {

Result<> Query::execute()
{
    const auto start = std::chrono::steady_clock::now();
    const bool fine = m_query.exec();
    m_database.addSqlNanoseconds((std::chrono::steady_clock::now() - start)
                                 / std::chrono::nanoseconds(1));
    if (!fine)
        return m_database.errorOf(m_query.lastError());
    return {};
}

Result<bool> Query::next()
{
    if (m_query.next())
        return true;
    if (m_query.lastError().isValid())
        return m_database.errorOf(m_query.lastError());
    return false;
}

std::optional<qint64> Query::optionalInteger(int column) const
{
    const QVariant value = m_query.value(column);
    return value.isNull() ? std::nullopt : std::optional(value.toLongLong());
}

} // namespace salon::server
