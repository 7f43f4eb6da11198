// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>
#include <QHash>
#include <QSqlDatabase>
#include <QString>

namespace salon::test {

//! What a salond has stored, read beside it: every row of every table, but for when and where a
//! session was last used.
class DatabaseState {
public:
    explicit DatabaseState(const QString &dataFolder);
    ~DatabaseState();
    Q_DISABLE_COPY_MOVE(DatabaseState)

    //! The name of a table that is not as it was at the last call, empty when all are. Costs next
    //! to nothing while nobody has written.
    QString changedTable();

private:
    QString m_name;
    QSqlDatabase m_database;
    QHash<QString, QByteArray> m_tables; //!< a digest of each
    qint64 m_version = -1;
};

} // namespace salon::test
