// SPDX-License-Identifier: MIT
#include "client/cache/local_database.h"
#include "client/platform/window_thread.h"
#include "shared/storage/wiping_files.h"
#include <QDateTime>
#include <QFile>
#include <QSqlError>
#include <QSqlRecord>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

// sqlite.org/rescode.html; the low byte is the kind.
constexpr int kError = 1; // a statement that does not fit, too
constexpr int kPerm = 3;
constexpr int kBusy = 5;
constexpr int kLocked = 6;
constexpr int kReadOnly = 8;
constexpr int kCorrupt = 11;
constexpr int kFull = 13;
constexpr int kCannotOpen = 14;
constexpr int kNotADatabase = 26;
constexpr int kPrimaryCode = 0xff;

//! The tables and indices of a database as they were made; none where they cannot be read.
QStringList tablesOf(const QSqlDatabase &database)
{
    QStringList tables;
    QSqlQuery query(database);
    query.exec(u"SELECT name, sql FROM sqlite_schema WHERE sql NOT NULL ORDER BY name"_s);
    while (query.next())
        tables.append(query.value(0).toString() + u' ' + query.value(1).toString());
    return tables;
}

using Values = QMap<QString, QVariant>; // by column

//! Damage ends the reading of a table, so it is read from both of its ends.
QMap<qint64, Values> readableRows(const QSqlDatabase &source, const QString &table)
{
    QMap<qint64, Values> rows;
    for (const auto &order : {u"ASC"_s, u"DESC"_s}) {
        QSqlQuery query(source);
        query.setForwardOnly(true);
        query.exec(u"SELECT rowid, * FROM %1 ORDER BY rowid %2"_s.arg(table, order));
        while (query.next()) {
            Values &row = rows[query.value(0).toLongLong()];
            const QSqlRecord record = query.record();
            for (int i = 0; i < record.count(); ++i)
                row.insert(record.fieldName(i), record.value(i));
        }
    }
    return rows;
}

QString insertion(const QString &table, const QStringList &columns)
{
    const QStringList places(columns.size(), u"?"_s);
    return u"INSERT OR IGNORE INTO %1 (\"%2\") VALUES (%3)"_s.arg(table, columns.join(u"\", \""_s),
                                                                  places.join(u", "_s));
}

} // namespace

LocalDatabase::LocalDatabase(const QString &folder, const LocalSchema &schema,
                             std::function<void(const QString &)> onSetAside)
    : m_schema(schema), m_path(folder + u'/' + schema.file.toString()),
      m_name(u"salon-local-%1"_s.arg(quintptr(this))), m_onSetAside(std::move(onSetAside))
{
    storage::useWipingFiles();
}

LocalDatabase::~LocalDatabase()
{
    close();
}

void LocalDatabase::close()
{
    m_isOpen = false;
    m_statements.clear();
    if (!m_database.isValid())
        return;
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_name);
}

LocalDatabase::Outcome LocalDatabase::open()
{
    mayBlock("a database");
    if (m_isOpen)
        return Outcome::Fine;
    const Outcome outcome = tryOpen();
    return outcome == Outcome::Damaged ? beginAnew() : opened(outcome);
}

LocalDatabase::Outcome LocalDatabase::opened(Outcome outcome)
{
    if (outcome != Outcome::Fine)
        close();
    m_isOpen = outcome == Outcome::Fine;
    return outcome;
}

LocalDatabase::Outcome LocalDatabase::tryOpen()
{
    close();
    QFile file(m_path);
    if (!file.open(QIODevice::ReadWrite))
        return file.error() == QFileDevice::ResourceError ? Outcome::Full : Outcome::NotWritable;
    // SQLite gives its other files the same permissions.
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    file.close();
    m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name);
    m_database.setDatabaseName(m_path);
    if (!m_database.open())
        return meaningOf(m_database.lastError());
    Outcome outcome = configure();
    if (outcome == Outcome::Fine && m_schema.disposableId == 0)
        outcome = findDamage();
    return outcome == Outcome::Fine ? prepareSchema() : outcome;
}

LocalDatabase::Outcome LocalDatabase::beginAnew()
{
    const QString damaged = putAside(u"damaged");
    const Outcome outcome = tryOpen();
    if (outcome == Outcome::Fine && !m_schema.carriedOver.empty())
        carryOver(damaged);
    return opened(outcome);
}

void LocalDatabase::carryOver(const QString &damaged)
{
    const QString name = m_name + u"-damaged"_s;
    attempt(u"BEGIN"_s);
    {
        QSqlDatabase source = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
        source.setConnectOptions(u"QSQLITE_OPEN_READONLY"_s); // it stays as it was found
        source.setDatabaseName(damaged);
        if (source.open()) {
            for (const QStringView table : m_schema.carriedOver) {
                for (const Values &row : readableRows(source, table.toString()))
                    attempt(insertion(table.toString(), row.keys()), row.values());
            }
        }
    }
    attempt(u"COMMIT"_s);
    QSqlDatabase::removeDatabase(name);
}

LocalDatabase::Outcome LocalDatabase::configure()
{
    for (const QStringView setting : m_schema.settings) {
        const Outcome set = attempt(setting.toString());
        if (set != Outcome::Fine)
            return set;
    }
    return Outcome::Fine;
}

