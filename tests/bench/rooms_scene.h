// SPDX-License-Identifier: MIT
#pragma once
#include "tests/bench/room_load.h"
#include "tests/support/salond_process.h"

namespace salon::bench {

//! The two servers of bench_rooms, side by side: a real salond with accounts, rooms and members,
//! and the bare loop on a copy of its database; each with all its connections open.
class RoomsScene {
public:
    struct Size {
        int rooms = 50;
        int members = 20; //!< of each room; an account is in one room
        int senders = 2; //!< of each room
        qsizetype textBytes = 200;
    };

    //! `salond`: the program; empty for the one that was built with this.
    explicit RoomsScene(const Size &size, const QString &salond = {});
    ~RoomsScene();

    Result<> open();
    RoomLoad &salond() { return *m_salondLoad; }
    RoomLoad &bare() { return *m_bareLoad; }
    qint64 salondPid() const { return m_salond.pid(); }
    qint64 barePid() const { return m_bareProcess.processId(); }

private:
    Result<> addAccounts();
    Result<> fillRooms();
    Result<> startBare();
    QByteArray nameOf(int room, int member) const;

    Size m_size;
    test::SalondProcess m_salond;
    QTemporaryDir m_bareFolder;
    QProcess m_bareProcess;
    std::vector<LoadMember> m_members; //!< with salond's tokens
    std::vector<UserId> m_users;
    std::unique_ptr<RoomLoad> m_salondLoad, m_bareLoad;
};

} // namespace salon::bench
