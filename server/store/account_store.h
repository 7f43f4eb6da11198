// SPDX-License-Identifier: MIT
#pragma once
#include "server/store/rows.h"
#include "shared/base/result.h"
#include <QList>
#include <functional>

namespace salon::server {

class Database;

//! Accounts and their sessions.
class AccountStore {
public:
    explicit AccountStore(Database &database) : m_database(database) { }

    Result<UserId> add(const UserRow &user); //!< Conflict when the name is taken
    Result<UserRow> find(UserId id); //!< NotFound
    Result<UserRow> findByKey(const QString &nameKey); //!< NotFound
    Result<QList<UserRow>> list(); //!< by id
    //! Not disabled, with `match` in the name's key; by id from `after` on.
    Result<QList<UserRow>> matching(const QString &match, UserId after, qint64 limit);
    Result<QList<UserRow>> some(const QList<UserId> &ids); //!< those that exist
    Result<bool> isEmpty();
    //! NotFound, as for setDisabled(), which without a time enables again.
    Result<> setPassword(UserId user, const QString &hash);
    Result<> setDisabled(UserId user, std::optional<Timestamp> at);

    //! What presence.choose said; NotFound, as for setting it.
    Result<PresenceRow> presence(UserId user);
    Result<> setPresence(UserId user, const PresenceRow &row);
    //! Of those who chose another than the usual one.
    Result<> forEachPresence(const std::function<void(UserId, const PresenceRow &row)> &visit);

    Result<> addSession(const SessionRow &session);
    Result<QList<SessionRow>> sessionsOf(UserId user); //!< revoked ones too
    Result<SessionRow> findSession(SessionId session); //!< NotFound; revoked ones too
    Result<QList<SessionRow>> sessionsUntil(Timestamp now); //!< all that have not expired at `now`
    //! NotFound, as for touchSession().
    Result<> extendSession(SessionId session, Timestamp expiresAt);
    Result<> touchSession(SessionId session, const QString &address, Timestamp at);
    //! Keeps the time of the first revocation.
    Result<> revokeSession(SessionId session, Timestamp at);
    Result<> revokeAllSessions(Timestamp at); //!< those that were revoked keep their time
    Result<> forgetExpired(Timestamp now); //!< revoked ones too

    //! A word kept for the server itself; empty when it was never set.
    Result<QString> setting(const QString &key);
    Result<> setSetting(const QString &key, const QString &value);

private:
    Database &m_database;
};

} // namespace salon::server
