// SPDX-License-Identifier: MIT
#pragma once
#include "client/cache/log_cache.h"
#include "client/state/catch_up.h"
#include "client/state/event_order.h"
#include <unordered_map>

namespace salon::client {

//! How far the log of each of one's rooms is known here, opened or not. All that is pushed or
//! synced passes through: it comes out as events in the order of their numbers, each once, or as a
//! named gap, and goes into the cache. A room of which nothing is cached or open begins at its
//! head: it costs nothing.
class RoomLogs : public QObject {
    Q_OBJECT
public:
    RoomLogs(Connection &connection, LogCache &cache, QObject *parent = nullptr);

    //! What the cache of the account holds.
    void open(const StoreAccount &account, const QHash<RoomId, Seq> &known);
    void close();
    Seq known(RoomId room) const;
    //! As far as the server told of it: higher than known() until what was missed is here.
    Seq newest(RoomId room) const;

    //! A new line: what nobody follows begins anew where the server says.
    void reconnected();
    //! All of one's rooms, after hello: asks for what was missed, for `first` before the others.
    void listed(const QList<protocol::Room> &rooms, const QList<RoomId> &first);
    //! The room became one's own.
    void begin(const protocol::Room &room);
    void receive(const protocol::RoomEvent &event);
    void remove(RoomId room);
    //! The server's data is from another time: no number means what it did.
    void forgetAll();
    //! Keeps a page that the server gave, in the cache. The log is not known any further by it:
    //! what changed before the page is still to be asked for.
    void keep(const protocol::MessagePage &page);
    bool isCaughtUp() const { return m_catchUp.isDone(); }

Q_SIGNALS:
    void applied(const salon::protocol::RoomEvent &event);
    //! Too much was missed: from here the log goes on behind the answer's page.
    void skipped(const salon::protocol::RoomSync &answer);
    //! The log that was followed is not the server's.
    void restarted(salon::RoomId room);
    //! One is not in it any more.
    void lost(salon::RoomId room);
    void named(const QList<salon::protocol::User> &users);
    //! What was missed is here now.
    void caughtUp();

private:
    struct Log {
        EventOrder order;
        bool isCached = false;
    };
    template <class Step>
    void advance(Log &log, Step step);
    void apply(Log &log, const protocol::RoomEvent &event);
    void synced(const protocol::RoomSync &answer);
    void restart(Log &log, RoomId room);
    //! Drops the logs of which this is true.
    template <class Condition>
    void dropLogs(Condition condition);
    void skipUnreadable(RoomId room);

    Connection &m_connection;
    LogCache &m_cache;
    StoreAccount m_account;
    std::unordered_map<RoomId, Log> m_logs;
    qsizetype m_held = 0; //!< events, in all rooms
    CatchUp m_catchUp;
    TryLater m_unread; //!< rooms whose newest page could not be had either
};

} // namespace salon::client
