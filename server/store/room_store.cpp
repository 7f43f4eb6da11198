// SPDX-License-Identifier: MIT
#include "server/store/room_store.h"
#include "server/store/database.h"
#include "server/store/name_store.h"
#include <QUuid>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

const auto kPrivate = u"/private/"_s;
const auto kDirect = u"/direct/"_s;
constexpr int kPrivateNameAt = 9 + 32 + 1 + 1; // SQL counts from 1

QList<UserId> othersOf(const QString &directKey, UserId user)
{
    QList<UserId> others;
    for (const QStringView id : QStringView(directKey).sliced(kDirect.size()).tokenize(u'/')) {
        if (const UserId member{id.toLongLong()}; member != user)
            others.append(member);
    }
    return others;
}

RoomRow roomOf(const Query &q, UserId user)
{
    RoomRow row{.id = {q.integer(0)},
                .name = q.text(1),
                .kind = q.text(2),
                .topic = q.text(3),
                .head = q.integer(4),
                .n = q.integer(5),
                .role = q.text(6),
                .readSeq = q.integer(7),
                .readN = q.integer(8),
                .counter = q.integer(9),
                .mentions = q.integer(13),
                .history = q.text(10),
                .first = q.integer(11)};
    if (row.kind == "direct"_L1)
        row.with = othersOf(q.text(12), user);
    return row;
}

Result<QList<RoomRow>> rooms(Query &query, UserId user)
{
    QList<RoomRow> found;
    for (;;) {
        TRY_ASSIGN(const bool more, query.next());
        if (!more)
            return found;
        found.append(roomOf(query, user));
    }
}

Result<RoomRow> oneRoom(Query &query, UserId user)
{
    TRY_ASSIGN(const bool found, query.next());
    if (!found)
        return Error::notFound(u"room");
    return roomOf(query, user);
}

} // namespace

#define SALON_ROOM_COLUMNS                                                                         \
    "SELECT r.id, r.name, r.kind, r.topic, r.head, r.n, m.role, m.read_seq, m.read_n, m.counter, " \
    "r.history, coalesce(m.first, 1), CASE r.kind WHEN 'direct' THEN r.name_key END, "
#define SALON_UNCOUNTED SALON_ROOM_COLUMNS "0 FROM rooms r "
// By whom is looked at since nobody calls himself, with @room neither.
#define SALON_COUNTED                                                                              \
    SALON_ROOM_COLUMNS                                                                             \
    "CASE WHEN m.role IS NULL THEN 0 ELSE (SELECT count(DISTINCT x.seq) FROM mentions x "          \
    "WHERE x.user_id IN (0, m.user_id) AND x.room_id = r.id AND x.seq > m.read_seq "               \
    "AND x.by_user <> m.user_id) END FROM rooms r "

QString privateKey(const QString &nameKey)
{
    return kPrivate + QUuid::createUuid().toString(QUuid::Id128) + u'/' + nameKey;
}

QString directKey(const std::set<UserId> &members)
{
    QStringList ids;
    for (const UserId member : members)
        ids.append(member.toString());
    return kDirect + ids.join(u'/');
}

Result<RoomId> RoomStore::add(const RoomRow &room, const NameKeys &keys, Timestamp at)
{
    Query query =
        m_database.prepare("INSERT INTO rooms (name, name_key, look_key, kind, topic, created_at, "
                           "history) VALUES (?, ?, NULLIF(?, ''), ?, ?, ?, ?) RETURNING id");
    auto ran = query.run(room.name, keys.name, keys.look, room.kind, room.topic, at,
                         room.history.isEmpty() ? u"start"_s : room.history);
    auto stepped = ran ? query.next() : Result<bool>(ran.error());
    if (stepped)
        return RoomId{query.integer(0)};
    return stepped.error().code == ErrorCode::Conflict ? NameStore::taken() : stepped.error();
}

Result<RoomRow> RoomStore::find(RoomId room, UserId user)
{
    Query query = m_database.prepare(
        SALON_UNCOUNTED "LEFT JOIN members m ON m.room_id = r.id AND m.user_id = ? WHERE r.id = ?");
    TRY(query.run(user, room));
    return oneRoom(query, user);
}

Result<RoomRow> RoomStore::findCounted(RoomId room, UserId user)
{
    Query query = m_database.prepare(
        SALON_COUNTED "LEFT JOIN members m ON m.room_id = r.id AND m.user_id = ? WHERE r.id = ?");
    TRY(query.run(user, room));
    return oneRoom(query, user);
}

Result<RoomRow> RoomStore::findByKey(const QString &nameKey, UserId user)
{
    Query query = m_database.prepare(SALON_UNCOUNTED
                                     "LEFT JOIN members m ON m.room_id = r.id AND m.user_id = ? "
                                     "WHERE r.name_key = ? AND r.kind = 'public'");
    TRY(query.run(user, nameKey));
    return oneRoom(query, user);
}

Result<RoomRow> RoomStore::findDirect(const std::set<UserId> &members, UserId user)
{
    Query query = m_database.prepare(
        SALON_COUNTED "JOIN members m ON m.room_id = r.id AND m.user_id = ? WHERE r.name_key = ?");
    TRY(query.run(user, directKey(members)));
    return oneRoom(query, user);
}

