// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include "shared/base/result.h"
#include <QSqlQuery>
#include <QVariant>
#include <optional>

namespace salon::server {

class Database;

//! One use of a prepared statement: bind and run, then read row by row. Finishes itself, as an unfinished
//! SELECT or RETURNING would hold the transaction open.
class Query {
public:
    Query(Database &database, QSqlQuery &query) : m_database(database), m_query(query) {}
    ~Query() { m_query.finish(); }
    Query(const Query &) = delete;
    Query &operator=(const Query &) = delete;

    template <class... Values>
    Result<> run(const Values &...values)
    {
        int place = 0;
        (m_query.bindValue(place++, bound(values)), ...);
        return execute();
    }
    //! After run(): is there a(nother) row? An error while stepping is told by the Result.
    Result<bool> next();
    qint64 changed() const { return m_query.numRowsAffected(); }

    qint64 integer(int column) const { return m_query.value(column).toLongLong(); }
    QString text(int column) const { return m_query.value(column).toString(); }
    QByteArray bytes(int column) const { return m_query.value(column).toByteArray(); }
    std::optional<qint64> optionalInteger(int column) const;

private:
    static QVariant bound(qint64 number) { return number; }
    // A null string would become NULL; to us it is an empty one.
    static QVariant bound(const QString &text) { return text.isNull() ? QStringLiteral("") : text; }
    static QVariant bound(const QByteArray &bytes)
    {
        return bytes.isNull() ? QByteArrayLiteral("") : bytes;
    }
    template <class Tag>
    static QVariant bound(Id<Tag> id) { return id.value; }
    static QVariant bound(const std::optional<qint64> &number)
    {
        return number ? QVariant(*number) : QVariant(QMetaType::fromType<qint64>());
    }
    Result<> execute();

    Database &m_database;
    QSqlQuery &m_query;
};

} // namespace salon::server
