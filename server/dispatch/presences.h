// SPDX-License-Identifier: MIT
#pragma once
#include "server/service/presence_choice.h"
#include "shared/base/clock.h"
#include "shared/base/ids.h"
#include <QHash>
#include <QSet>
#include <mutex>
#include <span>
#include <vector>

namespace salon::server {

//! As what somebody is seen by others.
enum class PresenceState : quint8 { Offline, Online, Away, DoNotDisturb };

//! How each account is there: its sockets of all shards, how many of them are idle, and what it
//! chose to be seen as. Any thread may ask.
class Presences {
public:
    //! Whose last socket closed is seen as before for so long: a connection that breaks and comes
    //! again is not worth telling.
    static constexpr qint64 kGraceMs = 5'000;
    //! Whether the last socket may come again, or its session is over.
    enum class Departure { MayComeBack, ForGood };

    //! Without isShown everybody is seen as offline.
    Presences(bool isShown, const Clock &clock) : m_isShown(isShown), m_clock(clock) { }

    void opened(UserId user);
    void closed(UserId user, bool wasIdle, Departure departure);
    //! One of the account's open sockets turned idle, or is used again.
    void setIdle(UserId user, bool isIdle);
    int socketsOf(UserId user) const;

    void choose(UserId user, const ChosenPresence &chosen);
    //! What ends is over once expire() found it so.
    ChosenPresence chosenBy(UserId user) const;
    PresenceChoice choiceOf(UserId user) const { return chosenBy(user).choice; }

    //! From now on the shard is told of whatever changes.
    void listen(size_t shard);
    void stopListening(size_t shard);
    //! Whose presence changed since the last call; some may be as before again.
    std::vector<UserId> takeChanged(size_t shard);
    std::vector<PresenceState> of(std::span<const UserId> users) const;

    //! Lets go of those whose grace is over, and of choices that are.
    void expire();

private:
    struct Sockets {
        int open = 0;
        int idle = 0;
    };
    struct Left {
        qint64 at = 0;
        bool wasAway = false;
    };
    struct Listener {
        bool listens = false;
        std::vector<UserId> changed;
    };
    PresenceState presence(UserId user) const;
    void forgetLeft(qint64 steadyMs);
    void forgetChoices(Timestamp now);
    void tellIfChanged(UserId user, PresenceState before);

    const bool m_isShown;
    const Clock &m_clock;
    mutable std::mutex m_mutex;
    QHash<UserId, Sockets> m_sockets;
    QHash<UserId, Left> m_left; //!< in their grace
    QHash<UserId, ChosenPresence> m_choices; //!< but Available
    QSet<UserId> m_timed; //!< whose choice ends
    std::vector<Listener> m_listeners; //!< by shard
};

} // namespace salon::server
