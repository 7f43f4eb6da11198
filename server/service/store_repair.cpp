// SPDX-License-Identifier: MIT
#include "server/service/store_repair.h"
#include "server/service/room_fold.h"
#include "server/service/room_rows.h"
#include "server/service/server_marks.h"
#include "server/store/log_store.h"
#include "server/store/transaction.h"
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

using Snapshots = StoreCheck::Snapshots;

class Repair {
public:
    Repair(Database &database, const QList<CheckFinding> &findings)
        : m_database(database), m_audit(database), m_findings(findings)
    {
    }

    Result<> run()
    {
        if (any([](const CheckFinding &f) { return f.kind == u"orphan"; }))
            TRY(m_audit.removeOrphans());
        const auto rooms = roomsToHeal();
        // All first: a message in the wrong room may have the key of one that comes back.
        for (const RoomId room : rooms) {
            if (losesMessages(room))
                TRY(m_audit.removeMessages(room));
        }
        for (const RoomId room : rooms)
            TRY(healRoom(room));
        return renewEpoch(m_database);
    }

private:
    template <class Is>
    bool any(Is is) const
    {
        return std::ranges::any_of(m_findings, is);
    }
    bool losesMessages(RoomId room) const
    {
        return any(
            [room](const CheckFinding &f) { return f.room == room && f.kind == u"message"; });
    }
    QList<RoomId> roomsToHeal() const;
    Result<> healRoom(RoomId room);
    Result<> healMembers(RoomId room, const QList<MemberView> &rows, const RoomFold &fold);

    Database &m_database;
    AuditStore m_audit;
    const QList<CheckFinding> &m_findings;
};

QList<RoomId> Repair::roomsToHeal() const
{
    QList<RoomId> rooms;
    for (const CheckFinding &finding : m_findings) {
        if (finding.room.isValid() && finding.canHeal && !rooms.contains(finding.room))
            rooms.append(finding.room);
    }
    return rooms;
}

Result<> Repair::healRoom(RoomId room)
{
    TRY_ASSIGN(const auto rows, m_audit.members(room));
    std::set<Seq> markers;
    for (const MemberView &row : rows)
        markers.insert(row.readSeq);
    RoomFold fold(std::move(markers));
    LogStore log(m_database);
    const bool addsMessages = losesMessages(room);
    TRY(m_audit.forEachEvent(
        room, [&](const EventRow &event, const std::optional<MessageRow> &) -> Result<> {
            fold.take(event, true);
            if (!addsMessages)
                return {};
            if (fold.message())
                return log.addMessage(*fold.message());
            if (!fold.change())
                return {};
            TRY_ASSIGN(const auto row, log.message(room, fold.change()->changes()));
            return log.changeMessage(changedBy(*fold.change(), row));
        }));
    TRY(m_audit.renewMentions(room));
    TRY(m_audit.setRoom(room, fold.view()));
    return healMembers(room, rows, fold);
}

Result<> Repair::healMembers(RoomId room, const QList<MemberView> &rows, const RoomFold &fold)
{
    auto missing = fold.members();
    for (const MemberView &row : rows) {
        const auto log = missing.find(row.user.value);
        if (log == missing.end()) {
            TRY(m_audit.removeMember(room, row.user));
            continue;
        }
        MemberView member = log->second;
        // How far somebody has read is known here alone, so it stays where that can be.
        member.readSeq = std::min(row.readSeq, fold.view().head);
        member.readN = fold.numberAt(member.readSeq).value_or(fold.view().n);
        TRY(m_audit.setMember(room, member));
        missing.erase(log);
    }
    for (const auto &[user, member] : missing)
        TRY(m_audit.addMember(room, member));
    return {};
}

} // namespace

Result<RepairReport> repairStore(Database &database)
{
    Transaction transaction(database);
    TRY(transaction.begun());
    StoreCheck check(database, Snapshots::Callers);
    RepairReport report;
    TRY_ASSIGN(report.before, check.run());
    const auto has = [&report](QStringView kind) {
        return std::ranges::any_of(report.before.findings,
                                   [kind](const CheckFinding &f) { return f.kind == kind; });
    };
    report.left = report.before.findings;
    if (has(u"file")
        || std::ranges::none_of(report.left, [](const CheckFinding &f) { return f.canHeal; }))
        return report;
    if (has(u"index")) {
        TRY(AuditStore(database).rebuildIndexes());
        // What was read by them may be different now.
        TRY_ASSIGN(const auto again, check.run());
        for (const CheckFinding &finding : again.findings) {
            if (!report.before.findings.contains(finding))
                report.before.findings.append(finding);
        }
    }
    TRY(Repair(database, report.before.findings).run());
    TRY_ASSIGN(auto after, check.run());
    report.left = std::move(after.findings);
    for (const CheckFinding &finding : std::as_const(report.left)) {
        if (!report.before.findings.contains(finding))
            return Error::internal(
                u"the repair was undone: it would have led to \"%1\""_s.arg(finding.says));
    }
    TRY(transaction.commit());
    return report;
}

} // namespace salon::server
