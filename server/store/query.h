// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include "shared/base/result.h"
#include <QByteArray>
#include <optional>

struct sqlite3_stmt;

namespace salon::server {

class Database;

//! A statement that the engine has compiled, kept for as long as its connection.
struct Statement {
    Statement() = default;
    ~Statement();
    Q_DISABLE_COPY_MOVE(Statement)

    sqlite3_stmt *native = nullptr; //!< none when it could not be compiled: tried again
    bool isInUse = false;
    bool isChange = false; //!< anything but a SELECT
};

//! One use of a prepared statement: bind and run, then read row by row. Finishes itself, as an
//! unfinished SELECT or RETURNING would hold the transaction open.
class Query {
public:
    Query(Database &database, Statement &statement);
    ~Query();
    Q_DISABLE_COPY_MOVE(Query)

    template <class... Values>
    Result<> run(const Values &...values)
    {
        int place = 0;
        (bind(++place, values), ...);
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
    qint64 changed() const;

    qint64 integer(int column) const;
    //! The very text that was stored.
    QString text(int column) const;
    QByteArray bytes(int column) const;
    std::optional<qint64> optionalInteger(int column) const;

private:
    void bind(int place, qint64 number);
    void bind(int place, const QString &text); //!< a null one is empty, not NULL; bytes likewise
    void bind(int place, const QByteArray &bytes);
    void bind(int place, const std::optional<qint64> &number);
    template <class Tag>
    void bind(int place, Id<Tag> id)
    {
        bind(place, id.value);
    }
    Result<> execute();
    Result<bool> step();
    Result<> changedOne(QStringView what) const;

    Database &m_database;
    Statement &m_statement;
    bool m_hasFirst = false; //!< run() has read the first row already, next() has not told it
    bool m_isDone = false;
};

} // namespace salon::server
