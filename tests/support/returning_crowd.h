// SPDX-License-Identifier: MIT
#pragma once
#include "shared/wire/envelope.h"
#include "tests/support/crowd.h"
#include <QElapsedTimer>
#include <random>

namespace salon::test {

//! Very many sessions that listen. When their lines break they come back as the client does: after
//! a pause that has a random part and doubles, not before the server asked, with a question for
//! what they missed. Each counts the events of its rooms by their numbers.
class ReturningCrowd {
public:
    //! How the last return went.
    struct Return {
        qint64 halfMs = 0; //!< until half of them held everything
        qint64 lastMs = 0; //!< until the last one did
        int refused = 0; //!< times that one of them was sent away, to come again
        int holes = 0; //!< times that events were missing in what it was told
        qint64 bytes = 0; //!< of frames that came
        QStringList errors; //!< what a person would have been shown
    };

    //! `sessions` over the accounts, each account calling from an address of its own.
    ReturningCrowd(quint16 port, QList<Account> accounts, QList<RoomId> rooms, size_t sessions,
                   quint64 seed);

    //! All are connected and hold `heads`; nothing when not in time.
    std::optional<Return> comeIn(const QHash<RoomId, Seq> &heads, int withinMs);
    //! All lines end at once.
    void drop();
    //! Takes what is pushed.
    void turnFor(int ms);

private:
    struct Session {
        std::optional<size_t> line;
        bool isUpgraded = false;
        bool isGreeted = false;
        bool isAsking = false;
        bool isBack = false;
        int failures = 0;
        qint64 tryAt = 0;
        std::vector<Seq> known; //!< by place of the room
    };

    void turn(int waitMs);
    void connect(size_t place);
    void tryLater(Session &session, qint64 atLeastMs);
    void receive(size_t place, QByteArrayView text);
    void receiveHello(size_t place, const wire::JsonValue &data);
    void receiveSync(size_t place, const wire::JsonValue &data);
    void receiveError(size_t place, const wire::Frame &frame);
    bool take(Session &session, RoomId room, Seq seq);
    void ask(size_t place);
    void lookIfBack(Session &session);

    quint16 m_port;
    QList<Account> m_accounts;
    QList<RoomId> m_rooms;
    QHash<RoomId, size_t> m_places;
    std::vector<Seq> m_heads; //!< what all must hold
    std::mt19937_64 m_random;
    std::vector<Session> m_sessions;
    std::vector<size_t> m_sessionOf; //!< by line
    size_t m_back = 0;
    QElapsedTimer m_time; //!< since they were dropped
    Return m_return;
    wire::JsonParser m_parser;
    SocketSwarm m_swarm;
};

} // namespace salon::test
