// SPDX-License-Identifier: MIT
#include "client/state/people.h"

using namespace Qt::StringLiterals;

namespace salon::client {

People::People(Connection &connection, QObject *parent) : QObject(parent), m_connection(connection)
{
    m_gather.setSingleShot(true);
    m_gather.setInterval(0);
    connect(&m_gather, &QTimer::timeout, this, &People::askMissing);
}

QString People::nameOf(UserId user) const
{
    const auto found = m_users.constFind(user);
    return found == m_users.constEnd() ? u"…"_s : found->displayName;
}

const protocol::User *People::find(UserId user) const
{
    const auto found = m_users.constFind(user);
    return found == m_users.constEnd() ? nullptr : &*found;
}

void People::learn(const QList<protocol::User> &users)
{
    QList<protocol::User> fresh;
    for (const protocol::User &user : users) {
        const auto known = m_users.constFind(user.id);
        if (known == m_users.constEnd() || known->displayName != user.displayName)
            fresh.append(user);
        m_users.insert(user.id, user);
    }
    if (!fresh.isEmpty())
        Q_EMIT learned(fresh);
}

void People::ask(UserId user)
{
    if (m_users.contains(user) || m_asked.contains(user))
        return;
    m_missing.insert(user);
    if (!m_gather.isActive())
        m_gather.start();
}

void People::askMissing()
{
    constexpr qsizetype kAtOnce = 500;
    QList<UserId> ids;
    for (const UserId user : std::exchange(m_missing, {})) {
        if (m_users.contains(user))
            continue;
        if (ids.size() == kAtOnce) {
            ask(user);
            continue;
        }
        m_asked.insert(user);
        ids.append(user);
    }
    if (ids.isEmpty())
        return;
    m_connection.request(protocol::GetUsers{ids},
                         [this, ids](const Result<protocol::UsersReply> &reply) {
                             for (const UserId user : ids)
                                 m_asked.remove(user);
                             if (reply)
                                 learn(reply->users);
                         });
}

void People::clear()
{
    m_gather.stop();
    m_users.clear();
    m_missing.clear();
    m_asked.clear();
}

} // namespace salon::client
