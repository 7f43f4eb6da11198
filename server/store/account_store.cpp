// SPDX-License-Identifier: MIT
#include "server/store/account_store.h"
#include "server/store/database.h"
#include "server/store/name_store.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

UserRow userOf(const Query &q)
{
    return {{q.integer(0)}, q.text(1),    {q.text(2), q.text(3)}, q.text(4),
            q.text(5),      q.integer(6), q.optionalInteger(7)};
}

SessionRow sessionOf(const Query &q)
{
    return {{q.integer(0)}, {q.integer(1)}, q.text(2),    q.text(3),
            q.integer(4),   q.integer(5),   q.integer(6), q.optionalInteger(7)};
}

template <class Row>
Result<QList<Row>> all(Query &query, Row (*read)(const Query &))
{
    QList<Row> rows;
    for (;;) {
        TRY_ASSIGN(const bool more, query.next());
        if (!more)
            return rows;
        rows.append(read(query));
    }
}

Result<UserRow> one(Query &query)
{
    TRY_ASSIGN(const bool found, query.next());
    if (!found)
        return Error::notFound(u"account");
    return userOf(query);
}

#define SALON_USERS                                                                                \
    "SELECT id, name, name_key, look_key, display_name, password_hash, created_at, disabled_at "   \
    "FROM users "
#define SALON_SESSIONS                                                                             \
    "SELECT id, user_id, device, address, created_at, last_used_at, expires_at, revoked_at "       \
    "FROM sessions "

} // namespace

Result<UserId> AccountStore::add(const UserRow &user)
{
    Query query = m_database.prepare(
        "INSERT INTO users (name, name_key, look_key, display_name, password_hash, created_at) "
        "VALUES (?, ?, NULLIF(?, ''), ?, ?, ?) RETURNING id");
    auto ran = query.run(user.name, user.keys.name, user.keys.look, user.displayName,
                         user.passwordHash, user.createdAt);
    auto stepped = ran ? query.next() : Result<bool>(ran.error());
    if (stepped)
        return UserId{query.integer(0)};
    return stepped.error().code == ErrorCode::Conflict ? NameStore::taken() : stepped.error();
}

Result<UserRow> AccountStore::find(UserId id)
{
    Query query = m_database.prepare(SALON_USERS "WHERE id = ?");
    TRY(query.run(id));
    return one(query);
}

Result<UserRow> AccountStore::findByKey(const QString &nameKey)
{
    Query query = m_database.prepare(SALON_USERS "WHERE name_key = ?");
    TRY(query.run(nameKey));
    return one(query);
}

Result<QList<UserRow>> AccountStore::list()
{
    Query query = m_database.prepare(SALON_USERS "ORDER BY id");
    TRY(query.run());
    return all<UserRow>(query, userOf);
}

Result<QList<UserRow>> AccountStore::matching(const QString &match, UserId after, qint64 limit)
{
    Query query = m_database.prepare(SALON_USERS "WHERE id > ? AND disabled_at IS NULL AND "
                                                 "instr(name_key, ?) > 0 ORDER BY id LIMIT ?");
    TRY(query.run(after, match, limit));
    return all<UserRow>(query, userOf);
}

Result<QList<UserRow>> AccountStore::some(const QList<UserId> &ids)
{
    QList<UserRow> found;
    for (const UserId id : ids) {
        auto user = find(id);
        if (user)
            found.append(*std::move(user));
        else if (user.error().code != ErrorCode::NotFound)
            return std::move(user).error();
    }
    return found;
}

Result<bool> AccountStore::isEmpty()
{
    Query query = m_database.prepare("SELECT 1 FROM users LIMIT 1");
    TRY(query.run());
    TRY_ASSIGN(const bool any, query.next());
    return !any;
}

Result<> AccountStore::setPassword(UserId user, const QString &hash)
{
    return m_database.prepare("UPDATE users SET password_hash = ? WHERE id = ?")
        .changeOne(u"account", hash, user);
}

