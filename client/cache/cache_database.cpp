// SPDX-License-Identifier: MIT
#include "client/cache/cache_database.h"
#include <array>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

//! A power cut may take the last writes, which the server has; it must not take the file. Pages
//! that were freed are overwritten, and given back to the disk by incremental_vacuum.
constexpr std::array<QStringView, 4> kSettings{
    u"PRAGMA auto_vacuum = INCREMENTAL",
    u"PRAGMA journal_mode = WAL",
    u"PRAGMA synchronous = NORMAL",
    u"PRAGMA secure_delete = ON",
};

constexpr int kSalonCache = 0x53616c43; // application_id: "SalC"

//! Bodies are as on the wire, so that what a message has is said in one place. `log` names what is
//! cached of a room from its first page until it is forgotten, and is given to no other; what is in
//! `dropped` waits to be deleted.
constexpr std::array<QStringView, 10> kSteps{
    u"PRAGMA application_id = 0x53616c43",
    u"CREATE TABLE account (server TEXT NOT NULL, user INTEGER NOT NULL, id INTEGER NOT NULL, "
    "epoch TEXT, \"check\" INTEGER NOT NULL, PRIMARY KEY (server, user)) WITHOUT ROWID",
    u"CREATE TABLE room (account INTEGER NOT NULL, room INTEGER NOT NULL, body BLOB NOT NULL, "
    "\"check\" INTEGER NOT NULL, PRIMARY KEY (account, room)) WITHOUT ROWID",
    u"CREATE TABLE person (account INTEGER NOT NULL, user INTEGER NOT NULL, body BLOB NOT NULL, "
    "\"check\" INTEGER NOT NULL, PRIMARY KEY (account, user)) WITHOUT ROWID",
    u"CREATE TABLE log (account INTEGER NOT NULL, room INTEGER NOT NULL, log INTEGER NOT NULL, "
    "known INTEGER NOT NULL, visited INTEGER NOT NULL, \"check\" INTEGER NOT NULL, "
    "PRIMARY KEY (account, room)) WITHOUT ROWID",
    u"CREATE TABLE members (log INTEGER PRIMARY KEY, body BLOB NOT NULL, "
    "\"check\" INTEGER NOT NULL)",
    u"CREATE TABLE stretch (log INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, "
    "n_first INTEGER NOT NULL, n_last INTEGER NOT NULL, \"check\" INTEGER NOT NULL, PRIMARY KEY "
    "(log, first)) WITHOUT ROWID",
    u"CREATE TABLE message (log INTEGER NOT NULL, seq INTEGER NOT NULL, n INTEGER NOT NULL, "
    "rev INTEGER NOT NULL, body BLOB NOT NULL, \"check\" INTEGER NOT NULL, "
    "PRIMARY KEY (log, seq)) WITHOUT ROWID",
    u"CREATE TABLE dropped (log INTEGER PRIMARY KEY)",
    u"PRAGMA wipe_unused_space", // of what older versions left
};

} // namespace

CacheDatabase::CacheDatabase(const QString &folder, std::function<void(const QString &)> onSetAside)
    : m_database(folder, {u"cache.db", kSettings, kSteps, {}, kSalonCache}, std::move(onSetAside))
{
}

bool CacheDatabase::open()
{
    if (m_isOpen || hasFailed())
        return false;
    m_failure = m_database.open();
    m_isOpen = m_failure == Outcome::Fine;
    return m_isOpen;
}

void CacheDatabase::begin()
{
    if (m_isInTransaction)
        return;
    run(u"BEGIN IMMEDIATE"_s);
    m_isInTransaction = !hasFailed();
}

void CacheDatabase::commit()
{
    if (!m_isInTransaction)
        return;
    run(u"COMMIT"_s);
    m_isInTransaction = hasFailed();
}

void CacheDatabase::rollback()
{
    // Fails when the engine has rolled back by itself already, which is as well.
    if (std::exchange(m_isInTransaction, false))
        m_database.attempt(u"ROLLBACK"_s);
}

void CacheDatabase::select(const QString &sql, const QVariantList &values, const Row &row)
{
    if (hasFailed())
        return;
    const Outcome outcome = m_database.attempt(sql, values, row);
    if (!hasFailed()) // of what was found, too
        m_failure = outcome;
}

qint64 CacheDatabase::number(const QString &sql, const QVariantList &values)
{
    qint64 found = 0;
    select(sql, values, [&](const QSqlQuery &row) { found = row.value(0).toLongLong(); });
    return found;
}

void CacheDatabase::emptyLog()
{
    if (hasFailed())
        return;
    m_failure = m_database.emptyLog();
}

void CacheDatabase::close()
{
    m_isOpen = false;
    m_isInTransaction = false;
    m_database.close();
}

void CacheDatabase::putAside()
{
    close();
    m_database.putAside(u"damaged");
}

} // namespace salon::client
