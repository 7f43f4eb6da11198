// SPDX-License-Identifier: MIT
#include "server/store/audit_store.h"
#include "server/store/database.h"

using namespace Qt::StringLiterals;

namespace salon::server {

Result<QList<RoomId>> AuditStore::rooms()
{
    Query query = m_database.prepare("SELECT id FROM rooms ORDER BY id");
    TRY(query.run());
    QList<RoomId> found;
    for (;;) {
        TRY_ASSIGN(const bool more, query.next());
        if (!more)
            return found;
        found.append(RoomId{query.integer(0)});
    }
}

Result<RoomView> AuditStore::room(RoomId room)
{
    Query query = m_database.prepare(
        "SELECT name, kind, history, topic, head, n, last_at FROM rooms WHERE id = ?");
    TRY(query.run(room));
    TRY_ASSIGN(const bool found, query.next());
    if (!found)
        return Error::notFound(u"room");
    return RoomView{query.text(0),    query.text(1),    query.text(2),   query.text(3),
                    query.integer(4), query.integer(5), query.integer(6)};
}

Result<QList<MemberView>> AuditStore::members(RoomId room)
{
    Query query = m_database.prepare("SELECT user_id, role, joined_seq, read_seq, read_n, "
                                     "first FROM members WHERE room_id = ? ORDER BY user_id");
    TRY(query.run(room));
    QList<MemberView> found;
    for (;;) {
        TRY_ASSIGN(const bool more, query.next());
        if (!more)
            return found;
        found.append({{query.integer(0)},
                      query.text(1),
                      query.integer(2),
                      query.integer(3),
                      query.integer(4),
                      query.integer(5)});
    }
}

Result<> AuditStore::forEachEvent(
    RoomId room,
    const std::function<Result<>(const EventRow &, const std::optional<MessageRow> &)> &visit)
{
    Query q = m_database.prepare(
        "SELECT e.seq, e.kind, e.at, e.by_user, e.data, "
        "m.seq, m.n, m.rev, m.at, m.by_user, m.key, m.text, m.reply_to, m.edited_at, m.deleted, "
        "m.form_seq, m.mentions, m.reactions, m.pin_seq, m.pinned_by, m.pinned_at FROM events e "
        "LEFT JOIN messages m ON m.room_id = e.room_id AND m.seq = e.seq "
        "WHERE e.room_id = ? ORDER BY e.seq");
    TRY(q.run(room));
    for (;;) {
        TRY_ASSIGN(const bool more, q.next());
        if (!more)
            return {};
        const EventRow event{room,         q.integer(0),   q.text(1),
                             q.integer(2), {q.integer(3)}, q.bytes(4)};
        std::optional<MessageRow> message;
        if (const auto seq = q.optionalInteger(5)) {
            message = MessageRow{room,
                                 *seq,
                                 q.integer(6),
                                 q.integer(7),
                                 q.integer(8),
                                 {q.integer(9)},
                                 q.text(10),
                                 q.text(11),
                                 q.optionalInteger(12),
                                 q.optionalInteger(13),
                                 q.integer(14) != 0,
                                 q.optionalInteger(15).value_or(q.integer(7)),
                                 q.text(16),
                                 q.text(17),
                                 q.integer(18),
                                 {q.integer(19)},
                                 q.integer(20)};
        }
        TRY(visit(event, message));
    }
}

Result<Tally> AuditStore::strayMessages(RoomId room)
{
    Query query = m_database.prepare(
        "SELECT count(*), coalesce(min(seq), 0) FROM messages m WHERE room_id = ? AND NOT EXISTS "
        "(SELECT 1 FROM events e WHERE e.room_id = m.room_id AND e.seq = m.seq AND "
        "e.kind = 'message.posted')");
    TRY(query.run(room));
    TRY(query.next());
    return Tally{query.integer(0), query.integer(1)};
}

Result<Tally> AuditStore::wrongMentions(RoomId room)
{
    Query query = m_database.prepare(
        "SELECT count(*), coalesce(min(seq), 0) FROM ("
        "SELECT m.seq FROM messages m, json_each(m.mentions) j WHERE m.room_id = ?1 AND NOT EXISTS "
        "(SELECT 1 FROM mentions x WHERE x.user_id = j.value AND x.room_id = ?1 AND "
        "x.seq = m.seq AND x.by_user = m.by_user) UNION ALL "
        "SELECT x.seq FROM mentions x WHERE x.room_id = ?1 AND NOT EXISTS "
        "(SELECT 1 FROM messages m, json_each(m.mentions) j WHERE m.room_id = ?1 AND "
        "m.seq = x.seq AND j.value = x.user_id))");
    TRY(query.run(room));
    TRY(query.next());
    return Tally{query.integer(0), query.integer(1)};
}

Result<> AuditStore::renewMentions(RoomId room)
{
    TRY(m_database.prepare("DELETE FROM mentions WHERE room_id = ?").run(room));
    return m_database
        .prepare("INSERT INTO mentions (user_id, room_id, seq, by_user) "
                 "SELECT j.value, m.room_id, m.seq, m.by_user "
                 "FROM messages m, json_each(m.mentions) j WHERE m.room_id = ?")
        .run(room);
}

Result<> AuditStore::setRoom(RoomId room, const RoomView &view)
{
    return m_database
        .prepare("UPDATE rooms SET name = ?, kind = ?, history = ?, topic = ?, head = ?, n = ?, "
                 "last_at = ? WHERE id = ?")
        .changeOne(u"room", view.name, view.kind, view.history, view.topic, view.head, view.n,
                   view.lastAt, room);
}

Result<> AuditStore::removeMessages(RoomId room)
{
    TRY(m_database.prepare("DELETE FROM mentions WHERE room_id = ?").run(room));
    return m_database.prepare("DELETE FROM messages WHERE room_id = ?").run(room);
}

Result<> AuditStore::addMember(RoomId room, const MemberView &m)
{
    return m_database
        .prepare("INSERT INTO members (room_id, user_id, role, joined_seq, read_seq, read_n, "
                 "first, counter) VALUES (?, ?, ?, ?, ?, ?, ?, 0)")
        .run(room, m.user, m.role, m.joinedSeq, m.readSeq, m.readN, m.first);
}

Result<> AuditStore::setMember(RoomId room, const MemberView &m)
{
    return m_database
        .prepare("UPDATE members SET role = ?, joined_seq = ?, read_seq = ?, read_n = ?, "
                 "first = ? WHERE room_id = ? AND user_id = ?")
        .changeOne(u"member", m.role, m.joinedSeq, m.readSeq, m.readN, m.first, room, m.user);
}

Result<> AuditStore::removeMember(RoomId room, UserId user)
{
    return m_database.prepare("DELETE FROM members WHERE room_id = ? AND user_id = ?")
        .run(room, user);
}

Result<> AuditStore::removeOrphans()
{
    TRY(m_database.prepare("DELETE FROM sessions WHERE user_id NOT IN (SELECT id FROM users)")
            .run());
    TRY(m_database
            .prepare("DELETE FROM members WHERE user_id NOT IN (SELECT id FROM users) OR "
                     "room_id NOT IN (SELECT id FROM rooms)")
            .run());
    TRY(m_database.prepare("DELETE FROM mentions WHERE room_id NOT IN (SELECT id FROM rooms)")
            .run());
    return m_database.prepare("DELETE FROM messages WHERE room_id NOT IN (SELECT id FROM rooms)")
        .run();
}

Result<> AuditStore::rebuildIndexes()
{
    return m_database.prepare("REINDEX").run();
}

} // namespace salon::server
