// SPDX-License-Identifier: MIT
#include "server/dispatch/live_sessions.h"

using namespace Qt::StringLiterals;

namespace salon::server {

void LiveSessions::load(const QList<SessionRow> &sessions)
{
    const std::lock_guard lock(m_mutex);
    for (const SessionRow &row : sessions)
        set(row);
}

void LiveSessions::apply(const Effects &effects)
{
    if (effects.live.isEmpty() && effects.ended.isEmpty())
        return;
    const std::lock_guard lock(m_mutex);
    for (const SessionRow &session : effects.live)
        set(session);
    for (const auto &[session, code] : effects.ended) {
        const auto found = m_sessions.find(session);
        if (found != m_sessions.end())
            found->ended = code;
    }
}

void LiveSessions::set(const SessionRow &row)
{
    const auto known = m_sessions.find(row.id);
    if (known != m_sessions.end()) {
        known->expiresAt = row.expiresAt;
        known->wasTold = false;
        return;
    }
    Live live{row.user, row.expiresAt, {}, false, {row.address, row.lastUsedAt}, row.address};
    if (row.revokedAt)
        live.ended = ErrorCode::SessionRevoked;
    m_sessions.insert(row.id, live);
}

Result<> LiveSessions::check(const Caller &caller, Timestamp now) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_sessions.constFind(caller.session);
    if (found == m_sessions.constEnd() || found->user != caller.user)
        return Error(ErrorCode::Unauthorized, u"no such session"_s);
    if (found->ended)
        return Error(*found->ended, u"the session was ended"_s);
    if (found->expiresAt <= now)
        return Error(ErrorCode::SessionExpired, u"the session is past its time"_s);
    return {};
}

Timestamp LiveSessions::expiryOf(SessionId session) const
{
    const std::lock_guard lock(m_mutex);
    return m_sessions.value(session).expiresAt;
}

std::optional<LiveSessions::Use> LiveSessions::noteUse(SessionId session, Timestamp now,
                                                       const QString &address)
{
    constexpr qint64 kUsuallyMs = 5 * 60'000;
    constexpr qint64 kMovedMs = 10'000;
    const std::lock_guard lock(m_mutex);
    const auto live = m_sessions.find(session);
    if (live == m_sessions.end())
        return std::nullopt;
    if (!address.isEmpty())
        live->address = address;
    const bool hasMoved = live->address != live->lastTold.address;
    if (now - live->lastTold.at < (hasMoved ? kMovedMs : kUsuallyMs))
        return std::nullopt;
    live->lastTold = {live->address, now};
    return live->lastTold;
}

QList<SessionId> LiveSessions::takeExpired(Timestamp now)
{
    constexpr qint64 kDay = 24 * 3600 * 1000;
    QList<SessionId> expired;
    const std::lock_guard lock(m_mutex);
    for (auto live = m_sessions.begin(); live != m_sessions.end();) {
        if (live->expiresAt <= now && !live->wasTold) {
            live->wasTold = true;
            expired.append(live.key());
        }
        live = live->expiresAt + kDay <= now ? m_sessions.erase(live) : std::next(live);
    }
    return expired;
}

} // namespace salon::server
