// SPDX-License-Identifier: MIT
#include "client/state/people_presence.h"
#include "client/state/try_later.h"
#include <algorithm>

namespace salon::client {
namespace {

Presence presenceOf(const QString &state)
{
    const auto is = [&](std::string_view word) { return state == wire::fromUtf8(word); };
    if (is(protocol::kOnline))
        return Presence::Online;
    if (is(protocol::kAway))
        return Presence::Away;
    if (is(protocol::kDoNotDisturb))
        return Presence::DoNotDisturb;
    return is(protocol::kOffline) ? Presence::Offline : Presence::Unknown;
}

} // namespace

PeoplePresence::PeoplePresence(Connection &connection, QObject *parent)
    : QObject(parent), m_connection(connection)
{
    m_gather.setSingleShot(true);
    connect(&m_gather, &QTimer::timeout, this, &PeoplePresence::ask);
}

void PeoplePresence::see(const QObject *viewer, const QList<UserId> &users)
{
    const auto known = std::ranges::find(m_views, viewer, &View::viewer);
    if (known == m_views.end()) {
        m_views.append({viewer, users});
        connect(viewer, &QObject::destroyed, this, [this](QObject *gone) {
            m_views.removeIf([gone](const View &view) { return view.viewer == gone; });
            schedule();
        });
    } else if (known->users == users) {
        return;
    } else {
        known->users = users;
    }
    schedule();
}

//! The first of each view, the second of each, and so on: a long list leaves room for the others.
QList<UserId> PeoplePresence::seen() const
{
    QList<UserId> users;
    QSet<UserId> known;
    bool isMore = true;
    for (qsizetype i = 0; isMore && users.size() < protocol::kMostWatched; ++i) {
        isMore = false;
        for (const View &view : m_views) {
            if (i >= view.users.size())
                continue;
            isMore = true;
            const UserId user = view.users[i];
            if (!user.isValid() || known.contains(user) || users.size() == protocol::kMostWatched)
                continue;
            known.insert(user);
            users.append(user);
        }
    }
    return users;
}

void PeoplePresence::schedule()
{
    if (!m_isOn || !m_isConnected || m_isAsking)
        return;
    const QList<UserId> users = seen();
    const bool isMore =
        std::ranges::any_of(users, [this](UserId user) { return !m_watched.contains(user); });
    if (!isMore && users.size() == m_watched.size())
        return m_gather.stop();
    const int rest = m_sinceAsked.isValid() ? kPaceMs - int(m_sinceAsked.elapsed()) : 0;
    const int wait = isMore ? std::max(kSoonMs, rest) : kLaterMs;
    if (!m_gather.isActive() || m_gather.remainingTime() > wait)
        m_gather.start(wait);
}

void PeoplePresence::ask()
{
    if (!m_isOn || !m_isConnected)
        return;
    const QList<UserId> users = seen();
    m_watched = QSet<UserId>(users.begin(), users.end());
    m_sinceAsked.start();
    m_isAsking = true;
    m_connection.request(protocol::WatchPresence{users},
                         [this](const Result<protocol::PresenceReply> &reply) { answered(reply); });
}

void PeoplePresence::answered(const Result<protocol::PresenceReply> &reply)
{
    m_isAsking = false;
    if (!m_isConnected || !m_isOn)
        return;
    if (!reply) {
        if (isPassing(reply.error().code)) {
            m_watched.clear();
            m_gather.start(int(reply.error().retryAfterMs.value_or(kLaterMs)));
        }
        return;
    }
    QList<UserId> gone;
    for (auto known = m_states.constBegin(); known != m_states.constEnd(); ++known) {
        if (!m_watched.contains(known.key()))
            gone.append(known.key());
    }
    for (const UserId user : std::as_const(gone))
        m_states.remove(user);
    if (!gone.isEmpty())
        Q_EMIT changed(gone);
    apply(reply->people);
    schedule(); // for those who came into view meanwhile
}

void PeoplePresence::apply(const QList<protocol::Presence> &people)
{
    if (!m_isOn)
        return;
    QList<UserId> users;
    for (const protocol::Presence &person : people) {
        const Presence now = presenceOf(person.state);
        if (!m_watched.contains(person.user) || of(person.user) == now)
            continue;
        m_states.insert(person.user, now);
        users.append(person.user);
    }
    if (!users.isEmpty())
        Q_EMIT changed(users);
}

void PeoplePresence::setOn(bool isOn)
{
    if (std::exchange(m_isOn, isOn) == isOn)
        return;
    if (isOn)
        return schedule();
    // What the server would go on to tell is not wanted any more.
    if (m_isConnected && !m_watched.isEmpty())
        m_connection.request(protocol::WatchPresence{}, [](const auto &) {});
    forgetAll();
}

void PeoplePresence::connected()
{
    forgetAll();
    m_isConnected = true;
    schedule();
}

void PeoplePresence::disconnected()
{
    m_isConnected = false;
    forgetAll();
}

void PeoplePresence::forgetAll()
{
    m_gather.stop();
    m_sinceAsked.invalidate();
    m_watched.clear();
    m_isAsking = false;
    const QList<UserId> known = std::exchange(m_states, {}).keys();
    if (!known.isEmpty())
        Q_EMIT changed(known);
}

} // namespace salon::client
