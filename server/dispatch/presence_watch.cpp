// SPDX-License-Identifier: MIT
#include "server/dispatch/presence_watch.h"
#include "shared/wire/envelope.h"
#include <algorithm>

namespace salon::server {
namespace {

QString wordFor(PresenceState presence)
{
    switch (presence) {
    case PresenceState::Online:
        return wire::fromUtf8(protocol::kOnline);
    case PresenceState::Away:
        return wire::fromUtf8(protocol::kAway);
    case PresenceState::DoNotDisturb:
        return wire::fromUtf8(protocol::kDoNotDisturb);
    case PresenceState::Offline:
        break;
    }
    return wire::fromUtf8(protocol::kOffline);
}

template <class List>
QList<protocol::Presence> toProtocol(const List &all)
{
    QList<protocol::Presence> people;
    people.reserve(qsizetype(all.size()));
    for (const auto &one : all)
        people.append({one.user, wordFor(one.told)});
    return people;
}

void sortUnique(std::vector<UserId> &users)
{
    std::ranges::sort(users);
    const auto rest = std::ranges::unique(users);
    users.erase(rest.begin(), rest.end());
}

} // namespace

void PresenceWatch::opened(const Caller &caller)
{
    m_all.opened(caller.user);
}

void PresenceWatch::closed(const Caller &caller, Presences::Departure departure)
{
    forget(caller.connection);
    m_all.closed(caller.user, m_idle.remove(caller.connection), departure);
}

void PresenceWatch::tell(const Caller &caller, bool isIdle)
{
    if (m_idle.contains(caller.connection) == isIdle)
        return;
    if (isIdle)
        m_idle.insert(caller.connection);
    else
        m_idle.remove(caller.connection);
    m_all.setIdle(caller.user, isIdle);
}

void PresenceWatch::forget(ConnectionId connection)
{
    const auto watcher = m_watchers.find(connection);
    if (watcher == m_watchers.end())
        return;
    for (const Watched &watched : watcher->watched) {
        const auto watchers = m_watchersOf.find(watched.user);
        watchers->erase(std::ranges::lower_bound(*watchers, connection));
        if (watchers->empty())
            m_watchersOf.erase(watchers);
    }
    m_watchers.erase(watcher);
    if (m_watchers.isEmpty())
        m_all.stopListening(m_shard);
}

QList<protocol::Presence> PresenceWatch::watch(const Caller &caller, const QList<UserId> &users)
{
    forget(caller.connection);
    if (users.isEmpty())
        return {};
    std::vector<UserId> sorted(users.begin(), users.end());
    sortUnique(sorted);
    m_all.listen(m_shard); // before it is asked, so that nothing falls between
    const auto presences = m_all.of(sorted);
    Watcher watcher{caller, {}};
    watcher.watched.reserve(sorted.size());
    for (size_t i = 0; i < sorted.size(); ++i) {
        watcher.watched.push_back({sorted[i], presences[i]});
        auto &watchers = m_watchersOf[sorted[i]];
        watchers.insert(std::ranges::lower_bound(watchers, caller.connection), caller.connection);
    }
    const auto people = toProtocol(watcher.watched);
    m_watchers.insert(caller.connection, std::move(watcher));
    return people;
}

QHash<ConnectionId, PresenceWatch::Changes> PresenceWatch::changesOf(std::vector<UserId> users)
{
    sortUnique(users);
    const auto presences = m_all.of(users);
    QHash<ConnectionId, Changes> changes;
    for (size_t i = 0; i < users.size(); ++i) {
        const auto watchers = m_watchersOf.constFind(users[i]);
        if (watchers == m_watchersOf.constEnd())
            continue;
        for (const ConnectionId connection : *watchers) {
            const auto &watched = m_watchers[connection].watched;
            const auto known = std::ranges::lower_bound(watched, users[i], {}, &Watched::user);
            if (known->told != presences[i])
                changes[connection].push_back({users[i], presences[i]});
        }
    }
    return changes;
}

void PresenceWatch::keep(Watcher &watcher, const Changes &changes)
{
    for (const Watched &change : changes)
        std::ranges::lower_bound(watcher.watched, change.user, {}, &Watched::user)->told =
            change.told;
}

void PresenceWatch::pushChanges(const Push &push)
{
    if (m_watchers.isEmpty())
        return;
    auto changed = m_all.takeChanged(m_shard);
    const auto again = std::exchange(m_again, {});
    changed.insert(changed.end(), again.begin(), again.end());
    if (changed.empty())
        return;
    const auto changes = changesOf(std::move(changed));
    // Many follow the same people: what is encoded for one is often right for the next.
    Changes encoded;
    QByteArray frame;
    for (auto change = changes.cbegin(); change != changes.cend(); ++change) {
        if (frame.isEmpty() || *change != encoded) {
            encoded = *change;
            frame = wire::pushFrame(protocol::PresenceChanged{toProtocol(encoded)});
        }
        Watcher &watcher = m_watchers[change.key()];
        if (push(watcher.caller, frame)) {
            keep(watcher, encoded);
            continue;
        }
        for (const Watched &one : encoded)
            m_again.push_back(one.user);
    }
}

} // namespace salon::server
