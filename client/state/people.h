// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/connection.h"
#include <QHash>
#include <QSet>

namespace salon::client {

//! Who the accounts are that rooms and messages name; asks for those that nobody told of.
class People : public QObject {
    Q_OBJECT
public:
    explicit People(Connection &connection, QObject *parent = nullptr);

    QString nameOf(UserId user) const;
    //! Null while it is not known who that is.
    const protocol::User *find(UserId user) const;
    QList<protocol::User> known() const { return m_users.values(); }
    bool knows(UserId user) const { return m_users.contains(user); }
    void learn(const QList<protocol::User> &users);
    //! Asks who it is, unless that is known: once for all that are missing in one turn.
    void ask(UserId user);
    void clear();

Q_SIGNALS:
    //! They were not known, or have another name now.
    void learned(const QList<salon::protocol::User> &users);

private:
    void askMissing();

    Connection &m_connection;
    QHash<UserId, protocol::User> m_users;
    QSet<UserId> m_missing;
    QSet<UserId> m_asked;
    QTimer m_gather;
};

} // namespace salon::client
