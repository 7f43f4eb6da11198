// SPDX-License-Identifier: MIT
#pragma once
#include "server/dispatch/presence_watch.h"
#include "server/dispatch/shared_state.h"
#include "server/net/recipient.h"
#include "server/operation/request_trace.h"
#include <QHash>
#include <QSet>
#include <functional>

namespace salon::server {

//! Who of a shard's connections hears what. For the shard's thread, which tells it of every commit
//! in order.
class FanOut {
public:
    //! `holdRequest` sees to it that the current request is not over before what waits has left.
    FanOut(
        SharedState &shared, PresenceWatch &presences, std::function<void()> holdRequest = [] {})
        : m_shared(shared), m_presences(presences), m_holdRequest(std::move(holdRequest))
    {
    }

    //! From now on it is told of its account's rooms.
    void add(Recipient *recipient);
    void remove(Recipient *recipient,
                Presences::Departure departure = Presences::Departure::MayComeBack);
    qsizetype connectionCount() const { return m_count; }

    void apply(const Effects &effects);
    //! While one lives, the events of a room wait, and go to each who hears them as one block of
    //! frames: at its end, or before apply() tells or changes anything else.
    class Gathering {
    public:
        explicit Gathering(FanOut &fanOut) : m_fanOut(fanOut) { m_fanOut.m_isGathering = true; }
        ~Gathering()
        {
            m_fanOut.m_isGathering = false;
            m_fanOut.deliverAllGathered();
        }
        Q_DISABLE_COPY_MOVE(Gathering)

    private:
        FanOut &m_fanOut;
    };
    //! A push that may be dropped, to one socket; false when it was.
    bool offer(const Caller &to, const QByteArray &frame);

private:
    void leave(RoomId room, Recipient *recipient);
    void applyJoined(const Effects::Membership &joined);
    void applyLeft(const Effects::Membership &left);
    void toRoom(const Effects::Event &event, bool mayWait);
    void toTypistsRoom(const Effects::Typing &typing);
    void toUser(const Effects::UserPush &push);
    void toEverybody(const Effects::ToAll &push);

    struct Account {
        std::vector<RoomId> rooms; //!< ascending
        QList<Recipient *> connections;
    };
    struct Online {
        QSet<Recipient *> recipients;
        QByteArray waiting; //!< frames
        RequestTracePtr cause; //!< of the first of them
    };
    void gather(RoomId room, Online &online, const QByteArray &frame);
    static void deliverGathered(Online &online);
    void deliverAllGathered();

    SharedState &m_shared;
    PresenceWatch &m_presences;
    quint64 m_membershipNumber = 0; //!< of the last commit that it was told of
    QHash<UserId, Account> m_accounts; //!< those with connections here
    QHash<RoomId, Online> m_online;
    std::function<void()> m_holdRequest;
    bool m_isGathering = false;
    std::vector<RoomId> m_waiting; //!< rooms in which something waits
    qsizetype m_count = 0;
};

} // namespace salon::server
