// SPDX-License-Identifier: MIT
#include "server/store/name_store.h"
#include "server/store/database.h"

using namespace Qt::StringLiterals;

namespace salon::server {

Error NameStore::taken()
{
    return {ErrorCode::Conflict, Reason::NameTaken,
            u"the name, or one that looks like it, is taken"_s};
}

Result<> NameStore::mustBeFree(const NameKeys &keys)
{
    Query query = m_database.prepare(
        m_of == Of::Accounts ? "SELECT 1 FROM users WHERE name_key = ? OR look_key = ?"
                             : "SELECT 1 FROM rooms WHERE name_key = ? OR look_key = ?");
    TRY(query.run(keys.name, keys.look));
    TRY_ASSIGN(const bool isTaken, query.next());
    if (isTaken)
        return taken();
    return {};
}

Result<QList<NameStore::Name>> NameStore::withoutLook()
{
    Query query = m_database.prepare(
        m_of == Of::Accounts ? "SELECT id, name FROM users WHERE look_key IS NULL ORDER BY id"
                             : "SELECT id, name FROM rooms WHERE look_key IS NULL AND "
                               "kind = 'public' ORDER BY id");
    TRY(query.run());
    QList<Name> names;
    for (;;) {
        TRY_ASSIGN(const bool more, query.next());
        if (!more)
            return names;
        names.append({query.integer(0), query.text(1)});
    }
}

Result<bool> NameStore::giveLook(qint64 id, const QString &look)
{
    Query query = m_database.prepare(m_of == Of::Accounts
                                         ? "UPDATE OR IGNORE users SET look_key = ? WHERE id = ?"
                                         : "UPDATE OR IGNORE rooms SET look_key = ? WHERE id = ?");
    TRY(query.run(look, id));
    return query.changed() == 1;
}

} // namespace salon::server
