// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/cache_upkeep.h"
#include <QTimer>

namespace salon::client {

//! Lives in the cache's thread and owns the database. What is written stands in one transaction
//! until nothing more waits to be done.
class CacheWorker : public QObject {
public:
    using Account = const StoreAccount &;

    CacheWorker(const QString &folder, std::function<void(const QString &)> onSetAside,
                std::function<void(LogCache::Stop)> onStop);
    ~CacheWorker() override;

    void start();
    LogCache::Content load(Account account);
    std::optional<protocol::MessagePage> page(Account account,
                                              const protocol::ListMessages &request);
    std::optional<protocol::MemberPage> members(Account account, RoomId room);

    std::optional<protocol::PinPage> pins(Account account, RoomId room);
    std::optional<QList<Seq>> moments(Account account, RoomId room, const QList<Timestamp> &times);

    void setEpoch(Account account, const QString &epoch);
    void putRooms(Account account, const QList<protocol::Room> &rooms);
    void putRoom(Account account, const protocol::Room &room);
    void removeRoom(Account account, RoomId room);
    void putUsers(Account account, const QList<protocol::User> &users);
    void putMembers(Account account, RoomId room, const QList<protocol::Member> &members);
    void putPage(Account account, const protocol::MessagePage &page);
    void append(Account account, const protocol::RoomEvent &event);
    void putSync(Account account, const protocol::RoomSync &sync);
    void update(Account account, const QList<protocol::Message> &messages);
    void visit(Account account, RoomId room);
    void setBounds(const LogCache::Bounds &bounds);
    void forgetAccount(Account account);

protected:
    bool event(QEvent *event) override;

private:
    using Log = CachedAccounts::Log;
    struct Run { //!< of events that came one after the other
        Seq first = 0;
        Seq last = 0;
    };

    //! `changed` is the room of which the cache says something wrong without this, no valid one for
    //! all of the account; nothing when it is as right without. `work` is told the account's
    //! number.
    void write(Account account, std::optional<RoomId> changed,
               const std::function<void(qint64)> &work);
    // cache_worker_logs.cpp
    void addPage(qint64 account, Log &log, const protocol::MessagePage &page);
    void addEvent(Log &log, const protocol::RoomEvent &event);
    void addGap(qint64 account, Log &log, const protocol::RoomSync &sync);
    void knowUpTo(Log &log, Seq seq);
    void dropLog(qint64 account, const Log &log);

    // cache_worker_faults.cpp
    bool isReady();
    void settle();
    void stop(LogCache::Stop why);
    bool isLost(Account account, RoomId room) const;
    void deleteFiles();
    void deleteOldFiles();

    void endBurst();
    void schedule();

    const QString m_folder;
    const std::function<void(LogCache::Stop)> m_onStop;
    CacheDatabase m_database;
    CachedAccounts m_accounts{m_database};
    CachedLogs m_logs{m_database};
    CacheUpkeep m_upkeep{m_database, m_accounts, m_logs};
    QHash<qint64, Run> m_runs; //!< by log
    QTimer m_emptyLog{this};
    bool m_isScheduled = false;
    int m_inBurst = 0;
    int m_setAside = 0;

    using Changed = std::pair<StoreAccount, RoomId>; //!< no room: all of the account
    QSet<Changed> m_burst; //!< changed in the transaction
    QSet<Changed> m_lost; //!< changed since nothing more is kept: what the file has is not so
    bool m_isStopped = false;
    bool m_hasDeleted = false; //!< what nobody may read any more, in this burst
};

} // namespace salon::client