Result<> AccountStore::setDisabled(UserId user, std::optional<Timestamp> at)
{
    return m_database.prepare("UPDATE users SET disabled_at = ? WHERE id = ?")
        .changeOne(u"account", at, user);
}

Result<PresenceRow> AccountStore::presence(UserId user)
{
    Query query = m_database.prepare("SELECT presence, presence_until FROM users WHERE id = ?");
    TRY(query.run(user));
    TRY_ASSIGN(const bool found, query.next());
    if (!found)
        return Error::notFound(u"account");
    return PresenceRow{query.text(0), query.integer(1)};
}

Result<> AccountStore::setPresence(UserId user, const PresenceRow &row)
{
    return m_database.prepare("UPDATE users SET presence = ?, presence_until = ? WHERE id = ?")
        .changeOne(u"account", row.word, row.until, user);
}

Result<>
AccountStore::forEachPresence(const std::function<void(UserId, const PresenceRow &row)> &visit)
{
    Query query = m_database.prepare("SELECT id, presence, presence_until FROM users "
                                     "WHERE presence <> 'available'");
    TRY(query.run());
    for (;;) {
        TRY_ASSIGN(const bool more, query.next());
        if (!more)
            return {};
        visit({query.integer(0)}, {query.text(1), query.integer(2)});
    }
}

Result<> AccountStore::addSession(const SessionRow &s)
{
    return m_database
        .prepare("INSERT INTO sessions (id, user_id, device, address, created_at, last_used_at, "
                 "expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .run(s.id, s.user, s.device, s.address, s.createdAt, s.lastUsedAt, s.expiresAt);
}

Result<QList<SessionRow>> AccountStore::sessionsOf(UserId user)
{
    Query query = m_database.prepare(SALON_SESSIONS "WHERE user_id = ? ORDER BY created_at");
    TRY(query.run(user));
    return all<SessionRow>(query, sessionOf);
}

Result<SessionRow> AccountStore::findSession(SessionId session)
{
    Query query = m_database.prepare(SALON_SESSIONS "WHERE id = ?");
    TRY(query.run(session));
    TRY_ASSIGN(const bool found, query.next());
    if (!found)
        return Error::notFound(u"session");
    return sessionOf(query);
}

Result<QList<SessionRow>> AccountStore::sessionsUntil(Timestamp now)
{
    Query query = m_database.prepare(SALON_SESSIONS "WHERE expires_at > ?");
    TRY(query.run(now));
    return all<SessionRow>(query, sessionOf);
}

Result<> AccountStore::extendSession(SessionId session, Timestamp expiresAt)
{
    return m_database.prepare("UPDATE sessions SET expires_at = ? WHERE id = ?")
        .changeOne(u"session", expiresAt, session);
}

Result<> AccountStore::touchSession(SessionId session, const QString &address, Timestamp at)
{
    return m_database.prepare("UPDATE sessions SET address = ?, last_used_at = ? WHERE id = ?")
        .changeOne(u"session", address, at, session);
}

Result<> AccountStore::revokeSession(SessionId session, Timestamp at)
{
    return m_database
        .prepare("UPDATE sessions SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL")
        .run(at, session);
}

Result<> AccountStore::revokeAllSessions(Timestamp at)
{
    return m_database.prepare("UPDATE sessions SET revoked_at = ? WHERE revoked_at IS NULL")
        .run(at);
}

Result<> AccountStore::forgetExpired(Timestamp now)
{
    return m_database.prepare("DELETE FROM sessions WHERE expires_at <= ?").run(now);
}

Result<QString> AccountStore::setting(const QString &key)
{
    Query query = m_database.prepare("SELECT value FROM server WHERE key = ?");
    TRY(query.run(key));
    TRY_ASSIGN(const bool found, query.next());
    return found ? query.text(0) : QString();
}

Result<> AccountStore::setSetting(const QString &key, const QString &value)
{
    return m_database
        .prepare(
            "INSERT INTO server (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = "
            "excluded.value")
        .run(key, value);
}

#undef SALON_USERS
#undef SALON_SESSIONS

} // namespace salon::server
