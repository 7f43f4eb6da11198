// SPDX-License-Identifier: MIT
#include "server/store/log_store.h"
#include "server/store/database.h"
#include <algorithm>

namespace salon::server {
namespace {

EventRow eventOf(const Query &q)
{
    return {{q.integer(0)}, q.integer(1), q.text(2), q.integer(3), {q.integer(4)}, q.bytes(5)};
}

MessageRow messageOf(const Query &q)
{
    return {{q.integer(0)}, q.integer(1), q.integer(2), q.integer(3), q.integer(4),
            {q.integer(5)}, q.text(6), q.text(7), q.optionalInteger(8)};
}

Result<QList<MessageRow>> messages(Query &query)
{
    QList<MessageRow> found;
    for (;;) {
        TRY_ASSIGN(const bool more, query.next());
        if (!more)
            return found;
        found.append(messageOf(query));
    }
}

} // namespace

Result<LogStore::Place> LogStore::take(RoomId room, bool isMessage, Timestamp now)
{
    Query query = m_database.prepare(
        "UPDATE rooms SET head = head + 1, n = n + ?, last_at = max(last_at, ?) WHERE id = ? "
        "RETURNING head, n, last_at");
    TRY(query.run(qint64(isMessage), now, room));
    TRY_ASSIGN(const bool found, query.next());
    if (!found)
        return Error::notFound(u"room");
    return Place{query.integer(0), query.integer(1), query.integer(2)};
}

Result<> LogStore::append(const EventRow &event)
{
    return m_database.prepare("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)")
        .run(event.room, event.seq, event.kind, event.at, event.by, event.data);
}

Result<> LogStore::addMessage(const MessageRow &m)
{
    return m_database.prepare("INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .run(m.room, m.seq, m.n, m.rev, m.at, m.by, m.key, m.text, m.replyTo);
}

Result<std::optional<MessageRow>> LogStore::findByKey(UserId by, const QString &key)
{
    Query query = m_database.prepare("SELECT * FROM messages WHERE by_user = ? AND key = ?");
    TRY(query.run(by, key));
    TRY_ASSIGN(const bool found, query.next());
    return found ? std::optional(messageOf(query)) : std::nullopt;
}

Result<bool> LogStore::isMessage(RoomId room, Seq seq)
{
    Query query = m_database.prepare("SELECT 1 FROM messages WHERE room_id = ? AND seq = ?");
    TRY(query.run(room, seq));
    return query.next();
}

Result<QList<EventRow>> LogStore::events(RoomId room, Seq after, qint64 limit)
{
    Query query = m_database.prepare(
        "SELECT * FROM events WHERE room_id = ? AND seq > ? ORDER BY seq LIMIT ?");
    TRY(query.run(room, after, limit));
    QList<EventRow> found;
    for (;;) {
        TRY_ASSIGN(const bool more, query.next());
        if (!more)
            return found;
        found.append(eventOf(query));
    }
}

Result<QList<MessageRow>> LogStore::messagesBefore(RoomId room, Seq before, qint64 limit)
{
    Query query = m_database.prepare(
        "SELECT * FROM messages WHERE room_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?");
    TRY(query.run(room, before, limit));
    TRY_ASSIGN(auto found, messages(query));
    std::ranges::reverse(found);
    return found;
}

Result<QList<MessageRow>> LogStore::messagesAfter(RoomId room, Seq after, qint64 limit)
{
    Query query = m_database.prepare(
        "SELECT * FROM messages WHERE room_id = ? AND seq > ? ORDER BY seq LIMIT ?");
    TRY(query.run(room, after, limit));
    return messages(query);
}

Result<QList<MessageRow>> LogStore::touched(RoomId room, Seq upTo, Seq changedAfter, Seq changedTo,
                                            qint64 limit)
{
    Query query = m_database.prepare("SELECT * FROM messages WHERE room_id = ? AND seq <= ? AND "
                                     "rev > ? AND rev <= ? ORDER BY seq LIMIT ?");
    TRY(query.run(room, upTo, changedAfter, changedTo, limit));
    return messages(query);
}

Result<qint64> LogStore::numberAt(RoomId room, Seq seq)
{
    Query query = m_database.prepare(
        "SELECT n FROM messages WHERE room_id = ? AND seq <= ? ORDER BY seq DESC LIMIT 1");
    TRY(query.run(room, seq));
    TRY_ASSIGN(const bool found, query.next());
    return found ? query.integer(0) : 0;
}

Result<QList<RoomId>> LogStore::roomsWithWrongHead()
{
    Query query = m_database.prepare(
        "SELECT id FROM rooms WHERE head <> coalesce((SELECT max(seq) FROM events WHERE room_id = "
        "rooms.id), 0)");
    TRY(query.run());
    QList<RoomId> found;
    for (;;) {
        TRY_ASSIGN(const bool more, query.next());
        if (!more)
            return found;
        found.append(RoomId{query.integer(0)});
    }
}

} // namespace salon::server
