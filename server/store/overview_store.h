// SPDX-License-Identifier: MIT
#pragma once
#include "server/store/rows.h"
#include "shared/base/result.h"
#include <QList>

namespace salon::server {

class Database;

struct SessionOverview {
    SessionRow session;
    QString user; //!< the account's name
};

struct RoomOverview {
    RoomId id;
    QString name;
    QString kind;
    QString topic;
    Timestamp createdAt = 0;
    Timestamp lastAt = 0; //!< of its latest event
    Seq head = 0;
    qint64 messages = 0;
    qint64 members = 0;
};

struct MemberOverview {
    QString user; //!< the account's name
    QString role;
    qint64 unread = 0;
};

struct Totals {
    qint64 accounts = 0;
    qint64 disabled = 0; //!< accounts
    qint64 sessions = 0; //!< that are neither ended nor past their time
    qint64 rooms = 0;
    qint64 memberships = 0;
    qint64 messages = 0;
    qint64 events = 0;
};

//! What an operator sees of the whole server, whoever may read it.
class OverviewStore {
public:
    explicit OverviewStore(Database &database) : m_database(database) { }

    //! Live at `now`, the latest used first; of one account when `user` is valid.
    Result<QList<SessionOverview>> sessions(Timestamp now, UserId user);
    Result<QList<RoomOverview>> rooms(); //!< by name
    Result<RoomOverview> room(const QString &nameKey); //!< a public one; NotFound
    Result<RoomOverview> room(RoomId room); //!< NotFound
    Result<QList<MemberOverview>> members(RoomId room); //!< owners first, then by name
    Result<Totals> totals(Timestamp now);
    Result<Timestamp> latestEvent(); //!< of any room; 0 when there is none
    //! Messages at or after `since`: a few steps down an index for each room that had any.
    Result<qint64> messagesSince(Timestamp since);

private:
    Result<qint64> countSince(const RoomOverview &room, Timestamp since);
    Result<qint64> single(const char *sql);

    Database &m_database;
};

} // namespace salon::server
