// SPDX-License-Identifier: MIT
#pragma once
#include "client/net/connection.h"
#include "client/state/try_later.h"
#include <QSet>

namespace salon::client {

//! Asks the server what rooms missed: all that are behind in one question, and the next when its
//! answer is there, since one answer holds about a page. The cost follows what was missed.
class CatchUp : public QObject {
    Q_OBJECT
public:
    //! Up to where the log of a room is known.
    using Position = std::function<Seq(RoomId)>;

    CatchUp(Connection &connection, Position position, QObject *parent = nullptr);

    //! These are behind. Of many, the first are told first.
    void ask(const QList<RoomId> &rooms);
    //! Before those that wait already: somebody looks at it.
    void askNext(RoomId room);
    void drop(RoomId room);
    //! What was asked is of no use any more.
    void clear();
    bool isDone() const { return !m_isAsking && m_waiting.isEmpty(); }

Q_SIGNALS:
    void answered(const salon::protocol::RoomSync &answer);
    void named(const QList<salon::protocol::User> &users);
    //! What the room missed cannot be read by this version.
    void unreadable(salon::RoomId room);
    //! Nothing is waited for any more.
    void done();

private:
    void add(RoomId room, qsizetype place);
    void askWaiting();
    void take(const protocol::Sync &asked, const protocol::SyncReply &reply);
    void refused(const protocol::Sync &asked, const Error &error);

    static constexpr qsizetype kMostAtOnce = 500; // rooms in one session.sync

    Connection &m_connection;
    Position m_position;
    QList<RoomId> m_waiting;
    qsizetype m_atOnce = kMostAtOnce;
    bool m_isAsking = false;
    qint64 m_generation = 0; //!< answers to what was asked before clear() are nobody's
    TryLater m_later;
};

} // namespace salon::client
