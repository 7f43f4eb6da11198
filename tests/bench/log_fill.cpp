// SPDX-License-Identifier: MIT
#include "tests/bench/log_fill.h"
#include "server/service/name_rules.h"
#include "server/store/account_store.h"
#include "server/store/log_store.h"
#include "server/store/room_store.h"
#include "shared/protocol/room_event.h"
#include "shared/wire/envelope.h"
#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace salon::bench {
namespace {

constexpr qint64 kNameLimit = 80;

//! A text as people write it, of kTextBytes, with its number.
QString textOf(qint64 number)
{
    static const QString kWords =
        u" the last build is green again, so we can look at the other two today."_s.repeated(3);
    const QString digits = QString::number(number);
    return digits + kWords.left(LogFill::kTextBytes - digits.size());
}

template <class Event>
QString kindOf()
{
    return wire::fromUtf8(Event::kind);
}

} // namespace

Result<> LogFill::open(const QString &database, KeyIndex keys)
{
    using server::Database;
    TRY(m_database.open(database, Database::Access::ReadWrite));
    // What is lost with the power is made again.
    for (const auto &pragma :
         {u"journal_mode = OFF"_s, u"synchronous = OFF"_s, u"secure_delete = OFF"_s,
          u"foreign_keys = OFF"_s, u"cache_size = -524288"_s})
        TRY(m_database.execute(u"PRAGMA "_s + pragma));
    TRY(m_database.begin());
    m_keyIndex = keys;
    if (keys == KeyIndex::Grows)
        return {};
    {
        auto query = m_database.prepare("SELECT sql FROM sqlite_schema WHERE name = "
                                        "'messages_by_key'");
        TRY(query.run());
        TRY_ASSIGN(const bool found, query.next());
        if (!found)
            return Error::notFound(u"index");
        m_indexSql = query.text(0);
    }
    return m_database.execute(u"DROP INDEX messages_by_key"_s);
}

Result<UserId> LogFill::addUser(const QString &name)
{
    TRY_ASSIGN(const auto checked, server::checkUserName(name, kNameLimit, u"name"_s));
    server::UserRow row;
    row.name = row.displayName = checked.text;
    row.keys = {checked.key, checked.look};
    row.passwordHash = u"!"_s;
    row.createdAt = m_now;
    return server::AccountStore(m_database).add(row);
}

Result<RoomId> LogFill::addRoom(const QString &name, UserId owner)
{
    TRY_ASSIGN(const auto checked, server::checkRoomName(name, kNameLimit, u"name"_s));
    server::RoomRow row;
    row.name = checked.text;
    row.kind = u"public"_s;
    TRY_ASSIGN(const auto id,
               server::RoomStore(m_database).add(row, {checked.key, checked.look}, m_now));
    Room &room = m_rooms[id];
    TRY(append(id, room, owner, kindOf<protocol::RoomCreated>(),
               protocol::encodedData(protocol::RoomCreated{checked.text, {}})));
    room.members[owner] = {u"owner"_s, room.head, room.head};
    return id;
}

Result<> LogFill::join(RoomId id, UserId user)
{
    Room &room = m_rooms[id];
    TRY(append(id, room, user, kindOf<protocol::MemberJoined>(),
               protocol::encodedData(protocol::MemberJoined{})));
    room.members[user] = {u"member"_s, room.head, room.head, room.n, room.n};
    return {};
}

Result<> LogFill::leave(RoomId id, UserId user)
{
    Room &room = m_rooms[id];
    Q_ASSERT(room.members.size() == 1 || room.members[user].role != u"owner"_s);
    room.members.erase(user);
    return append(id, room, user, kindOf<protocol::MemberLeft>(),
                  protocol::encodedData(protocol::MemberLeft{}));
}

Result<> LogFill::post(RoomId id, UserId by)
{
    static const QString kKind = kindOf<protocol::MessagePosted>();
    Room &room = m_rooms[id];
    const protocol::MessagePosted message{++room.n, nextKey(), textOf(++m_posted), {}};
    const QByteArray data = protocol::encodedData(message);
    TRY(append(id, room, by, kKind, data));
    TRY(server::LogStore(m_database)
            .addMessage({id, room.head, room.n, room.head, m_now, by, message.key, message.text,
                         message.replyTo}));
    Member &author = room.members.at(by);
    author.read = room.head;
    author.readAfter = room.n;
    m_frameBytes =
        protocol::eventFrame(id, room.head, m_now, by, protocol::MessagePosted::kind, data).size();
    return {};
}

Result<> LogFill::append(RoomId id, Room &room, UserId by, const QString &kind,
                         const QByteArray &data)
{
    m_lastAt[id] = tick();
    return server::LogStore(m_database).append({id, ++room.head, kind, m_now, by, data});
}

Result<> LogFill::finish()
{
    for (const auto &[id, room] : m_rooms) {
        TRY(m_database.prepare("UPDATE rooms SET head = ?, n = ?, last_at = ? WHERE id = ?")
                .run(room.head, room.n, m_lastAt[id], id));
        TRY(writeMembers(id, room));
    }
    if (m_keyIndex == KeyIndex::MadeAtEnd)
        TRY(m_database.execute(m_indexSql));
    TRY(m_database.commit());
    TRY(m_database.execute(u"PRAGMA journal_mode = WAL"_s));
    m_database.close();
    return {};
}

Result<> LogFill::writeMembers(RoomId id, const Room &room)
{
    server::RoomStore rooms(m_database);
    for (const auto &[user, member] : room.members) {
        TRY(rooms.addMember(id, user, member.role, member.joined, member.joinedAfter));
        if (member.read > member.joined)
            TRY(rooms.setRead(id, user, member.read, member.readAfter));
    }
    return {};
}

//! A UUID of version 4, as clients make them, but the same ones each time.
QString LogFill::nextKey()
{
    static constexpr std::array kDashes{8, 13, 18, 23};
    QString key(36, u'-');
    quint64 bits = 0;
    int left = 0;
    for (int i = 0; i < 36; ++i) {
        if (std::ranges::find(kDashes, i) != kDashes.end())
            continue;
        if (left-- == 0) {
            bits = m_random();
            left = 15;
        }
        key[i] = QLatin1Char("0123456789abcdef"[bits & 0xf]);
        bits >>= 4;
    }
    key[14] = u'4';
    key[19] = QLatin1Char("89ab"[bits & 0x3]);
    return key;
}

} // namespace salon::bench
