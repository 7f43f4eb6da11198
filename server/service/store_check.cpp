// SPDX-License-Identifier: MIT
#include "server/service/store_check.h"
#include "server/service/room_fold.h"
#include "server/service/room_rows.h"
#include "server/store/account_store.h"
#include "server/store/database.h"
#include "server/store/integrity.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

//! What a room's log makes of its messages, beside what the table has of them.
class MessageComparison {
public:
    void take(const EventRow &event, const RoomFold &fold, const std::optional<MessageRow> &found)
    {
        if (fold.change())
            return change(*fold.change());
        const auto &expected = fold.message();
        if (!expected)
            return;
        if (!found)
            lost.add(event.seq);
        else if (found->rev > found->seq)
            m_changing.emplace(event.seq, Pair{*expected, *found});
        else if (*expected != *found)
            different.add(event.seq);
    }
    void finish()
    {
        for (const auto &[seq, pair] : m_changing) {
            if (pair.expected != pair.found)
                different.add(seq);
        }
    }

    Tally lost;
    Tally different;

private:
    struct Pair {
        MessageRow expected; //!< as of the last event that was taken
        MessageRow found; //!< as of the last one of the log
    };

    void change(const protocol::RoomEvent &event)
    {
        const auto pair = m_changing.find(event.changes());
        if (pair == m_changing.end())
            different.add(event.changes());
        else
            pair->second.expected = changedBy(event, pair->second.expected);
    }

    std::map<Seq, Pair> m_changing;
};

QString counted(const Tally &tally, const QString &what)
{
    return u"%1 %2, the first at %3"_s.arg(tally.count).arg(what).arg(tally.first);
}

} // namespace

void StoreCheck::add(const char *kind, RoomId room, const QString &says, bool canHeal)
{
    m_report.findings.append({QString::fromLatin1(kind), room, says, canHeal});
}

Result<CheckReport> StoreCheck::run()
{
    m_report = {};
    m_accounts.clear();
    TRY(checkFile());
    AuditStore audit(m_database);
    TRY_ASSIGN(const auto rooms, audit.rooms());
    for (const RoomId room : rooms) {
        if (m_snapshots == Snapshots::EachRoom)
            TRY(m_database.beginRead());
        auto checked = checkRoom(room);
        if (m_snapshots == Snapshots::EachRoom)
            m_database.rollback();
        TRY(checked);
    }
    return std::move(m_report);
}

Result<> StoreCheck::checkFile()
{
    TRY_ASSIGN(const auto problems, fileProblems(m_database));
    for (const QString &problem : problems) {
        const bool isIndex = isAboutIndex(problem);
        add(isIndex ? "index" : "file", {}, problem, isIndex);
    }
    TRY_ASSIGN(const auto lost, orphans(m_database));
    for (const Orphans &some : lost) {
        const bool isView = some.table == "sessions"_L1 || some.table == "members"_L1
            || some.table == "mentions"_L1
            || (some.table == "messages"_L1 && some.parent == "rooms"_L1);
        add("orphan", {},
            u"%1 rows of %2 refer to a row of %3 that is not there"_s.arg(some.count)
                .arg(some.table, some.parent),
            isView);
    }
    return {};
}

Result<> StoreCheck::checkRoom(RoomId room)
{
    AuditStore audit(m_database);
    TRY_ASSIGN(const auto row, audit.room(room));
    TRY_ASSIGN(const auto members, audit.members(room));
    std::set<Seq> markers;
    for (const MemberView &member : members)
        markers.insert(member.readSeq);
    RoomFold fold(std::move(markers));
    MessageComparison messages;
    TRY(audit.forEachEvent(
        room, [&](const EventRow &event, const std::optional<MessageRow> &found) -> Result<> {
            TRY_ASSIGN(const bool isKnown, isAccount(event.by));
            fold.take(event, isKnown);
            ++m_report.events;
            messages.take(event, fold, found);
            return {};
        }));
    messages.finish();
    ++m_report.rooms;
    compareLog(room, fold);
    compareRoom(room, row, fold);
    const bool canHeal = fold.isWhole();
    if (messages.lost.count)
        add("message", room, counted(messages.lost, u"messages of the log are missing"_s), canHeal);
    if (messages.different.count)
        add("message", room, counted(messages.different, u"messages differ from the log"_s),
            canHeal);
    TRY_ASSIGN(const auto stray, audit.strayMessages(room));
    if (stray.count)
        add("message", room, counted(stray, u"messages are not in the log"_s), canHeal);
    TRY_ASSIGN(const auto mentions, audit.wrongMentions(room));
    if (mentions.count)
        add("mention", room, counted(mentions, u"mentions are counted wrongly"_s), true);
    compareMembers(room, members, fold);
    return {};
}

