// SPDX-License-Identifier: MIT
#pragma once
#include "tests/bench/room_load.h"
#include "tests/support/salond_process.h"
#include <QJsonObject>

namespace salon::test {
struct TestCertificate;
}

namespace salon::bench {

//! Two servers, side by side: a real salond with accounts, rooms and members, and the bare loop on
//! a copy of its database; each with all its connections open.
class RoomsScene {
public:
    struct Size {
        int rooms = 50;
        int members = 20; //!< of each room; an account is in one room
        int senders = 2; //!< of each room
        qsizetype textBytes = 200;
    };

    //! `salond`: the program; empty for the one that was built with this. With an identity salond
    //! is spoken to over TLS, the bare loop in plain as ever.
    explicit RoomsScene(const Size &size, const QString &salond = {},
                        const test::TestCertificate *identity = nullptr);
    ~RoomsScene();

    //! Accounts, rooms and members are there; salond runs, and nobody is connected.
    Result<> fill();
    //! Likewise, and both servers run with everybody connected, on one processor; this process
    //! keeps to another.
    Result<> open();
    //! Likewise, but only salond, with so many I/O threads, and both it and this process wherever
    //! the system puts them.
    Result<> openUnbound(int ioThreads);
    RoomLoad &salond() { return *m_salondLoad; }
    RoomLoad &bare() { return *m_bareLoad; }
    test::SalondProcess &process() { return m_salond; }
    const std::vector<LoadMember> &members() const { return m_members; }
    qint64 salondPid() const { return m_salond.pid(); }
    qint64 barePid() const { return m_bareProcess.processId(); }

private:
    Result<> addAccounts();
    Result<> fillRooms();
    Result<> startBare();
    QByteArray nameOf(int room, int member) const;

    Size m_size;
    bool m_isEncrypted;
    test::SalondProcess m_salond;
    QTemporaryDir m_bareFolder;
    QProcess m_bareProcess;
    std::vector<LoadMember> m_members; //!< with salond's tokens
    std::vector<UserId> m_users;
    std::unique_ptr<RoomLoad> m_salondLoad, m_bareLoad;
};

//! What figures of a scene are to be read with, added to `machine`.
QJsonObject conditionsOf(QJsonObject machine, const RoomsScene::Size &size, int inFlight);

} // namespace salon::bench
