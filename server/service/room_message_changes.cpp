// SPDX-License-Identifier: MIT
// RoomService's rules of messages that are changed or deleted after they were posted.
#include "server/service/room_rows.h"
#include "server/service/room_service.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr qint64 kMinuteMs = 60'000;

} // namespace

Result<protocol::MessageChanged> RoomService::handle(const protocol::EditMessage &request,
                                                     const Caller &caller)
{
    TRY_ASSIGN(const auto room, permitted(request, caller));
    TRY_ASSIGN(const auto message, permittedMessage(request, caller, room));
    if (message.isDeleted)
        return Error(ErrorCode::Conflict, Reason::MessageDeleted, u"the message was deleted"_s);
    if (message.text == request.text)
        return protocol::MessageChanged{message.room, message.seq, message.rev};
    if (m_limits.editMinutes > 0 && m_clock.now() - message.at > m_limits.editMinutes * kMinuteMs)
        return Error(ErrorCode::Forbidden, Reason::EditTimeOver,
                     u"messages may be changed for %1 minutes"_s.arg(m_limits.editMinutes));
    TRY_ASSIGN(auto mentions, m_mentions.find(request.text, room, caller.user, m_limits.userName));
    TRY_ASSIGN(const auto place,
               publish(request.room, caller.user,
                       protocol::MessageEdited{message.seq,
                                               message.formSeq,
                                               request.text,
                                               std::move(mentions.users),
                                               mentions.room,
                                               {}},
                       &message));
    TRY(hideFromLater(room, message, place));
    return protocol::MessageChanged{message.room, message.seq, place.seq};
}

Result<protocol::MessageChanged> RoomService::handle(const protocol::DeleteMessage &request,
                                                     const Caller &caller)
{
    TRY_ASSIGN(const auto room, permitted(request, caller));
    TRY_ASSIGN(const auto message, permittedMessage(request, caller, room));
    if (message.isDeleted)
        return protocol::MessageChanged{message.room, message.seq, message.rev};
    TRY(blank(message));
    TRY_ASSIGN(const auto place,
               publish(request.room, caller.user, protocol::MessageDeleted{message.seq}, &message));
    m_hasDeleted = true;
    return protocol::MessageChanged{message.room, message.seq, place.seq};
}

Result<> RoomService::hideFromLater(const RoomRow &room, const MessageRow &message,
                                    const LogStore::Place &place)
{
    if (room.history != "joining"_L1)
        return {};
    TRY_ASSIGN(const auto later, m_rooms.membersAfter(room.id, message.seq));
    if (later.isEmpty())
        return {};
    TRY_ASSIGN(const auto row, m_log.event(room.id, place.seq));
    TRY_ASSIGN(auto event, toProtocol(row));
    Effects::Event &told = m_effects.events.last();
    told.later = QSet<UserId>(later.begin(), later.end());
    told.forLater = wire::encoded(withoutText(std::move(event)));
    return {};
}

Result<> RoomService::blank(const MessageRow &message)
{
    // From the latest edit to the post, each of which names the one before.
    for (Seq seq = message.formSeq; seq >= message.seq;) {
        TRY_ASSIGN(const auto row, m_log.event(message.room, seq));
        TRY_ASSIGN(auto event, toProtocol(row));
        if (auto *edited = std::get_if<protocol::MessageEdited>(&event.data)) {
            seq = edited->before;
            edited->text.clear();
            edited->mentions.reset();
            edited->mentionsRoom.reset();
            edited->deleted = true;
        } else if (auto *posted = std::get_if<protocol::MessagePosted>(&event.data)) {
            seq = 0;
            posted->text.clear();
            posted->mentions.reset();
            posted->mentionsRoom.reset();
            posted->deleted = true;
        } else {
            return Error::internal(
                u"event %1 is no form of message %2"_s.arg(seq).arg(message.seq));
        }
        TRY(m_log.replaceData(message.room, row.seq, protocol::encodedData(event.data)));
    }
    return {};
}

} // namespace salon::server
