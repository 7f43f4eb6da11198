// SPDX-License-Identifier: MIT
#include "server/dispatch/presences.h"

namespace salon::server {

PresenceState Presences::presence(UserId user) const
{
    const PresenceChoice choice = m_choices.value(user);
    if (!m_isShown || choice == PresenceChoice::Invisible)
        return PresenceState::Offline;
    const auto sockets = m_sockets.constFind(user);
    const auto left = m_left.constFind(user);
    if (sockets == m_sockets.constEnd() && left == m_left.constEnd())
        return PresenceState::Offline;
    if (choice == PresenceChoice::DoNotDisturb)
        return PresenceState::DoNotDisturb;
    const bool isAway =
        sockets != m_sockets.constEnd() ? sockets->idle == sockets->open : left->wasAway;
    return isAway ? PresenceState::Away : PresenceState::Online;
}

void Presences::tellIfChanged(UserId user, PresenceState before)
{
    if (presence(user) == before)
        return;
    for (Listener &listener : m_listeners) {
        if (listener.listens)
            listener.changed.push_back(user);
    }
}

void Presences::opened(UserId user)
{
    const std::lock_guard lock(m_mutex);
    const PresenceState before = presence(user);
    ++m_sockets[user].open;
    m_left.remove(user);
    tellIfChanged(user, before);
}

void Presences::closed(UserId user, bool wasIdle, Departure departure)
{
    const std::lock_guard lock(m_mutex);
    const auto sockets = m_sockets.find(user);
    if (sockets == m_sockets.end())
        return;
    const PresenceState before = presence(user);
    const bool wasAway = sockets->idle == sockets->open;
    sockets->idle -= int(wasIdle);
    if (--sockets->open <= 0) {
        m_sockets.erase(sockets);
        if (departure == Departure::MayComeBack)
            m_left.insert(user, {m_clock.steadyMs(), wasAway});
    }
    tellIfChanged(user, before);
}

void Presences::setIdle(UserId user, bool isIdle)
{
    const std::lock_guard lock(m_mutex);
    const auto sockets = m_sockets.find(user);
    if (sockets == m_sockets.end())
        return;
    const PresenceState before = presence(user);
    sockets->idle += isIdle ? 1 : -1;
    tellIfChanged(user, before);
}

int Presences::socketsOf(UserId user) const
{
    const std::lock_guard lock(m_mutex);
    return m_sockets.value(user).open;
}

void Presences::choose(UserId user, PresenceChoice choice)
{
    const std::lock_guard lock(m_mutex);
    const PresenceState before = presence(user);
    if (choice == PresenceChoice::Available)
        m_choices.remove(user);
    else
        m_choices.insert(user, choice);
    tellIfChanged(user, before);
}

PresenceChoice Presences::choiceOf(UserId user) const
{
    const std::lock_guard lock(m_mutex);
    return m_choices.value(user);
}

void Presences::listen(size_t shard)
{
    if (!m_isShown)
        return;
    const std::lock_guard lock(m_mutex);
    if (m_listeners.size() <= shard)
        m_listeners.resize(shard + 1);
    m_listeners[shard].listens = true;
}

void Presences::stopListening(size_t shard)
{
    const std::lock_guard lock(m_mutex);
    if (shard < m_listeners.size())
        m_listeners[shard] = {};
}

std::vector<UserId> Presences::takeChanged(size_t shard)
{
    const std::lock_guard lock(m_mutex);
    return shard < m_listeners.size() ? std::exchange(m_listeners[shard].changed, {})
                                      : std::vector<UserId>();
}

std::vector<PresenceState> Presences::of(std::span<const UserId> users) const
{
    std::vector<PresenceState> all;
    all.reserve(users.size());
    const std::lock_guard lock(m_mutex);
    for (const UserId user : users)
        all.push_back(presence(user));
    return all;
}

void Presences::expire()
{
    const std::lock_guard lock(m_mutex);
    const qint64 now = m_clock.steadyMs();
    for (auto left = m_left.begin(); left != m_left.end();) {
        if (now - left->at < kGraceMs) {
            ++left;
            continue;
        }
        const UserId user = left.key();
        const PresenceState before = presence(user);
        left = m_left.erase(left);
        tellIfChanged(user, before);
    }
}

} // namespace salon::server
