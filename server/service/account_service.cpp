// SPDX-License-Identifier: MIT
#include "server/service/account_service.h"
#include "server/service/name_rules.h"
#include "shared/wire/envelope.h"
#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

// Random, so that a database restored from a backup never gives an old token's id to a new session.
SessionId randomSessionId()
{
    const quint64 bits = QRandomGenerator::system()->generate64() >> 1;
    return {qint64(std::max<quint64>(bits, 1))};
}

bool isLive(const SessionRow &session, Timestamp now)
{
    return !session.revokedAt && session.expiresAt > now;
}

} // namespace

AccountService::AccountService(Database &database, const wire::Limits &limits, qint64 sessionLifeMs,
                               const Clock &clock)
    : m_accounts(database), m_names(database, NameStore::Of::Accounts), m_limits(limits),
      m_sessionLifeMs(sessionLifeMs), m_clock(clock)
{
}

Result<UserRow> AccountService::add(const QString &name, const QString &passwordHash)
{
    TRY_ASSIGN(const auto checked, checkUserName(name, m_limits.userName, u"name"_s));
    if (auto free = m_names.mustBeFree({checked.key, checked.look}); !free)
        return std::move(free).error().at(u"name"_s);
    UserRow user;
    user.name = user.displayName = checked.text;
    user.keys = {checked.key, checked.look};
    user.passwordHash = passwordHash;
    user.createdAt = m_clock.now();
    TRY_ASSIGN(user.id, m_accounts.add(user));
    return user;
}

Result<UserRow> AccountService::addFirst(const QString &name, const QString &passwordHash)
{
    TRY_ASSIGN(const bool isEmpty, m_accounts.isEmpty());
    if (!isEmpty)
        return setupDone();
    return add(name, passwordHash);
}

Error AccountService::setupDone()
{
    return {ErrorCode::Conflict, Reason::SetupDone, u"the first account exists already"_s};
}

Result<SessionRow> AccountService::openSession(UserId user, const QString &verified,
                                               const QString &device, const QString &address)
{
    TRY_ASSIGN(const auto account, m_accounts.find(user));
    if (account.disabledAt)
        return Error(ErrorCode::Forbidden, Reason::AccountDisabled, u"the account is disabled"_s);
    if (account.passwordHash != verified)
        return Error(ErrorCode::Conflict, u"the password has changed meanwhile"_s);
    const Timestamp now = m_clock.now();
    SessionRow session;
    session.id = randomSessionId();
    session.user = user;
    session.device = device;
    session.address = address;
    session.createdAt = session.lastUsedAt = now;
    // Whole seconds, as the token's exp counts them.
    session.expiresAt = (now + m_sessionLifeMs) / 1000 * 1000;
    TRY(m_accounts.addSession(session));
    m_effects.live.append(session);
    return session;
}

Result<SessionRow> AccountService::liveSession(const Caller &caller)
{
    TRY_ASSIGN(const auto sessions, m_accounts.sessionsOf(caller.user));
    const auto found = std::ranges::find(sessions, caller.session, &SessionRow::id);
    if (found == sessions.end() || found->revokedAt)
        return Error(ErrorCode::SessionRevoked, u"the session was ended"_s);
    if (found->expiresAt <= m_clock.now())
        return Error(ErrorCode::SessionExpired, u"the session is past its time"_s);
    return *found;
}

Result<SessionRow> AccountService::renew(const Caller &caller)
{
    TRY_ASSIGN(auto session, liveSession(caller));
    const Timestamp now = m_clock.now();
    if (session.expiresAt - now > m_sessionLifeMs / 3)
        return session;
    session.expiresAt = (now + m_sessionLifeMs) / 1000 * 1000;
    TRY(m_accounts.extendSession(session.id, session.expiresAt));
    m_effects.live.append(session);
    return session;
}

Result<> AccountService::end(UserId owner, SessionId session)
{
    TRY_ASSIGN(const auto sessions, m_accounts.sessionsOf(owner));
    const auto found = std::ranges::find(sessions, session, &SessionRow::id);
    if (found == sessions.end() || !isLive(*found, m_clock.now()))
        return Error::notFound(u"session");
    TRY(m_accounts.revokeSession(session, m_clock.now()));
    m_effects.ended.append({session, ErrorCode::SessionRevoked});
    return {};
}

Result<> AccountService::endAny(SessionId session)
{
    TRY_ASSIGN(const auto row, m_accounts.findSession(session));
    return end(row.user, session);
}

Result<> AccountService::endAll(UserId user, SessionId but)
{
    TRY_ASSIGN(const auto sessions, m_accounts.sessionsOf(user));
    for (const SessionRow &session : sessions) {
        if (session.id == but || !isLive(session, m_clock.now()))
            continue;
        TRY(m_accounts.revokeSession(session.id, m_clock.now()));
        m_effects.ended.append({session.id, ErrorCode::SessionRevoked});
    }
    return {};
}

Result<> AccountService::setPassword(UserId user, const QString &hash)
{
    TRY(m_accounts.setPassword(user, hash));
    return endAll(user, {});
}

Result<> AccountService::changePassword(const Caller &caller, const QString &verified,
                                        const QString &hash)
{
    TRY(liveSession(caller));
    TRY_ASSIGN(const auto account, m_accounts.find(caller.user));
    if (account.passwordHash != verified)
        return Error(ErrorCode::Unauthorized, Reason::WrongPassword,
                     u"the password has changed meanwhile"_s)
            .at(u"old"_s);
    TRY(m_accounts.setPassword(caller.user, hash));
    return endAll(caller.user, caller.session);
}

Result<> AccountService::rehash(UserId user, const QString &verified, const QString &hash)
{
    TRY_ASSIGN(const auto account, m_accounts.find(user));
    return account.passwordHash == verified ? m_accounts.setPassword(user, hash) : Result<>();
}

Result<> AccountService::setDisabled(UserId user, bool disabled)
{
    TRY(m_accounts.setDisabled(user, disabled ? std::optional(m_clock.now()) : std::nullopt));
    return disabled ? endAll(user, {}) : Result<>();
}

Result<protocol::Done> AccountService::handle(const protocol::ChoosePresence &request,
                                              const Caller &caller)
{
    const auto choice = presenceChoice(request.choice);
    if (!choice)
        return Error::badRequest(u"data.choice"_s,
                                 u"expected \"available\", \"do_not_disturb\" or \"invisible\""_s);
    const ChosenPresence chosen = effective({*choice, request.until.value_or(0)}, m_clock.now());
    const PresenceRow row{wordFor(chosen.choice), chosen.until};
    TRY_ASSIGN(const auto before, m_accounts.presence(caller.user));
    if (before == row)
        return protocol::Done{};
    TRY(m_accounts.setPresence(caller.user, row));
    m_effects.chosen.append({caller.user, chosen});
    protocol::PresenceChosen push{row.word};
    if (row.until > 0)
        push.until = row.until;
    m_effects.userPushes.append({caller.user, caller.connection, wire::pushFrame(push)});
    return protocol::Done{};
}

} // namespace salon::server
