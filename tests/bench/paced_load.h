// SPDX-License-Identifier: MIT
#pragma once
#include "tests/bench/room_load.h"
#include <QElapsedTimer>
#include <map>

namespace salon::bench {

//! Everybody of many rooms is connected, and so many messages are posted in a second, by turns in
//! all rooms, whether those before have been answered or not.
class PacedLoad {
public:
    PacedLoad(quint16 port, std::vector<LoadMember> members, qsizetype textBytes);

    //! Connects all and says hello.
    Result<> connect();
    //! Posts for so long, then waits for all. For each message the milliseconds from its sending
    //! until the last member of its room had it.
    Result<std::vector<double>> run(int perSecond, int milliseconds);

private:
    struct Room {
        int members = 0;
        std::vector<size_t> senders; //!< members, by their place
        size_t next = 0;
    };
    struct Message {
        qint64 sentAt = 0; //!< ns
        int missing = 0;
        double took = 0; //!< ms
    };

    void post(Room &room, RoomId id);
    void receive(QByteArrayView text);

    quint16 m_port;
    std::vector<LoadMember> m_members;
    QString m_text;
    std::map<RoomId, Room> m_rooms;
    std::vector<Message> m_messages;
    size_t m_arrived = 0;
    quint64 m_series; //!< first half of the keys
    QElapsedTimer m_clock;
    QByteArray m_fault;
    test::SocketSwarm m_swarm;
};

} // namespace salon::bench