Result<bool> RoomStore::isInPrivate(const QString &nameKey, UserId user)
{
    Query query = m_database.prepare(
        "SELECT 1 FROM members m JOIN rooms r ON r.id = m.room_id WHERE m.user_id = ? AND "
        "r.kind = 'private' AND substr(r.name_key, ?) = ? LIMIT 1");
    TRY(query.run(user, qint64(kPrivateNameAt), nameKey));
    return query.next();
}

Result<QList<RoomRow>> RoomStore::listPublic(UserId user, RoomId after, qint64 limit)
{
    Query query = m_database.prepare(SALON_COUNTED
                                     "LEFT JOIN members m ON m.room_id = r.id AND m.user_id = ? "
                                     "WHERE r.kind = 'public' AND r.id > ? ORDER BY r.id LIMIT ?");
    TRY(query.run(user, after, limit));
    return rooms(query, user);
}

Result<QList<RoomRow>> RoomStore::listOf(UserId user, RoomId after, qint64 limit)
{
    Query query = m_database.prepare(
        SALON_COUNTED "JOIN members m ON m.room_id = r.id WHERE m.user_id = ? AND m.room_id > ? "
                      "ORDER BY m.room_id LIMIT ?");
    TRY(query.run(user, after, limit));
    return rooms(query, user);
}

#undef SALON_COUNTED
#undef SALON_UNCOUNTED
#undef SALON_ROOM_COLUMNS

Result<> RoomStore::setTopic(RoomId room, const QString &topic)
{
    return m_database.prepare("UPDATE rooms SET topic = ? WHERE id = ?")
        .changeOne(u"room", topic, room);
}

Result<> RoomStore::addMember(RoomId room, UserId user, const QString &role, Seq joinedSeq,
                              qint64 readN, Seq first)
{
    return m_database
        .prepare("INSERT INTO members (room_id, user_id, role, read_seq, read_n, counter, "
                 "joined_seq, first) VALUES (?, ?, ?, ?, ?, 0, ?, ?)")
        .run(room, user, role, joinedSeq, readN, joinedSeq, first);
}

Result<> RoomStore::removeMember(RoomId room, UserId user)
{
    return m_database.prepare("DELETE FROM members WHERE room_id = ? AND user_id = ?")
        .run(room, user);
}

Result<QList<MemberRow>> RoomStore::members(RoomId room, UserId after, qint64 limit)
{
    Query query = m_database.prepare("SELECT user_id, role FROM members WHERE room_id = ? AND "
                                     "user_id > ? ORDER BY user_id LIMIT ?");
    TRY(query.run(room, after, limit));
    QList<MemberRow> found;
    for (;;) {
        TRY_ASSIGN(const bool more, query.next());
        if (!more)
            return found;
        found.append({{query.integer(0)}, query.text(1)});
    }
}

Result<bool> RoomStore::isMember(RoomId room, UserId user)
{
    Query query = m_database.prepare("SELECT 1 FROM members WHERE room_id = ? AND user_id = ?");
    TRY(query.run(room, user));
    return query.next();
}

Result<QList<UserId>> RoomStore::membersAfter(RoomId room, Seq seq)
{
    Query query = m_database.prepare("SELECT user_id FROM members WHERE room_id = ? AND first > ?");
    TRY(query.run(room, seq));
    QList<UserId> found;
    for (;;) {
        TRY_ASSIGN(const bool more, query.next());
        if (!more)
            return found;
        found.append(UserId{query.integer(0)});
    }
}

Result<bool> RoomStore::hasOwnerBut(RoomId room, UserId user)
{
    Query query = m_database.prepare("SELECT 1 FROM members WHERE room_id = ? AND user_id <> ? AND "
                                     "role = 'owner' LIMIT 1");
    TRY(query.run(room, user));
    return query.next();
}

Result<UserId> RoomStore::firstMemberBut(RoomId room, UserId user)
{
    Query query =
        m_database.prepare("SELECT user_id FROM members WHERE room_id = ? AND user_id <> ? "
                           "ORDER BY joined_seq, user_id LIMIT 1");
    TRY(query.run(room, user));
    TRY_ASSIGN(const bool found, query.next());
    return found ? UserId{query.integer(0)} : UserId{};
}

Result<> RoomStore::setRole(RoomId room, UserId user, const QString &role)
{
    return m_database.prepare("UPDATE members SET role = ? WHERE room_id = ? AND user_id = ?")
        .changeOne(u"member", role, room, user);
}

Result<> RoomStore::setRead(RoomId room, UserId user, Seq seq, qint64 n)
{
    return m_database
        .prepare("UPDATE members SET read_seq = ?, read_n = ?, counter = counter + 1 "
                 "WHERE room_id = ? AND user_id = ?")
        .changeOne(u"member", seq, n, room, user);
}

Result<> RoomStore::forEachMembership(const std::function<void(RoomId, UserId)> &visit)
{
    Query query = m_database.prepare("SELECT room_id, user_id FROM members");
    TRY(query.run());
    for (;;) {
        TRY_ASSIGN(const bool more, query.next());
        if (!more)
            return {};
        visit({query.integer(0)}, {query.integer(1)});
    }
}

Result<qint64> RoomStore::countOf(UserId user)
{
    Query query = m_database.prepare("SELECT count(*) FROM members WHERE user_id = ?");
    TRY(query.run(user));
    TRY(query.next());
    return query.integer(0);
}

} // namespace salon::server
