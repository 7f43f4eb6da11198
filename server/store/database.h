// SPDX-License-Identifier: MIT
#pragma once
#include "server/store/query.h"
#include <atomic>
#include <functional>
#include <memory>
#include <unordered_map>
#include <utility>

struct sqlite3;

namespace salon::server {

//! A connection to the SQLite file, for the thread that opened it. Statements are prepared once.
class Database {
public:
    enum class Access { ReadWrite, ReadOnly };

    Database() = default;
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    //! Opens the file, which ReadWrite makes when there is none. After an error the database is
    //! closed.
    Result<> open(const QString &path, Access access);
    void close();
    bool isOpen() const { return m_connection != nullptr; }

    //! `sql` must be a literal: it is its own key among the prepared statements. One use at a time.
    Query prepare(const char *sql);
    //! A single statement without values.
    Result<> execute(const QString &sql);

    Result<> begin() { return prepare("BEGIN IMMEDIATE").run(); }
    //! All reads until rollback() see the same state, from the first of them on.
    Result<> beginRead() { return prepare("BEGIN").run(); }
    Result<> commit() { return prepare("COMMIT").run(); }
    void rollback();
    //! Brings all of the write-ahead log into the file and empties it, so that it says nothing any
    //! more of what was deleted. False while somebody reads in it; does not wait for that.
    bool truncateLog();

    //! Copies all that a reader sees now into `path`, an empty file that exists, page by page; a
    //! writer is not held up. Every MiB `afterPiece` may sync what was written, or end it. The
    //! copy is one file, without a log beside it.
    Result<> copyTo(const QString &path, const std::function<Result<>()> &afterPiece);
    //! From now on statements fail once `flag` is set; it must live as long as the connection.
    void stopWhen(const std::atomic<bool> &flag);

    //! What the engine's last error means: Conflict for a constraint, Unavailable for a store that
    //! fails, Internal for a statement that is wrong.
    Error lastError();
    qint64 changes() const; //!< rows that the last statement changed
    //! After such an error the connection is not to be trusted: the batch fails, the file is opened
    //! anew.
    static bool isFatal(const Error &error) { return error.code == ErrorCode::Unavailable; }

    //! The last error of any statement since forgetFailure(), a fatal one before others: rules may
    //! swallow one, the writer must not.
    const std::optional<Error> &failure() const { return m_failure; }
    void forgetFailure() { m_failure.reset(); }
    //! Whether a prepared statement other than a SELECT was run since the last call.
    bool takeHasChanged() { return std::exchange(m_hasChanged, false); }
    void noteChange() { m_hasChanged = true; }
    //! Time spent in statements since the last call, for the stage timings.
    qint64 takeSqlNanoseconds() { return std::exchange(m_sqlNanoseconds, 0); }
    void addSqlNanoseconds(qint64 nanoseconds) { m_sqlNanoseconds += nanoseconds; }

private:
    Result<> configure(Access access);
    Result<> useWriteAheadLog();
    Result<> copyPages(Database &copy, const std::function<Result<>()> &afterPiece);
    Error noted(const Error &error);

    std::optional<Error> m_failure;
    bool m_hasChanged = false;
    qint64 m_sqlNanoseconds = 0;
    sqlite3 *m_connection = nullptr;
    std::unordered_map<const char *, std::unique_ptr<Statement>> m_prepared;
};

} // namespace salon::server
