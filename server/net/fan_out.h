// SPDX-License-Identifier: MIT
#pragma once
#include "server/dispatch/presence_watch.h"
#include "server/dispatch/shared_state.h"
#include "server/net/recipient.h"
#include <QHash>
#include <QSet>

namespace salon::server {

//! Who of a shard's connections hears what. For the shard's thread, which tells it of every commit
//! in order.
class FanOut {
public:
    FanOut(SharedState &shared, PresenceWatch &presences) : m_shared(shared), m_presences(presences)
    {
    }

    //! From now on it is told of its account's rooms.
    void add(Recipient *recipient);
    void remove(Recipient *recipient,
                Presences::Departure departure = Presences::Departure::MayComeBack);
    qsizetype connectionCount() const { return m_count; }

    void apply(const Effects &effects);
    //! A push that may be dropped, to one socket; false when it was.
    bool offer(const Caller &to, const QByteArray &frame);

private:
    void leave(RoomId room, Recipient *recipient);
    void applyJoined(const Effects::Membership &joined);
    void applyLeft(const Effects::Membership &left);
    void toRoom(const Effects::Event &event);
    void toTypistsRoom(const Effects::Typing &typing);
    void toUser(const Effects::UserPush &push);
    void toEverybody(const Effects::ToAll &push);

    struct Account {
        std::vector<RoomId> rooms; //!< ascending
        QList<Recipient *> connections;
    };

    SharedState &m_shared;
    PresenceWatch &m_presences;
    quint64 m_membershipNumber = 0; //!< of the last commit that it was told of
    QHash<UserId, Account> m_accounts; //!< those with connections here
    QHash<RoomId, QSet<Recipient *>> m_online;
    qsizetype m_count = 0;
};

} // namespace salon::server
