// SPDX-License-Identifier: MIT
#include "server/store/migrator.h"
#include "server/store/database.h"
#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QRegularExpression>
#include <map>

using namespace Qt::StringLiterals;

// Static libraries lose their resources unless somebody asks for them; must stand outside namespaces.
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

Result<> apply(Database &database, qint64 number, const QString &name, const QString &script,
               const QString &checksum)
{
    TRY(database.begin());
    const auto run = [&]() -> Result<> {
        for (const QString &statement : statements(script))
            TRY(database.execute(statement));
        Query query = database.prepare("INSERT INTO migrations VALUES (?, ?, ?, ?)");
        return query.run(number, name, checksum, QDateTime::currentMSecsSinceEpoch());
    };
    if (auto result = run(); !result) {
        database.rollback();
        return Error(result.error().code, result.error().reason,
                     u"migration %1 failed: %2"_s.arg(name, result.error().message));
    }
    return database.commit();
}

} // namespace

QStringList statements(const QString &script)
{
    QStringList all;
    QString current;
    QChar quote;
    int depth = 0;                                      // of BEGIN … END in a trigger
    static const QRegularExpression word(u"\\G(BEGIN|CASE|END)\\b"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    for (qsizetype i = 0; i < script.size(); ++i) {
        const QChar c = script[i];
        if (!quote.isNull()) {
            if (c == quote)
                quote = QChar();
        } else if (c == u'\'' || c == u'"') {
            quote = c;
        } else if (QStringView(script).mid(i).startsWith(u"--")) {
            i = std::max(i, script.indexOf(u'\n', i) < 0 ? script.size() : script.indexOf(u'\n', i));
            current += u'\n';
            continue;
        } else if (i == 0 || !script[i - 1].isLetterOrNumber()) {
            const auto match = word.match(script, i);
            if (match.hasMatch())
                depth += match.captured().compare("END"_L1, Qt::CaseInsensitive) == 0 ? -1 : 1;
        }
        if (c == u';' && quote.isNull() && depth == 0) {
            all.append(current.trimmed());
            current.clear();
        } else {
            current += c;
        }
    }
    if (!current.trimmed().isEmpty())
        all.append(current.trimmed());
    return all;
}

Result<> migrate(Database &database, const QString &folder)
{
    loadMigrations();
    TRY_ASSIGN(const auto done, applied(database));
    const QStringList files = QDir(folder).entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    if (!done.empty() && done.rbegin()->first > files.size())
        return Error(ErrorCode::Internal,
                     u"the database was written by a newer version of salond (schema %1, this "
                     "one knows %2); run that version or restore a backup"_s
                         .arg(done.rbegin()->first).arg(files.size()));
    qint64 number = 0;
    for (const QString &name : files) {
        ++number;
        QFile file(folder + u'/' + name);
        if (!file.open(QIODevice::ReadOnly))
            return Error(ErrorCode::Internal, u"cannot read migration %1"_s.arg(name));
        const QByteArray script = file.readAll();
        const QString checksum = QString::fromLatin1(
            QCryptographicHash::hash(script, QCryptographicHash::Sha256).toHex());
        const auto before = done.find(number);
        if (before == done.end())
            TRY(apply(database, number, name, QString::fromUtf8(script), checksum));
        else if (before->second.checksum != checksum)
            return Error(ErrorCode::Internal,
                         u"migration %1 is not the one that this database went through"_s.arg(name));
    }
    return {};
}

} // namespace salon::server
