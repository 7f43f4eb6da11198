// SPDX-License-Identifier: MIT
#pragma once
#include "server/store/database.h"

namespace salon::server {

//! A write transaction that is undone at the end of its scope unless commit() was fine.
class Transaction {
public:
    explicit Transaction(Database &database) : m_database(database), m_begun(database.begin()) { }
    ~Transaction()
    {
        if (m_begun && !m_isCommitted)
            m_database.rollback();
    }
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;

    //! Whether the transaction could be begun; ask before the first statement.
    const Result<> &begun() const { return m_begun; }
    Result<> commit()
    {
        TRY(m_database.commit());
        m_isCommitted = true;
        return {};
    }

private:
    Database &m_database;
    Result<> m_begun;
    bool m_isCommitted = false;
};

} // namespace salon::server
