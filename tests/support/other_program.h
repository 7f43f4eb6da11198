// SPDX-License-Identifier: MIT
#pragma once
#include "tests/support/salond_process.h"
#include <QSqlDatabase>
#include <QSqlQuery>

namespace salon::test {

//! Another program that has a salond's database open, and does there what it wants.
class OtherProgram {
public:
    explicit OtherProgram(const SalondProcess &salond)
    {
        auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
        database.setDatabaseName(salond.dataFolder() + QStringLiteral("/salon.db"));
    }
    ~OtherProgram()
    {
        QSqlDatabase::database(m_name, false).close();
        QSqlDatabase::removeDatabase(m_name);
    }
    Q_DISABLE_COPY_MOVE(OtherProgram)

    bool run(const QString &statement) const
    {
        QSqlDatabase database = QSqlDatabase::database(m_name);
        return database.isOpen() && QSqlQuery(database).exec(statement);
    }
    //! Nobody else can write until this ends, or rolls back.
    bool lock() const { return run(QStringLiteral("BEGIN IMMEDIATE")); }

private:
    const QString m_name = QStringLiteral("another program");
};

} // namespace salon::test
