// SPDX-License-Identifier: MIT
#pragma once
#include "server/store/rows.h"
#include "shared/base/result.h"
#include <QList>

namespace salon::server {

class Database;

//! The names of accounts or of rooms: unique by their keys and, but for old ones, by their looks.
class NameStore {
public:
    enum class Of { Accounts, Rooms };
    struct Name {
        qint64 id = 0;
        QString text;
    };

    NameStore(Database &database, Of of) : m_database(database), m_of(of) { }

    Result<> mustBeFree(const NameKeys &keys); //!< else Conflict
    Result<QList<Name>> withoutLook(); //!< the oldest first
    //! False: another name has the look, and nothing was changed.
    Result<bool> giveLook(qint64 id, const QString &look);

    static Error taken();

private:
    Database &m_database;
    Of m_of;
};

} // namespace salon::server
