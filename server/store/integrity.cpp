// SPDX-License-Identifier: MIT
#include "server/store/integrity.h"
#include "server/store/database.h"

using namespace Qt::StringLiterals;

namespace salon::server {

Result<QStringList> fileProblems(Database &database)
{
    Query query = database.prepare("PRAGMA integrity_check(100)");
    TRY(query.run());
    QStringList found;
    for (;;) {
        TRY_ASSIGN(const bool more, query.next());
        if (!more)
            return found;
        // One row may hold several lines.
        if (const QString text = query.text(0); text != "ok"_L1)
            found += text.split(u'\n', Qt::SkipEmptyParts);
    }
}

bool isAboutIndex(QStringView fileProblem)
{
    return fileProblem.contains(u" missing from index ")
        || fileProblem.startsWith(u"wrong # of entries in index ");
}

Result<QList<Orphans>> orphans(Database &database)
{
    Query query = database.prepare("SELECT \"table\", parent, count(*) FROM "
                                   "pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2");
    TRY(query.run());
    QList<Orphans> found;
    for (;;) {
        TRY_ASSIGN(const bool more, query.next());
        if (!more)
            return found;
        found.append({query.text(0), query.text(1), query.integer(2)});
    }
}

} // namespace salon::server