Result<bool> StoreCheck::isAccount(UserId user)
{
    if (m_accounts.contains(user.value))
        return true;
    const auto found = AccountStore(m_database).find(user);
    if (!found && found.error().code != ErrorCode::NotFound)
        return found.error();
    if (found)
        m_accounts.insert(user.value);
    return found.has_value();
}

void StoreCheck::compareLog(RoomId room, const RoomFold &fold)
{
    const auto &faults = fold.faults();
    const auto tell = [&](const Tally &tally, const QString &what) {
        if (tally.count)
            add("log", room, counted(tally, what), false);
    };
    if (!fold.hasBegin())
        add("log", room, u"the log does not begin with the making of the room"_s, false);
    tell(faults.gaps, u"numbers have no event"_s);
    tell(faults.unreadable, u"events cannot be read"_s);
    tell(faults.misnumbered, u"messages do not have the next number"_s);
    tell(faults.backwards, u"events are earlier than the one before"_s);
    tell(faults.strangers, u"events are by accounts that are not there"_s);
}

void StoreCheck::compareRoom(RoomId room, const RoomView &row, const RoomFold &fold)
{
    const RoomView &log = fold.view();
    const bool canHeal = fold.isWhole();
    if (row.head != log.head)
        add("room", room, u"its head is %1, its last event %2"_s.arg(row.head).arg(log.head),
            canHeal);
    if (row.n != log.n)
        add("room", room, u"it counts %1 messages, its log %2"_s.arg(row.n).arg(log.n), canHeal);
    if (row.lastAt != log.lastAt)
        add("room", room, u"the time of its last event is not that of the log"_s, canHeal);
    if (row.name != log.name)
        add("room", room, u"its name is not that of the log"_s, canHeal);
    if (row.kind != log.kind)
        add("room", room, u"its kind is %1, in its log %2"_s.arg(row.kind, log.kind), canHeal);
    if (row.history != log.history)
        add("room", room, u"what new members may read is not what the log says"_s, canHeal);
    if (row.topic != log.topic)
        add("room", room, u"its topic is not that of the log"_s, canHeal);
}

void StoreCheck::compareMembers(RoomId room, const QList<MemberView> &rows, const RoomFold &fold)
{
    const bool canHeal = fold.isWhole();
    auto missing = fold.members();
    const auto tell = [&](const char *kind, UserId user, const QString &what) {
        add(kind, room, u"account %1: %2"_s.arg(user.toString(), what), canHeal);
    };
    for (const MemberView &row : rows) {
        const auto log = missing.find(row.user.value);
        if (log == missing.end()) {
            tell("member", row.user, u"is a member, but not in the log"_s);
            continue;
        }
        if (row.role != log->second.role || row.joinedSeq != log->second.joinedSeq)
            tell("member", row.user, u"role or time of joining are not those of the log"_s);
        if (row.first != log->second.first)
            tell("member", row.user, u"may read from another event than the log says"_s);
        if (fold.numberAt(row.readSeq) != row.readN)
            tell("marker", row.user, u"the read marker does not fit the log"_s);
        missing.erase(log);
    }
    for (const auto &[user, member] : missing)
        tell("member", member.user, u"is a member in the log alone"_s);
}

} // namespace salon::server
