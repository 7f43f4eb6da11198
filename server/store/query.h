// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include "shared/base/result.h"
#include <QSqlQuery>
#include <QVariant>
#include <optional>

namespace salon::server {

class Database;

//! A statement that the engine has compiled, kept for as long as its connection.
struct Statement {
    QSqlQuery query;
    bool isReady = false; //!< false when it could not be compiled: tried again at the next use
    bool isInUse = false;
};

//! One use of a prepared statement: bind and run, then read row by row. Finishes itself, as an
//! unfinished SELECT or RETURNING would hold the transaction open.
class Query {
public:
    Query(Database &database, Statement &statement);
    ~Query();
    Query(const Query &) = delete;
    Query &operator=(const Query &) = delete;

    template <class... Values>
    Result<> run(const Values &...values)
    {
        int place = 0;
        (m_statement.query.bindValue(place++, bound(values)), ...);
        return execute();
    }
    //! run() of a statement that must change exactly one row; NotFound names `what` when it changed
    //! none.
    template <class... Values>
    Result<> changeOne(QStringView what, const Values &...values)
    {
        TRY(run(values...));
        return changedOne(what);
    }
    //! After run(): is there a(nother) row? An error while stepping is told by the Result.
    Result<bool> next();
    qint64 changed() const { return m_statement.query.numRowsAffected(); }

    qint64 integer(int column) const { return m_statement.query.value(column).toLongLong(); }
    QString text(int column) const { return m_statement.query.value(column).toString(); }
    QByteArray bytes(int column) const { return m_statement.query.value(column).toByteArray(); }
    //! A text that the statement gives as bytes, as SQLite's way to UTF-16 turns U+FFFE and U+FFFF
    //! to U+FFFD.
    QString exactText(int column) const;
    std::optional<qint64> optionalInteger(int column) const;

private:
    static QVariant bound(qint64 number) { return number; }
    static QVariant bound(const QString &text);
    static QVariant bound(const QByteArray &bytes)
    {
        return bytes.isNull() ? QByteArrayLiteral("") : bytes;
    }
    template <class Tag>
    static QVariant bound(Id<Tag> id)
    {
        return id.value;
    }
    static QVariant bound(const std::optional<qint64> &number)
    {
        return number ? QVariant(*number) : QVariant(QMetaType::fromType<qint64>());
    }
    Result<> execute();
    Result<> changedOne(QStringView what) const;

    Database &m_database;
    Statement &m_statement;
};

} // namespace salon::server
