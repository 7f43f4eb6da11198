// SPDX-License-Identifier: MIT
#pragma once
#include "server/store/database.h"
#include <map>
#include <random>
#include <unordered_map>

namespace salon::bench {

//! Fills a database that salond made and does not have open with what salond would have put there,
//! through the product's own stores: `salond check` finds nothing wrong in it.
class LogFill {
public:
    //! The index of the messages' keys grows with every message, as salond's does, or is made anew
    //! at the end, which takes less time and makes it smaller.
    enum class KeyIndex { Grows, MadeAtEnd };
    static constexpr qsizetype kTextBytes = 200;

    Result<> open(const QString &database, KeyIndex keys = KeyIndex::Grows);
    //! One that cannot log in.
    Result<UserId> addUser(const QString &name);
    Result<RoomId> addRoom(const QString &name, UserId owner);
    Result<> join(RoomId room, UserId user);
    //! Of whoever is not the owner, or is alone.
    Result<> leave(RoomId room, UserId user);
    Result<> post(RoomId room, UserId by);
    //! Writes the rooms and memberships; without it nothing is whole.
    Result<> finish();

    //! Of the last message, as it is handed to members.
    qsizetype frameBytes() const { return m_frameBytes; }

private:
    struct Member {
        QString role;
        Seq joined = 0, read = 0;
        qint64 joinedAfter = 0, readAfter = 0; //!< messages
    };
    struct Room {
        Seq head = 0;
        qint64 n = 0;
        std::map<UserId, Member> members;
    };

    //! The time of the next event of any room.
    Timestamp tick() { return m_now += 100; }
    Result<> append(RoomId id, Room &room, UserId by, const QString &kind, const QByteArray &data);
    Result<> writeMembers(RoomId id, const Room &room);
    QString nextKey();

    server::Database m_database;
    KeyIndex m_keyIndex = KeyIndex::Grows;
    QString m_indexSql;
    std::unordered_map<RoomId, Room> m_rooms;
    std::unordered_map<RoomId, Timestamp> m_lastAt;
    std::mt19937_64 m_random{1};
    Timestamp m_now = 1'700'000'000'000;
    qint64 m_posted = 0;
    qsizetype m_frameBytes = 0;
};

} // namespace salon::bench
