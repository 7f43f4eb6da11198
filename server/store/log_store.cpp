// SPDX-License-Identifier: MIT
#include "server/store/log_store.h"
#include "server/store/database.h"
#include <algorithm>
#include <limits>

namespace salon::server {
namespace {

constexpr qint64 kAnySize = std::numeric_limits<qint64>::max();

#define SALON_EVENTS "SELECT room_id, seq, kind, at, by_user, data FROM events "
#define SALON_MESSAGES                                                                             \
    "SELECT room_id, seq, n, rev, at, by_user, key, text, reply_to, edited_at, deleted, "          \
    "form_seq, mentions, reactions, pin_seq, pinned_by, pinned_at FROM messages "

EventRow eventOf(const Query &q)
{
    return {{q.integer(0)}, q.integer(1), q.text(2), q.integer(3), {q.integer(4)}, q.bytes(5)};
}

MessageRow messageOf(const Query &q)
{
    return {.room = {q.integer(0)},
            .seq = q.integer(1),
            .n = q.integer(2),
            .rev = q.integer(3),
            .at = q.integer(4),
            .by = {q.integer(5)},
            .key = q.text(6),
            .text = q.text(7),
            .replyTo = q.optionalInteger(8),
            .editedAt = q.optionalInteger(9),
            .isDeleted = q.integer(10) != 0,
            .formSeq = q.optionalInteger(11).value_or(q.integer(3)),
            .mentions = q.text(12),
            .reactions = q.text(13),
            .pinSeq = q.integer(14),
            .pinnedBy = {q.integer(15)},
            .pinnedAt = q.integer(16)};
}

qint64 sizeOf(const EventRow &event)
{
    return event.data.size();
}
qint64 sizeOf(const MessageRow &message)
{
    return message.text.size();
}

template <class Row>
Result<QList<Row>> rows(Query &query, Row (*read)(const Query &), qint64 maxSize)
{
    QList<Row> found;
    while (maxSize >= 0) {
        TRY_ASSIGN(const bool more, query.next());
        if (!more)
            break;
        found.append(read(query));
        maxSize -= sizeOf(found.constLast());
    }
    return found;
}

} // namespace

Result<LogStore::Place> LogStore::take(RoomId room, bool isMessage, Timestamp now)
{
    Query query =
        m_database.prepare("UPDATE rooms SET head = head + 1, n = n + ?, "
                           "last_at = CASE WHEN last_at < ? THEN ? ELSE last_at END WHERE id = ? "
                           "RETURNING head, n, last_at");
    TRY(query.run(qint64(isMessage), now, now, room));
    TRY_ASSIGN(const bool found, query.next());
    if (!found)
        return Error::notFound(u"room");
    return Place{query.integer(0), query.integer(1), query.integer(2)};
}

Result<> LogStore::append(const EventRow &event)
{
    return m_database
        .prepare("INSERT INTO events (room_id, seq, kind, at, by_user, data) "
                 "VALUES (?, ?, ?, ?, ?, ?)")
        .run(event.room, event.seq, event.kind, event.at, event.by, event.data);
}

Result<> LogStore::addMessage(const MessageRow &m)
{
    TRY(m_database
            .prepare("INSERT INTO messages (room_id, seq, n, rev, at, by_user, key, text, "
                     "reply_to, deleted, mentions) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULLIF(?, ''))")
            .run(m.room, m.seq, m.n, m.rev, m.at, m.by, m.key, m.text, m.replyTo,
                 qint64(m.isDeleted), m.mentions));
    return m.mentions.isEmpty() ? Result<>() : addMentions(m.room, m.seq);
}

Result<> LogStore::changeMessage(const MessageRow &m)
{
    TRY(m_database
            .prepare("UPDATE messages SET rev = ?, text = ?, edited_at = ?, deleted = ?, "
                     "form_seq = NULLIF(?, ?), mentions = NULLIF(?, ''), "
                     "reactions = NULLIF(?, ''), pin_seq = NULLIF(?, 0), pinned_by = NULLIF(?, 0), "
                     "pinned_at = NULLIF(?, 0) WHERE room_id = ? AND seq = ?")
            .run(m.rev, m.text, m.editedAt, qint64(m.isDeleted), m.formSeq, m.rev, m.mentions,
                 m.reactions, m.pinSeq, m.pinnedBy, m.pinnedAt, m.room, m.seq));
    TRY(m_database.prepare("DELETE FROM mentions WHERE room_id = ? AND seq = ?")
            .run(m.room, m.seq));
    return m.mentions.isEmpty() ? Result<>() : addMentions(m.room, m.seq);
}

Result<> LogStore::addMentions(RoomId room, Seq seq)
{
    return m_database
        .prepare("INSERT INTO mentions (user_id, room_id, seq, by_user) "
                 "SELECT j.value, m.room_id, m.seq, m.by_user "
                 "FROM messages m, json_each(m.mentions) j WHERE m.room_id = ? AND m.seq = ?")
        .run(room, seq);
}

Result<> LogStore::replaceData(RoomId room, Seq seq, const QByteArray &data)
{
    return m_database.prepare("UPDATE events SET data = ? WHERE room_id = ? AND seq = ?")
        .run(data, room, seq);
}

Result<std::optional<MessageRow>> LogStore::findByKey(UserId by, const QString &key)
{
    Query query = m_database.prepare(SALON_MESSAGES "WHERE by_user = ? AND key = ?");
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

Result<MessageRow> LogStore::message(RoomId room, Seq seq)
{
    Query query = m_database.prepare(SALON_MESSAGES "WHERE room_id = ? AND seq = ?");
    TRY(query.run(room, seq));
    TRY_ASSIGN(const bool found, query.next());
    return found ? Result<MessageRow>(messageOf(query)) : Error::notFound(u"message");
}

Result<EventRow> LogStore::event(RoomId room, Seq seq)
{
    Query query = m_database.prepare(SALON_EVENTS "WHERE room_id = ? AND seq = ?");
    TRY(query.run(room, seq));
    TRY_ASSIGN(const bool found, query.next());
    return found ? Result<EventRow>(eventOf(query)) : Error::notFound(u"event");
}

Result<QList<EventRow>> LogStore::events(RoomId room, Seq after, qint64 limit, qint64 maxSize)
{
    Query query =
        m_database.prepare(SALON_EVENTS "WHERE room_id = ? AND seq > ? ORDER BY seq LIMIT ?");
    TRY(query.run(room, after, limit));
    return rows(query, eventOf, maxSize);
}

Result<QList<MessageRow>> LogStore::messagesBefore(RoomId room, Seq before, qint64 limit,
                                                   qint64 maxSize)
{
    Query query = m_database.prepare(SALON_MESSAGES
                                     "WHERE room_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?");
    TRY(query.run(room, before, limit));
    TRY_ASSIGN(auto found, rows(query, messageOf, maxSize));
    std::ranges::reverse(found);
    return found;
}

Result<QList<MessageRow>> LogStore::messagesAfter(RoomId room, Seq after, qint64 limit,
                                                  qint64 maxSize)
{
    Query query =
        m_database.prepare(SALON_MESSAGES "WHERE room_id = ? AND seq > ? ORDER BY seq LIMIT ?");
    TRY(query.run(room, after, limit));
    return rows(query, messageOf, maxSize);
}

Result<QList<MessageRow>> LogStore::touched(RoomId room, Seq upTo, Seq changedAfter, Seq changedTo,
                                            qint64 limit, qint64 maxSize, Seq from)
{
    Query query = m_database.prepare(SALON_MESSAGES
                                     "WHERE room_id = ? AND seq BETWEEN ? AND ? AND "
                                     "rev > ? AND rev <= ? AND rev > seq ORDER BY seq LIMIT ?");
    TRY(query.run(room, from, upTo, changedAfter, changedTo, limit));
    return rows(query, messageOf, maxSize);
}

Result<QList<MessageRow>> LogStore::thread(RoomId room, Seq seq, qint64 limit, Seq from)
{
    // An answer has a higher number than what it answers, so that the lowest ones are taken first.
    Query query = m_database.prepare(
        "WITH RECURSIVE up (seq, reply_to) AS ("
        "SELECT seq, reply_to FROM messages WHERE room_id = ?1 AND seq = ?2 UNION ALL "
        "SELECT m.seq, m.reply_to FROM messages m JOIN up ON m.seq = up.reply_to "
        "WHERE m.room_id = ?1 AND m.seq >= ?4), "
        "down (seq) AS (SELECT min(seq) FROM up UNION "
        "SELECT m.seq FROM messages m JOIN down ON m.reply_to = down.seq WHERE m.room_id = ?1 "
        "ORDER BY 1 LIMIT ?3) " SALON_MESSAGES
        "WHERE room_id = ?1 AND seq IN (SELECT seq FROM down) ORDER BY seq");
    TRY(query.run(room, seq, limit, from));
    return rows(query, messageOf, kAnySize);
}

Result<QList<MessageRow>> LogStore::pins(RoomId room, Seq before, qint64 limit, qint64 maxSize,
                                         Seq from)
{
    Query query =
        m_database.prepare(SALON_MESSAGES "WHERE room_id = ? AND pin_seq < ? AND seq >= ? "
                                          "ORDER BY pin_seq DESC LIMIT ?");
    TRY(query.run(room, before, from, limit));
    return rows(query, messageOf, maxSize);
}

Result<qint64> LogStore::countPins(RoomId room)
{
    Query query =
        m_database.prepare("SELECT count(*) FROM messages WHERE room_id = ? AND pin_seq > 0");
    TRY(query.run(room));
    TRY(query.next());
    return query.integer(0);
}

Result<qint64> LogStore::numberAt(RoomId room, Seq seq)
{
    Query query = m_database.prepare(
        "SELECT n FROM messages WHERE room_id = ? AND seq <= ? ORDER BY seq DESC LIMIT 1");
    TRY(query.run(room, seq));
    TRY_ASSIGN(const bool found, query.next());
    return found ? query.integer(0) : 0;
}

Result<LogStore::Moment> LogStore::firstFrom(RoomId room, Seq seq)
{
    Query query = m_database.prepare(
        "SELECT seq, at FROM messages WHERE room_id = ? AND seq >= ? ORDER BY seq LIMIT 1");
    TRY(query.run(room, seq));
    TRY_ASSIGN(const bool isThere, query.next());
    return isThere ? Moment{query.integer(0), query.integer(1)} : Moment{};
}

Result<LogStore::Moment> LogStore::firstSince(RoomId room, Timestamp time, Seq from, Seq to)
{
    Moment found;
    // What is sought lies in [from, behind), or is what was found last.
    for (Seq behind = to + 1; from < behind;) {
        const Seq middle = from + (behind - from) / 2;
        TRY_ASSIGN(const auto next, firstFrom(room, middle));
        if (next.seq > 0 && next.at < time) {
            from = next.seq + 1;
            continue;
        }
        found = next.seq > 0 ? next : found;
        behind = middle;
    }
    return found;
}

Result<QList<RoomId>> LogStore::roomsWithWrongHead()
{
    Query query = m_database.prepare(
        "SELECT id FROM rooms WHERE "
        "head <> coalesce((SELECT max(seq) FROM events WHERE room_id = rooms.id), 0) OR "
        "n <> coalesce((SELECT n FROM messages WHERE room_id = rooms.id ORDER BY seq DESC LIMIT "
        "1), 0)");
    TRY(query.run());
    QList<RoomId> found;
    for (;;) {
        TRY_ASSIGN(const bool more, query.next());
        if (!more)
            return found;
        found.append(RoomId{query.integer(0)});
    }
}

#undef SALON_EVENTS
#undef SALON_MESSAGES

} // namespace salon::server
