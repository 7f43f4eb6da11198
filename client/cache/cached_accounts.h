// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/cache_database.h"
#include "client/cache/store_account.h"
#include "shared/protocol/room_messages.h"
#include <QHash>
#include <QSet>

namespace salon::client {

//! Accounts, their rooms and the people that they were told of; and which log is of which room.
//! Accounts and logs are numbers of this file. A failure is the database's.
class CachedAccounts {
public:
    struct Log {
        RoomId room;
        qint64 log = 0;
        Seq known = 0; //!< every event up to here is in what is cached
        qint64 visited = 0; //!< grows with each visit of any room
    };

    explicit CachedAccounts(CacheDatabase &database) : m_database(database) { }

    //! Must be called after the file was opened, and after a rollback.
    void count();

    std::optional<qint64> account(const StoreAccount &account);
    qint64 madeAccount(const StoreAccount &account);
    QString epoch(const StoreAccount &account);
    void setEpoch(const StoreAccount &account, const QString &epoch);
    void forgetAccount(const StoreAccount &account);

    QList<protocol::Room> rooms(qint64 account);
    //! Lowest seq of the room that one may read; 1 where the room is not known.
    Seq firstOf(qint64 account, RoomId room);
    void putRoom(qint64 account, const protocol::Room &room);
    void removeRoom(qint64 account, RoomId room);

    QList<Log> logs(qint64 account);
    std::optional<Log> log(qint64 account, RoomId room);
    Log madeLog(qint64 account, RoomId room);
    void putLog(qint64 account, const Log &log);
    void removeLog(qint64 account, RoomId room);
    qint64 nextVisit() { return ++m_lastVisit; }

    void putUser(qint64 account, const protocol::User &user);
    QList<protocol::User> users(qint64 account, const QSet<UserId> &ids);
    void putMembers(qint64 log, const QList<protocol::Member> &members);
    std::optional<protocol::MemberPage> members(qint64 log);
    void removeMembers(qint64 log);

private:
    struct Account {
        qint64 id = 0;
        QString epoch;
    };
    std::optional<Account> find(const StoreAccount &account);
    void put(const StoreAccount &account, const Account &row);
    //! The body, unless the row is damaged.
    template <class T>
    std::optional<T> read(const QSqlQuery &row, std::initializer_list<qint64> key);

    CacheDatabase &m_database;
    QHash<StoreAccount, Account> m_found; //!< that were asked for
    qint64 m_lastAccount = 0;
    qint64 m_lastLog = 0;
    qint64 m_lastVisit = 0;
};

} // namespace salon::client
