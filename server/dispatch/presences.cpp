// SPDX-License-Identifier: MIT
#include "server/dispatch/presences.h"

namespace salon::server {

PresenceState Presences::presence(UserId user) const
{
    const PresenceChoice choice = m_choices.value(user).choice;
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

void Presences::choose(UserId user, const ChosenPresence &chosen)
{
    const std::lock_guard lock(m_mutex);
    const PresenceState before = presence(user);
    m_choices.remove(user);
    m_timed.remove(user);
    if (chosen.choice != PresenceChoice::Available) {
        m_choices.insert(user, chosen);
        if (chosen.until > 0)
            m_timed.insert(user);
    }
    tellIfChanged(user, before);
}

ChosenPresence Presences::chosenBy(UserId user) const
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
    forgetLeft(m_clock.steadyMs());
    forgetChoices(m_clock.now());
}

void Presences::forgetLeft(qint64 steadyMs)
{
    for (auto left = m_left.begin(); left != m_left.end();) {
        if (steadyMs - left->at < kGraceMs) {
            ++left;
            continue;
        }
        const UserId user = left.key();
        const PresenceState before = presence(user);
        left = m_left.erase(left);
        tellIfChanged(user, before);
    }
}

void Presences::forgetChoices(Timestamp now)
{
    for (auto timed = m_timed.begin(); timed != m_timed.end();) {
        const UserId user = *timed;
        if (m_choices.value(user).until > now) {
            ++timed;
            continue;
        }
        const PresenceState before = presence(user);
        timed = m_timed.erase(timed);
        m_choices.remove(user);
        tellIfChanged(user, before);
    }
}

} // namespace salon::server
