// SPDX-License-Identifier: MIT
#pragma once
#include "server/service/caller.h"
#include "server/service/effects.h"
#include "server/store/rows.h"
#include "shared/base/result.h"
#include <QHash>
#include <mutex>

namespace salon::server {

//! Every session that has not expired, in memory: each request is checked here. Any thread
//! may ask.
class LiveSessions {
public:
    void load(const QList<SessionRow> &sessions);
    //! Those that a commit opened, prolonged or ended.
    void apply(const Effects &effects);

    //! Unauthorized for one that never was, SessionExpired, or what it was ended by.
    Result<> check(const Caller &caller, Timestamp now) const;
    Timestamp expiryOf(SessionId session) const;

    struct Use {
        QString address;
        Timestamp at = 0;
    };
    //! The session is used now, from `address` or (empty) from where it was; something when its row
    //! should be told.
    std::optional<Use> noteUse(SessionId session, Timestamp now, const QString &address);
    //! Forgets those that expired more than a day ago; gives those that expired since the last
    //! call.
    QList<SessionId> takeExpired(Timestamp now);

private:
    struct Live {
        UserId user;
        Timestamp expiresAt = 0;
        std::optional<ErrorCode> ended;
        bool wasTold = false;
        Use lastTold;
        QString address;
    };
    void set(const SessionRow &session);

    mutable std::mutex m_mutex;
    QHash<SessionId, Live> m_sessions;
};

} // namespace salon::server
