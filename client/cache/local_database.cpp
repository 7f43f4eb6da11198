// SPDX-License-Identifier: MIT
#include "client/cache/local_database.h"
#include <QDateTime>
#include <QFile>
#include <QSqlError>
#include <array>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kCorrupt = 11; // SQLITE_CORRUPT
constexpr int kNotADatabase = 26; // SQLITE_NOTADB
constexpr int kPrimaryCode = 0xff;

//! Step by step from an empty file; a step that was shipped never changes.
constexpr std::array<QStringView, 2> kSchema{
    u"CREATE TABLE unsent (server TEXT NOT NULL, user INTEGER NOT NULL, room INTEGER NOT NULL, "
    "key TEXT NOT NULL UNIQUE, text BLOB NOT NULL, created_at INTEGER NOT NULL, code TEXT, "
    "reason TEXT, \"limit\" INTEGER)",
    u"CREATE TABLE draft (server TEXT NOT NULL, user INTEGER NOT NULL, room INTEGER NOT NULL, "
    "text BLOB NOT NULL, PRIMARY KEY (server, user, room))",
};

bool isDamage(const QSqlError &error)
{
    const int code = error.nativeErrorCode().toInt() & kPrimaryCode;
    return code == kCorrupt || code == kNotADatabase;
}

} // namespace

LocalDatabase::LocalDatabase(const QString &folder, std::function<void(const QString &)> onSetAside)
    : m_path(folder + u"/local.db"_s), m_name(u"salon-local-%1"_s.arg(quintptr(this))),
      m_onSetAside(std::move(onSetAside))
{
}

LocalDatabase::~LocalDatabase()
{
    close();
}

void LocalDatabase::close()
{
    m_isOpen = false;
    if (!m_database.isValid())
        return;
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_name);
}

bool LocalDatabase::open()
{
    if (m_isOpen)
        return true;
    Outcome outcome = tryOpen();
    if (outcome == Outcome::Damaged) {
        putAside();
        outcome = tryOpen();
    }
    if (outcome != Outcome::Fine)
        close();
    return m_isOpen = outcome == Outcome::Fine;
}

LocalDatabase::Outcome LocalDatabase::tryOpen()
{
    close();
    QFile file(m_path);
    if (!file.open(QIODevice::ReadWrite))
        return Outcome::Impossible;
    // SQLite gives its other files the same permissions.
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    file.close();
    m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name);
    m_database.setDatabaseName(m_path);
    if (!m_database.open())
        return isDamage(m_database.lastError()) ? Outcome::Damaged : Outcome::Impossible;
    for (const auto &pragma : {u"PRAGMA journal_mode = WAL"_s, u"PRAGMA synchronous = FULL"_s}) {
        const Outcome set = attempt(pragma, {}, {});
        if (set != Outcome::Fine)
            return set;
    }
    bool isSound = false;
    const Outcome checked = attempt(u"PRAGMA quick_check(1)"_s, {}, [&](const QSqlQuery &row) {
        isSound = row.value(0).toString() == "ok"_L1;
    });
    if (checked != Outcome::Fine)
        return checked;
    return isSound ? prepareSchema() : Outcome::Damaged;
}

LocalDatabase::Outcome LocalDatabase::prepareSchema()
{
    qsizetype version = 0;
    attempt(u"PRAGMA user_version"_s, {},
            [&](const QSqlQuery &row) { version = row.value(0).toInt(); });
    if (version > qsizetype(kSchema.size()))
        return Outcome::Impossible;
    for (auto step = version; step < qsizetype(kSchema.size()); ++step) {
        if (!m_database.transaction())
            return Outcome::Impossible;
        const bool isDone = attempt(kSchema[size_t(step)].toString(), {}, {}) == Outcome::Fine
            && attempt(u"PRAGMA user_version = %1"_s.arg(step + 1), {}, {}) == Outcome::Fine
            && m_database.commit();
        if (!isDone) {
            m_database.rollback();
            return Outcome::Impossible;
        }
    }
    return Outcome::Fine;
}

void LocalDatabase::putAside()
{
    close();
    const QString aside = m_path + u".damaged-"_s
        + QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-hhmmss-zzz"_s);
    // Its log belongs to it: SQLite would play it back into the new file.
    for (const auto &part : {u""_s, u"-wal"_s, u"-shm"_s})
        QFile::rename(m_path + part, aside + part);
    m_onSetAside(aside);
}

LocalDatabase::Outcome LocalDatabase::attempt(const QString &sql, const QVariantList &values,
                                              const std::function<void(const QSqlQuery &)> &row)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    bool isFine = query.prepare(sql);
    for (const QVariant &value : values)
        query.addBindValue(value);
    isFine = isFine && query.exec();
    while (isFine && query.next()) {
        if (row)
            row(query);
    }
    if (isFine && !query.lastError().isValid())
        return Outcome::Fine;
    return isDamage(query.lastError()) ? Outcome::Damaged : Outcome::Impossible;
}

bool LocalDatabase::run(const QString &sql, const QVariantList &values)
{
    return select(sql, values, {});
}

bool LocalDatabase::select(const QString &sql, const QVariantList &values,
                           const std::function<void(const QSqlQuery &)> &row)
{
    if (!open())
        return false;
    Outcome outcome = attempt(sql, values, row);
    if (outcome == Outcome::Damaged) {
        putAside();
        outcome = open() ? attempt(sql, values, row) : Outcome::Impossible;
    }
    return outcome == Outcome::Fine;
}

} // namespace salon::client