LocalDatabase::Outcome LocalDatabase::findDamage()
{
    bool isSound = false;
    const Outcome checked = attempt(u"PRAGMA quick_check(1)"_s, {}, [&](const QSqlQuery &row) {
        isSound = row.value(0).toString() == "ok"_L1;
    });
    return checked == Outcome::Fine && !isSound ? Outcome::Damaged : checked;
}

qint64 LocalDatabase::number(const QString &sql)
{
    qint64 found = 0;
    attempt(sql, {}, [&](const QSqlQuery &row) { found = row.value(0).toLongLong(); });
    return found;
}

bool LocalDatabase::isOfThisVersion(qint64 version)
{
    if (version > qint64(m_schema.steps.size()))
        return false;
    const bool isNew = number(u"SELECT count(*) FROM sqlite_schema"_s) == 0;
    return isNew || number(u"PRAGMA application_id"_s) == m_schema.disposableId;
}

LocalDatabase::Outcome LocalDatabase::prepareSchema()
{
    const qint64 version = number(u"PRAGMA user_version"_s);
    if (!isOfThisVersion(version)) {
        if (m_schema.disposableId == 0)
            return Outcome::TooNew;
        putAside(u"unknown");
        return tryOpen();
    }
    Outcome outcome = Outcome::Fine;
    for (auto next = version; outcome == Outcome::Fine && next < qint64(m_schema.steps.size());
         ++next)
        outcome = step(next);
    return outcome;
}

LocalDatabase::Outcome LocalDatabase::step(qsizetype number)
{
    const QStringList statements{u"BEGIN IMMEDIATE"_s, m_schema.steps[size_t(number)].toString(),
                                 u"PRAGMA user_version = %1"_s.arg(number + 1), u"COMMIT"_s};
    for (const QString &sql : statements) {
        const Outcome outcome = attempt(sql);
        if (outcome != Outcome::Fine) {
            attempt(u"ROLLBACK"_s);
            return outcome;
        }
    }
    return Outcome::Fine;
}

LocalDatabase::Outcome LocalDatabase::emptyLog()
{
    const Outcome emptied = attempt(u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
    // Pages in memory have unused space that was wiped in the file only, and would be logged again.
    return emptied == Outcome::Fine ? attempt(u"PRAGMA shrink_memory"_s) : emptied;
}

QString LocalDatabase::putAside(QStringView why)
{
    close();
    const QString aside = u"%1.%2-%3"_s.arg(
        m_path, why, QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-hhmmss-zzz"_s));
    // Its log belongs to it: SQLite would play it back into the new file.
    for (const auto &part : {u""_s, u"-wal"_s, u"-shm"_s})
        QFile::rename(m_path + part, aside + part);
    m_onSetAside(aside);
    return aside;
}

LocalDatabase::Outcome LocalDatabase::attempt(const QString &sql, const QVariantList &values,
                                              const Row &row)
{
    mayBlock("a database");
    auto found = m_statements.find(sql);
    if (found == m_statements.end()) {
        found = m_statements.emplace(sql, QSqlQuery(m_database)).first;
        found->second.setForwardOnly(true);
        if (!found->second.prepare(sql)) {
            const Outcome outcome = meaningOf(found->second.lastError());
            m_statements.erase(found);
            return outcome;
        }
    }
    QSqlQuery &query = found->second;
    for (int i = 0; i < values.size(); ++i)
        query.bindValue(i, values[i]);
    bool isFine = query.exec();
    while (isFine && query.next()) {
        if (row)
            row(query);
    }
    const Outcome outcome = meaningOf(query.lastError());
    query.finish();
    return outcome;
}

LocalDatabase::Outcome LocalDatabase::meaningOf(const QSqlError &error) const
{
    using enum Outcome;
    if (!error.isValid())
        return Fine;
    switch (error.nativeErrorCode().toInt() & kPrimaryCode) {
    case kCorrupt:
    case kNotADatabase:
        return Damaged;
    case kError:
        return hasOtherTables() ? Damaged : Impossible;
    case kFull:
        return Full;
    case kPerm:
    case kReadOnly:
    case kCannotOpen:
        return NotWritable;
    case kBusy:
    case kLocked:
        return Locked;
    default:
        return Impossible;
    }
}

//! A letter of the file's own list of tables has changed: it can be read, and no statement fits.
bool LocalDatabase::hasOtherTables() const
{
    QSqlQuery query(m_database);
    query.exec(u"PRAGMA user_version"_s);
    const qint64 version = query.next() ? query.value(0).toLongLong() : 0;
    const auto steps =
        m_schema.steps.first(size_t(std::clamp<qint64>(version, 0, qint64(m_schema.steps.size()))));
    const QString name = m_name + u"-as-made"_s;
    QStringList asMade;
    {
        QSqlDatabase made = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
        made.setDatabaseName(u":memory:"_s);
        made.open();
        for (const QStringView step : steps)
            QSqlQuery(made).exec(step.toString());
        asMade = tablesOf(made);
    }
    QSqlDatabase::removeDatabase(name);
    return tablesOf(m_database) != asMade;
}

bool LocalDatabase::select(const QString &sql, const QVariantList &values, const Row &row)
{
    Outcome outcome = open();
    if (outcome == Outcome::Fine)
        outcome = attempt(sql, values, row);
    if (outcome == Outcome::Damaged) {
        outcome = beginAnew();
        if (outcome == Outcome::Fine)
            outcome = attempt(sql, values, row);
    }
    m_latest = outcome;
    return outcome == Outcome::Fine;
}

} // namespace salon::client
