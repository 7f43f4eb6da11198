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
    TRY(database.execute(u"CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, "
                         "name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) "
                         "STRICT"_s));
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

} // namespace

Result<> migrate(Database &database, const QString &folder)
{
    loadMigrations();
    TRY_ASSIGN(const auto done, applied(database));
    const QStringList files = QDir(folder).entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    if (!done.empty() && done.rbegin()->first > files.size())
        return Error(
            ErrorCode::Internal,
            u"the database was written by a newer version of salond (schema %1, this "
            "one knows %2); run that version or restore a backup"_s.arg(done.rbegin()->first)
                .arg(files.size()));
    qint64 number = 0;
    for (const QString &name : files) {
        TRY_ASSIGN(const auto migration, readMigration(folder, name, ++number));
        const auto before = done.find(number);
        if (before == done.end())
            TRY(apply(database, migration));
        else if (before->second.checksum != migration.checksum)
            return Error(
                ErrorCode::Internal,
                u"migration %1 is not the one that this database went through"_s.arg(name));
    }
    return {};
}

} // namespace salon::server
