// SPDX-License-Identifier: MIT
#pragma once
#include "server/service/caller.h"
#include "server/service/effects.h"
#include "server/store/account_store.h"
#include "server/store/name_store.h"
#include "shared/base/clock.h"
#include "shared/protocol/presence_messages.h"
#include "shared/wire/limits.h"

namespace salon::server {

class Database;

//! The rules of accounts and sessions, in the writer's transaction. Passwords come hashed.
class AccountService {
public:
    AccountService(Database &database, const wire::Limits &limits, qint64 sessionLifeMs,
                   const Clock &clock);

    //! BadRequest for a name that may not be, Conflict for one that is taken; path "name".
    Result<UserRow> add(const QString &name, const QString &passwordHash);
    //! add() for a server without any account; else setupDone().
    Result<UserRow> addFirst(const QString &name, const QString &passwordHash);
    //! What a set-up code is told that comes too late.
    static Error setupDone();
    //! For whose password matched `verified`. Verifying takes a while: Conflict when the password
    //! is another by now, Forbidden when the account was disabled.
    Result<SessionRow> openSession(UserId user, const QString &verified, const QString &device,
                                   const QString &address);
    //! In the last third of its life the session lives its whole life from now; else it is as it
    //! was.
    Result<SessionRow> renew(const Caller &caller);
    Result<> end(UserId owner, SessionId session); //!< NotFound when it is not the owner's
    Result<> endAny(SessionId session); //!< the operator's; NotFound when it is not live
    //! The operator's: all sessions end.
    Result<> setPassword(UserId user, const QString &hash);
    //! Ends the others. Unauthorized when `verified` is no more the password, SessionRevoked or
    //! SessionExpired when the caller's session has ended.
    Result<> changePassword(const Caller &caller, const QString &verified, const QString &hash);
    //! The same password, hashed anew; nothing when `verified` is no more the password.
    Result<> rehash(UserId user, const QString &verified, const QString &hash);
    Result<> setDisabled(UserId user, bool disabled); //!< disabling ends all sessions
    Result<protocol::Done> handle(const protocol::ChoosePresence &request, const Caller &caller);

    Effects takeEffects() { return std::exchange(m_effects, {}); }

private:
    Result<SessionRow> liveSession(const Caller &caller);
    Result<> endAll(UserId user, SessionId but);

    AccountStore m_accounts;
    NameStore m_names;
    const wire::Limits &m_limits;
    qint64 m_sessionLifeMs;
    const Clock &m_clock;
    Effects m_effects;
};

} // namespace salon::server
