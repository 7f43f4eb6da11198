// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/local_database.h"
#include "shared/wire/codec.h"

namespace salon::client {

//! cache.db, with a transaction around what comes at once. After a failure nothing more is done and
//! nothing is found, until takeFailure() tells it: who reads and writes need not look after each
//! statement.
class CacheDatabase {
public:
    using Outcome = LocalDatabase::Outcome;
    using Row = LocalDatabase::Row;

    CacheDatabase(const QString &folder, std::function<void(const QString &aside)> onSetAside);

    //! True when it was opened now, and was not open before.
    bool open();
    bool isOpen() const { return m_isOpen; }
    void close();
    void begin();
    void commit();
    void rollback();
    bool isInTransaction() const { return m_isInTransaction; }

    void run(const QString &sql, const QVariantList &values = {}) { select(sql, values, {}); }
    void select(const QString &sql, const QVariantList &values, const Row &row);
    //! The first column of the only row; 0 when there is none.
    qint64 number(const QString &sql, const QVariantList &values = {});

    //! What was overwritten in the file stands in the log beside it still, until this.
    void emptyLog();

    //! What was read cannot be: the file is damaged.
    void distrust() { m_failure = Outcome::Damaged; }
    bool hasFailed() const { return m_failure != Outcome::Fine; }
    Outcome takeFailure() { return std::exchange(m_failure, Outcome::Fine); }
    //! Begins a new file.
    void putAside();

    //! What was stored as wire::encoded(); a damaged one is distrusted.
    template <class T>
    std::optional<T> decoded(const QByteArray &body)
    {
        const auto json = m_parser.parse(body);
        auto value = json ? wire::decoded<T>(*json, wire::Limits{}) : Result<T>(json.error());
        if (value)
            return *std::move(value);
        distrust();
        return {};
    }

private:
    LocalDatabase m_database;
    wire::JsonParser m_parser;
    Outcome m_failure = Outcome::Fine;
    bool m_isOpen = false;
    bool m_isInTransaction = false;
};

} // namespace salon::client
