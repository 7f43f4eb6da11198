// SPDX-License-Identifier: MIT
#include "tests/support/database_state.h"
#include <QCryptographicHash>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace salon::test {
namespace {

bool isLeftOut(const QString &column)
{
    return column == "last_used_at"_L1 || column == "address"_L1;
}

QSqlQuery done(const QSqlDatabase &database, const QString &sql)
{
    QSqlQuery query(database);
    query.setForwardOnly(true);
    if (!query.exec(sql))
        qFatal("%s: %s", qPrintable(sql), qPrintable(query.lastError().text()));
    return query;
}

QByteArray digestOf(const QSqlDatabase &database, const QString &table)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QSqlQuery rows = done(database, u"SELECT * FROM \"%1\""_s.arg(table));
    const QSqlRecord columns = rows.record();
    while (rows.next()) {
        for (int i = 0; i < columns.count(); ++i) {
            if (!isLeftOut(columns.fieldName(i)))
                hash.addData(rows.value(i).toByteArray() + '\0');
        }
    }
    return hash.result();
}

} // namespace

DatabaseState::DatabaseState(const QString &dataFolder)
    : m_name(QUuid::createUuid().toString()),
      m_database(QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name))
{
    m_database.setDatabaseName(dataFolder + u"/salon.db"_s);
    m_database.setConnectOptions(u"QSQLITE_OPEN_READONLY"_s);
    if (!m_database.open())
        qFatal("%s", qPrintable(m_database.lastError().text()));
    changedTable();
}

DatabaseState::~DatabaseState()
{
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

QString DatabaseState::changedTable()
{
    QSqlQuery asked = done(m_database, u"PRAGMA data_version"_s);
    asked.next();
    const qint64 version = asked.value(0).toLongLong();
    asked.finish();
    if (std::exchange(m_version, version) == version)
        return {};
    QString changed;
    for (const QString &table : m_database.tables()) {
        const QByteArray digest = digestOf(m_database, table);
        if (std::exchange(m_tables[table], digest) != digest)
            changed = table;
    }
    return changed;
}

} // namespace salon::test
