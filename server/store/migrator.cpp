// SPDX-License-Identifier: MIT
#include "server/store/migrator.h"
#include "server/store/sql_script.h"
#include "server/store/transaction.h"
#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <map>

using namespace Qt::StringLiterals;

// Static libraries lose their resources unless somebody asks for them; must stand outside
// namespaces.
static void loadMigrations()
{
    Q_INIT_RESOURCE(migrations);
}

namespace salon::server {
namespace {

struct Applied {
    QString name;
    QString checksum;
};

Result<std::map<qint64, Applied>> applied(Database &database)
{
    std::map<qint64, Applied> found;
    Query query = database.prepare("SELECT number, name, checksum FROM migrations");
    TRY(query.run());
    for (;;) {
        TRY_ASSIGN(const bool more, query.next());
        if (!more)
            return found;
        found[query.integer(0)] = {query.text(1), query.text(2)};
    }
}

struct Migration {
    qint64 number = 0;
    QString name;
    QByteArray script;
    QString checksum;
};

Result<Migration> readMigration(const QString &folder, const QString &name, qint64 number)
{
    if (name.section(u'_', 0, 0).toLongLong() != number)
        return Error(ErrorCode::Internal,
                     u"migration %1 should be number %2"_s.arg(name).arg(number));
    QFile file(folder + u'/' + name);
    if (!file.open(QIODevice::ReadOnly))
        return Error(ErrorCode::Internal, u"cannot read migration %1"_s.arg(name));
    Migration migration{number, name, file.readAll(), {}};
    migration.checksum = QString::fromLatin1(
        QCryptographicHash::hash(migration.script, QCryptographicHash::Sha256).toHex());
    return migration;
}

Result<> runScript(Database &database, const Migration &migration)
{
    for (const QString &statement : statementsOf(QString::fromUtf8(migration.script)))
        TRY(database.execute(statement));
    return database
        .prepare("INSERT INTO migrations (number, name, checksum, applied_at) VALUES (?, ?, ?, ?)")
        .run(migration.number, migration.name, migration.checksum,
             QDateTime::currentMSecsSinceEpoch());
}

Result<> apply(Database &database, const Migration &migration)
{
    Transaction transaction(database);
    TRY(transaction.begun());
    if (auto result = runScript(database, migration); !result) {
        Error error = std::move(result).error();
        error.message = u"migration %1 failed: %2"_s.arg(migration.name, error.message);
        return error;
    }
    return transaction.commit();
}

Error tooNew(qint64 has, qint64 known)
{
    return Error(ErrorCode::Internal,
                 u"the database was written by a newer version of salond (schema %1, this "
                 "one knows %2); run that version or restore a backup"_s.arg(has)
                     .arg(known));
}

QStringList filesOf(const QString &folder)
{
    loadMigrations();
    return QDir(folder).entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
}

Result<> checkSame(const Applied &before, const Migration &migration)
{
    if (before.checksum == migration.checksum)
        return {};
    return Error(
        ErrorCode::Internal,
        u"migration %1 is not the one that this database went through"_s.arg(migration.name));
}

} // namespace

Result<> migrate(Database &database, const QString &folder)
{
    const QStringList files = filesOf(folder);
    TRY(database.execute(u"CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, "
                         "name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) "
                         "STRICT"_s));
    TRY_ASSIGN(const auto done, applied(database));
    if (!done.empty() && done.rbegin()->first > files.size())
        return tooNew(done.rbegin()->first, files.size());
    qint64 number = 0;
    for (const QString &name : files) {
        TRY_ASSIGN(const auto migration, readMigration(folder, name, ++number));
        const auto before = done.find(number);
        if (before == done.end())
            TRY(apply(database, migration));
        else
            TRY(checkSame(before->second, migration));
    }
    return {};
}

Result<qint64> schemaOf(Database &database, const QString &folder)
{
    {
        Query query = database.prepare("SELECT count(*) FROM sqlite_schema WHERE type = 'table' "
                                       "AND name IN ('migrations', 'rooms', 'events')");
        TRY(query.run());
        TRY(query.next());
        if (query.integer(0) != 3)
            return Error(ErrorCode::NotFound, u"it is no database of salond"_s);
    }
    const QStringList files = filesOf(folder);
    TRY_ASSIGN(const auto done, applied(database));
    if (done.empty())
        return Error(ErrorCode::NotFound, u"it is no database of salond"_s);
    for (const auto &[number, before] : done) {
        if (number > files.size())
            return tooNew(done.rbegin()->first, files.size());
        TRY_ASSIGN(const auto migration, readMigration(folder, files[number - 1], number));
        TRY(checkSame(before, migration));
    }
    return done.rbegin()->first;
}

} // namespace salon::server
