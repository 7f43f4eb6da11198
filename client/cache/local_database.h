// SPDX-License-Identifier: MIT
#pragma once
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>
#include <functional>

namespace salon::client {

//! local.db of a profile, in the thread that uses it. A damaged file is set aside and a new one
//! begun, whenever the damage shows. A file that cannot be opened (folder not writable, made by a
//! newer Salon) is left as it is and tried again at the next use.
class LocalDatabase {
public:
    LocalDatabase(const QString &folder, std::function<void(const QString &aside)> onSetAside);
    ~LocalDatabase();
    Q_DISABLE_COPY_MOVE(LocalDatabase)

    //! Opens it where it is not open yet.
    bool open();
    //! One statement; false when it could not be done.
    bool run(const QString &sql, const QVariantList &values);
    //! Calls `row` for each row that is found.
    bool select(const QString &sql, const QVariantList &values,
                const std::function<void(const QSqlQuery &)> &row);

private:
    enum class Outcome { Fine, Damaged, Impossible };
    Outcome tryOpen();
    Outcome prepareSchema();
    Outcome attempt(const QString &sql, const QVariantList &values,
                    const std::function<void(const QSqlQuery &)> &row);
    void close();
    void putAside();

    QString m_path;
    QString m_name;
    QSqlDatabase m_database;
    bool m_isOpen = false;
    std::function<void(const QString &)> m_onSetAside;
};

} // namespace salon::client
