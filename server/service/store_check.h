// SPDX-License-Identifier: MIT
#pragma once
#include "server/store/audit_store.h"
#include <unordered_set>

namespace salon::server {

class Database;
class RoomFold;

//! One thing that is wrong with the database.
struct CheckFinding {
    //! "file", "index", "orphan": the database as such. "log": what nothing can be made anew from.
    //! "room", "message", "member", "marker": a view that is not what the log says.
    QString kind;
    RoomId room; //!< invalid where it is about none
    QString says;
    bool canHeal = false; //!< by repairStore()
    friend bool operator==(const CheckFinding &, const CheckFinding &) = default;
};

struct CheckReport {
    QList<CheckFinding> findings;
    qint64 rooms = 0;
    qint64 events = 0;
};

//! The full check: the file, what refers to nothing, each room's log, and each view against it.
class StoreCheck {
public:
    enum class Snapshots {
        EachRoom, //!< beside a server: no long snapshot that its write-ahead log grows by
        Callers, //!< the caller has a transaction
    };
    StoreCheck(Database &database, Snapshots snapshots)
        : m_database(database), m_snapshots(snapshots)
    {
    }

    //! Reads everything. An error is one of reading, or that the database was told to stop.
    Result<CheckReport> run();

private:
    void add(const char *kind, RoomId room, const QString &says, bool canHeal);
    Result<> checkFile();
    Result<> checkRoom(RoomId room);
    void compareLog(RoomId room, const RoomFold &fold);
    void compareRoom(RoomId room, const RoomView &row, const RoomFold &fold);
    void compareMembers(RoomId room, const QList<MemberView> &rows, const RoomFold &fold);
    Result<bool> isAccount(UserId user);

    Database &m_database;
    Snapshots m_snapshots;
    CheckReport m_report;
    std::unordered_set<qint64> m_accounts; //!< that were seen
};

} // namespace salon::server
