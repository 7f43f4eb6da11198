// SPDX-License-Identifier: MIT
#include "server/service/room_service.h"
#include "server/operation/timings.h"
#include "server/service/name_rules.h"
#include "server/service/room_rows.h"
#include "shared/wire/envelope.h"

using namespace Qt::StringLiterals;

namespace salon::server {

RoomService::RoomService(Database &database, const wire::Limits &limits, const Clock &clock)
    : m_accounts(database), m_rooms(database), m_names(database, NameStore::Of::Rooms),
      m_log(database), m_mentions(database), m_limits(limits), m_clock(clock)
{
}

Result<LogStore::Place> RoomService::publish(RoomId room, UserId by, protocol::RoomEventData data,
                                             const MessageRow *changed)
{
    auto *posted = std::get_if<protocol::MessagePosted>(&data);
    TRY_ASSIGN(const auto place, m_log.take(room, posted != nullptr, m_clock.now()));
    if (posted)
        posted->n = place.n;
    const protocol::RoomEvent event{room, place.seq, place.at, by, std::move(data)};
    const std::string_view kind = event.kind();
    StageTimer timer(Stage::Encode);
    const QByteArray json = protocol::encodedData(event.data);
    m_effects.events.append(
        {room, protocol::eventFrame(room, place.seq, place.at, by, kind, json)});
    timer.stop();
    TRY(m_log.append({room, place.seq, wire::fromUtf8(kind), place.at, by, json}));
    if (const auto message = event.message())
        TRY(m_log.addMessage(toRow(*message)));
    Q_ASSERT((event.changes() > 0) == (changed != nullptr));
    if (changed)
        TRY(m_log.changeMessage(changedBy(event, *changed)));
    return place;
}

Result<RoomRow> RoomService::create(const RoomRow &room, const NameKeys &keys, UserId user)
{
    TRY_ASSIGN(const auto id, m_rooms.add(room, keys, m_clock.now()));
    protocol::RoomCreated created{room.name, room.topic};
    if (room.kind != "public"_L1) {
        created.roomKind = room.kind;
        created.history = room.history;
    }
    TRY(publish(id, user, std::move(created)));
    TRY(m_rooms.addMember(id, user, u"owner"_s, 1, 0));
    m_effects.joined.append({id, user});
    return m_rooms.find(id, user);
}

Result<protocol::RoomReply> RoomService::handle(const protocol::CreateRoom &request,
                                                const Caller &caller)
{
    TRY_ASSIGN(const auto name, checkRoomName(request.name, m_limits.roomName, u"data.name"_s));
    RoomRow room;
    room.name = name.text;
    room.topic = request.topic.value_or(QString());
    TRY(checkTopic(room.topic, m_limits.topic, u"data.topic"_s));
    room.kind = request.roomKind.value_or(u"public"_s);
    const bool isPublic = room.kind == "public"_L1;
    if (!isPublic && room.kind != "private"_L1)
        return Error::badRequest(u"data.kind"_s, u"expected \"public\" or \"private\""_s);
    room.history = request.history.value_or(isPublic ? u"start"_s : u"joining"_s);
    if (room.history != "start"_L1 && (isPublic || room.history != "joining"_L1))
        return Error::badRequest(u"data.history"_s, u"expected \"joining\" or \"start\""_s);
    TRY_ASSIGN(const auto keys, freeKeys(name, isPublic, caller.user));
    TRY_ASSIGN(const auto row, create(room, keys, caller.user));
    if (isPublic) {
        RoomRow strangers = row;
        strangers.role.clear();
        strangers.readSeq = strangers.readN = strangers.counter = 0;
        m_effects.toAll.append(
            {wire::pushFrame(protocol::RoomListed{toProtocol(strangers)}), caller.user});
    }
    m_effects.userPushes.append(
        {caller.user, caller.connection, wire::pushFrame(protocol::RoomListed{toProtocol(row)})});
    return protocol::RoomReply{toProtocol(row)};
}

// A private name must differ only from what its maker sees: else the refusal would tell of others.
Result<NameKeys> RoomService::freeKeys(const CheckedName &name, bool isPublic, UserId user)
{
    const NameKeys keys{name.key, name.look};
    if (isPublic) {
        if (auto free = m_names.mustBeFree(keys); !free)
            return std::move(free).error().at(u"data.name"_s);
        return keys;
    }
    TRY_ASSIGN(const bool isTaken, m_rooms.isInPrivate(name.key, user));
    if (isTaken)
        return NameStore::taken().at(u"data.name"_s);
    return NameKeys{privateKey(name.key)};
}

Result<RoomRow> RoomService::join(const RoomRow &room, const Caller &who,
                                  protocol::MemberJoined data)
{
    TRY_ASSIGN(const auto place, publish(room.id, who.user, std::move(data)));
    TRY(m_rooms.addMember(room.id, who.user, u"member"_s, place.seq, place.n,
                          room.history == "joining"_L1 ? place.seq : 1));
    m_effects.joined.append({room.id, who.user});
    TRY_ASSIGN(const auto row, m_rooms.find(room.id, who.user));
    m_effects.userPushes.append(
        {who.user, who.connection, wire::pushFrame(protocol::RoomListed{toProtocol(row)})});
    return row;
}

Result<protocol::RoomReply> RoomService::handle(const protocol::JoinRoom &request,
                                                const Caller &caller)
{
    TRY_ASSIGN(auto row, permitted(request, caller));
    if (row.role.isEmpty()) {
        TRY_ASSIGN(row, join(row, caller, {}));
    } else {
        TRY_ASSIGN(row, m_rooms.findCounted(row.id, caller.user));
    }
    TRY_ASSIGN(const auto known, listed(row));
    return protocol::RoomReply{known.room, known.users};
}

Result<UserId> RoomService::passOwnership(RoomId room, UserId leaver)
{
    TRY_ASSIGN(const bool others, m_rooms.hasOwnerBut(room, leaver));
    if (others)
        return UserId{};
    TRY_ASSIGN(const auto heir, m_rooms.firstMemberBut(room, leaver));
    if (heir.isValid())
        TRY(m_rooms.setRole(room, heir, u"owner"_s));
    return heir;
}

Result<protocol::Done> RoomService::handle(const protocol::LeaveRoom &request, const Caller &caller)
{
    TRY_ASSIGN(const auto row, permitted(request, caller));
    if (row.role.isEmpty())
        return protocol::Done{};
    UserId heir;
    if (row.role == "owner"_L1) {
        TRY_ASSIGN(heir, passOwnership(row.id, caller.user));
    }
    TRY(m_rooms.removeMember(row.id, caller.user));
    TRY(publish(row.id, caller.user, protocol::MemberLeft{}));
    if (heir.isValid()) {
        TRY_ASSIGN(const auto theirs, m_rooms.findCounted(row.id, heir));
        m_effects.userPushes.append(
            {heir, {}, wire::pushFrame(protocol::RoomListed{toProtocol(theirs)})});
    }
    m_effects.left.append({row.id, caller.user});
    m_effects.userPushes.append(
        {caller.user, caller.connection, wire::pushFrame(protocol::RoomRemoved{row.id})});
    return protocol::Done{};
}

Result<protocol::Done> RoomService::handle(const protocol::SetTopic &request, const Caller &caller)
{
    TRY(checkTopic(request.topic, m_limits.topic, u"data.topic"_s));
    TRY_ASSIGN(const auto row, permitted(request, caller));
    if (row.topic == request.topic)
        return protocol::Done{};
    TRY(m_rooms.setTopic(row.id, request.topic));
    TRY(publish(row.id, caller.user, protocol::TopicSet{request.topic}));
    return protocol::Done{};
}

//! What was deleted since may have said anything; what was edited has its first text in the log.
Result<bool> RoomService::isResend(const MessageRow &before, const protocol::PostMessage &request)
{
    if (before.room != request.room)
        return false;
    if (before.isDeleted)
        return true;
    if (before.replyTo != request.replyTo)
        return false;
    if (before.formSeq == before.seq)
        return before.text == request.text;
    TRY_ASSIGN(const auto row, m_log.event(before.room, before.seq));
    TRY_ASSIGN(const auto event, toProtocol(row));
    return event.message() && event.message()->text == request.text;
}

Result<protocol::Posted> RoomService::knownPost(const MessageRow &before,
                                                const protocol::PostMessage &request)
{
    TRY_ASSIGN(const bool isSame, isResend(before, request));
    if (!isSame)
        return Error(ErrorCode::Conflict, Reason::KeyReused,
                     u"the key was used for another message"_s)
            .at(u"data.key"_s);
    m_wasKnown = true;
    return protocol::Posted{before.room, before.seq, before.n, before.at};
}

Result<protocol::Posted> RoomService::handle(const protocol::PostMessage &request,
                                             const Caller &caller)
{
    TRY_ASSIGN(const auto before, m_log.findByKey(caller.user, request.key));
    if (before)
        return knownPost(*before, request);
    TRY_ASSIGN(const auto room, permitted(request, caller));
    if (request.replyTo) {
        TRY_ASSIGN(const bool exists, ReadableLog(m_log, room).isMessage(*request.replyTo));
        if (!exists)
            return Error::badRequest(u"data.reply_to"_s, u"is no message of the room"_s);
    }
    TRY_ASSIGN(auto mentions, m_mentions.find(request.text, room, caller.user, m_limits.userName));
    TRY_ASSIGN(const auto place,
               publish(request.room, caller.user,
                       protocol::MessagePosted{0,
                                               request.key,
                                               request.text,
                                               request.replyTo,
                                               std::move(mentions.users),
                                               mentions.room,
                                               {}}));
    TRY(m_rooms.setRead(request.room, caller.user, place.seq, place.n));
    return protocol::Posted{request.room, place.seq, place.n, place.at};
}

Result<protocol::ReadState> RoomService::moveMarker(const RoomRow &room, Seq seq,
                                                    const Caller &caller)
{
    TRY_ASSIGN(const qint64 n, m_log.numberAt(room.id, seq));
    TRY(m_rooms.setRead(room.id, caller.user, seq, n));
    TRY_ASSIGN(const auto row, m_rooms.findCounted(room.id, caller.user));
    const auto state = readStateOf(row);
    m_effects.userPushes.append(
        {caller.user, caller.connection,
         wire::pushFrame(protocol::ReadMoved{state.room, state.seq, state.counter, state.unread,
                                             state.mentions, state.n, state.head})});
    return state;
}

Result<protocol::ReadState> RoomService::handle(const protocol::ReadRoom &request,
                                                const Caller &caller)
{
    TRY_ASSIGN(const auto row, permitted(request, caller));
    const Seq seq = std::min(request.seq, row.head);
    if (seq <= row.readSeq) {
        TRY_ASSIGN(const auto counted, m_rooms.findCounted(row.id, caller.user));
        return readStateOf(counted);
    }
    return moveMarker(row, seq, caller);
}

Result<protocol::ReadState> RoomService::handle(const protocol::UnreadRoom &request,
                                                const Caller &caller)
{
    TRY_ASSIGN(const auto row, permitted(request, caller));
    return moveMarker(row, std::clamp(request.seq, row.first - 1, row.head), caller);
}

Result<> RoomService::joinDefaults(const QStringList &names, UserId user)
{
    for (const QString &name : names) {
        auto row = m_rooms.findByKey(nameKey(name), user);
        if (row) {
            TRY(handle(protocol::JoinRoom{row->id}, {user, {}}));
            continue;
        }
        if (row.error().code != ErrorCode::NotFound)
            return std::move(row).error();
        TRY(handle(protocol::CreateRoom{name, {}}, {user, {}}));
    }
    return {};
}

} // namespace salon::server
