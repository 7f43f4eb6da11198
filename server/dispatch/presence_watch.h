// SPDX-License-Identifier: MIT
#pragma once
#include "server/dispatch/presences.h"
#include "server/service/caller.h"
#include "shared/protocol/presence_messages.h"
#include <QSet>
#include <functional>

namespace salon::server {

//! Of a shard's sockets: which are idle, and which follow whose presence. For the shard's thread; a
//! socket that neither rests nor follows anybody takes no place here.
class PresenceWatch {
public:
    PresenceWatch(Presences &all, size_t shard) : m_all(all), m_shard(shard) { }
    Q_DISABLE_COPY_MOVE(PresenceWatch)

    void opened(const Caller &caller);
    void closed(const Caller &caller, Presences::Departure departure);
    void tell(const Caller &caller, bool isIdle);
    //! From now on the socket follows these, instead of those before. Gives how they are there, by
    //! id.
    QList<protocol::Presence> watch(const Caller &caller, const QList<UserId> &users);

    //! False when the push was dropped.
    using Push = std::function<bool(const Caller &to, const QByteArray &frame)>;
    //! Tells each socket at once what changed of those whom it follows. What is dropped is told by
    //! the next call, as it is then.
    void pushChanges(const Push &push);

private:
    struct Watched {
        UserId user;
        PresenceState told = PresenceState::Offline;
        friend bool operator==(const Watched &, const Watched &) = default;
    };
    struct Watcher {
        Caller caller;
        std::vector<Watched> watched; //!< ascending
    };
    using Changes = std::vector<Watched>;
    void forget(ConnectionId connection);
    //! What each socket does not know yet of these.
    QHash<ConnectionId, Changes> changesOf(std::vector<UserId> users);
    void keep(Watcher &watcher, const Changes &changes);

    Presences &m_all;
    const size_t m_shard;
    QSet<ConnectionId> m_idle;
    QHash<ConnectionId, Watcher> m_watchers;
    QHash<UserId, std::vector<ConnectionId>> m_watchersOf; //!< ascending
    std::vector<UserId> m_again; //!< of pushes that were dropped
};

} // namespace salon::server
