// SPDX-License-Identifier: MIT
#include "server/store/overview_store.h"
#include "server/store/database.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

SessionOverview sessionOf(const Query &q)
{
    return {{{q.integer(0)},
             {q.integer(1)},
             q.text(2),
             q.text(3),
             q.integer(4),
             q.integer(5),
             q.integer(6),
             {}},
            q.text(7)};
}

RoomOverview roomOf(const Query &q)
{
    return {{q.integer(0)}, q.text(1),    q.text(2),    q.text(3),   q.integer(4),
            q.integer(5),   q.integer(6), q.integer(7), q.integer(8)};
}

MemberOverview memberOf(const Query &q)
{
    return {q.text(0), q.text(1), q.integer(2)};
}

template <class Row>
Result<QList<Row>> all(Query &query, Row (*read)(const Query &))
{
    QList<Row> rows;
    for (;;) {
        TRY_ASSIGN(const bool more, query.next());
        if (!more)
            return rows;
        rows.append(read(query));
    }
}

Result<RoomOverview> one(Query &query)
{
    TRY_ASSIGN(const bool found, query.next());
    if (!found)
        return Error::notFound(u"room");
    return roomOf(query);
}

#define SALON_ROOMS                                                                                \
    "SELECT id, name, kind, topic, created_at, last_at, head, n, "                                 \
    "(SELECT count(*) FROM members WHERE room_id = rooms.id) FROM rooms "

} // namespace

Result<QList<SessionOverview>> OverviewStore::sessions(Timestamp now, UserId user)
{
    Query query = m_database.prepare(
        "SELECT s.id, s.user_id, s.device, s.address, s.created_at, s.last_used_at, s.expires_at, "
        "u.name FROM sessions s JOIN users u ON u.id = s.user_id "
        "WHERE s.expires_at > ?1 AND s.revoked_at IS NULL AND (?2 = 0 OR s.user_id = ?2) "
        "ORDER BY s.last_used_at DESC, s.id");
    TRY(query.run(now, user));
    return all<SessionOverview>(query, sessionOf);
}

Result<QList<RoomOverview>> OverviewStore::rooms()
{
    Query query = m_database.prepare(
        SALON_ROOMS "ORDER BY kind = 'direct', "
                    "CASE kind WHEN 'public' THEN name_key ELSE lower(name) END, id");
    TRY(query.run());
    return all<RoomOverview>(query, roomOf);
}

Result<RoomOverview> OverviewStore::room(const QString &nameKey)
{
    Query query = m_database.prepare(SALON_ROOMS "WHERE name_key = ? AND kind = 'public'");
    TRY(query.run(nameKey));
    return one(query);
}

Result<RoomOverview> OverviewStore::room(RoomId room)
{
    Query query = m_database.prepare(SALON_ROOMS "WHERE id = ?");
    TRY(query.run(room));
    return one(query);
}

Result<QList<MemberOverview>> OverviewStore::members(RoomId room)
{
    Query query = m_database.prepare(
        "SELECT u.name, m.role, r.n - m.read_n FROM members m JOIN users u ON u.id = m.user_id "
        "JOIN rooms r ON r.id = m.room_id WHERE m.room_id = ? "
        "ORDER BY m.role <> 'owner', u.name_key");
    TRY(query.run(room));
    return all<MemberOverview>(query, memberOf);
}

Result<Totals> OverviewStore::totals(Timestamp now)
{
    Totals totals;
    TRY_ASSIGN(totals.accounts, single("SELECT count(*) FROM users"));
    TRY_ASSIGN(totals.disabled, single("SELECT count(*) FROM users WHERE disabled_at IS NOT NULL"));
    TRY_ASSIGN(totals.rooms, single("SELECT count(*) FROM rooms"));
    TRY_ASSIGN(totals.memberships, single("SELECT count(*) FROM members"));
    TRY_ASSIGN(totals.messages, single("SELECT coalesce(sum(n), 0) FROM rooms"));
    TRY_ASSIGN(totals.events, single("SELECT coalesce(sum(head), 0) FROM rooms"));
    Query query = m_database.prepare(
        "SELECT count(*) FROM sessions WHERE expires_at > ? AND revoked_at IS NULL");
    TRY(query.run(now));
    TRY(query.next());
    totals.sessions = query.integer(0);
    return totals;
}

Result<Timestamp> OverviewStore::latestEvent()
{
    return single("SELECT coalesce(max(last_at), 0) FROM rooms");
}

Result<qint64> OverviewStore::messagesSince(Timestamp since)
{
    TRY_ASSIGN(const auto found, rooms());
    qint64 count = 0;
    for (const RoomOverview &room : found) {
        if (room.lastAt < since)
            continue;
        TRY_ASSIGN(const qint64 ofRoom, countSince(room, since));
        count += ofRoom;
    }
    return count;
}

// The times of a room never decrease, so the first message at or after `since` is found by halving.
Result<qint64> OverviewStore::countSince(const RoomOverview &room, Timestamp since)
{
    qint64 before = 0; // n of the last message before `since`
    Seq low = 0;
    Seq high = room.head;
    while (low < high) {
        const Seq middle = low + (high - low + 1) / 2;
        Query query = m_database.prepare("SELECT seq, n, at FROM messages WHERE room_id = ? AND "
                                         "seq <= ? ORDER BY seq DESC LIMIT 1");
        TRY(query.run(room.id, middle));
        TRY_ASSIGN(const bool found, query.next());
        if (found && query.integer(2) >= since) {
            high = query.integer(0) - 1;
        } else {
            before = found ? query.integer(1) : 0;
            low = middle;
        }
    }
    return room.messages - before;
}

Result<qint64> OverviewStore::single(const char *sql)
{
    Query query = m_database.prepare(sql);
    TRY(query.run());
    TRY(query.next());
    return query.integer(0);
}

#undef SALON_ROOMS

} // namespace salon::server
