// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include "shared/base/result.h"
#include "tests/support/socket_swarm.h"
#include <QByteArray>
#include <QElapsedTimer>
#include <vector>

namespace salon::bench {

//! One connection of the load: an account in one room.
struct LoadMember {
    RoomId room;
    QByteArray token;
    bool sends = false;
    UserId user = {}; //!< wanted by usePresence() only
};

//! Connections of many rooms to one server, some of which send: as many messages of each sender as
//! are wanted are always under way.
class RoomLoad {
public:
    RoomLoad(quint16 port, std::vector<LoadMember> members, qsizetype textBytes);

    void useTls() { m_swarm.useTls(); } //!< before connect()
    //! Connects all and says hello.
    Result<> connect();
    //! Everybody follows the presence of all of their room; and from now on each sender says every
    //! three seconds that they write.
    Result<> usePresence();
    //! Sends for so long; what is under way at its end stays so. Counts begin at 0 each time.
    Result<> run(int inFlight, int milliseconds);
    //! Waits for all answers and deliveries.
    Result<> settle();

    qint64 answered() const { return m_answered; }
    qint64 delivered() const { return m_delivered; }
    qint64 typingHeard() const { return m_typingHeard; }
    qint64 deliveredBytes() const { return m_deliveredBytes; } //!< of JSON

private:
    void receive(size_t member, QByteArrayView text);
    void post(size_t member);
    void startTyping();
    Result<> fault() const;

    quint16 m_port;
    std::vector<LoadMember> m_members;
    std::vector<int> m_underWay;
    QString m_text;
    quint64 m_lastKey;
    int m_inFlight = 0;
    std::vector<qint64> m_typingDue; //!< by member, in ms of m_time; empty when nobody says so
    QElapsedTimer m_time;
    qint64 m_following = 0, m_typingHeard = 0;
    qint64 m_greeted = 0, m_answered = 0, m_delivered = 0, m_deliveredBytes = 0;
    QByteArray m_fault;
    test::SocketSwarm m_swarm;
};

} // namespace salon::bench
