// SPDX-License-Identifier: MIT
#pragma once
#include "server/service/caller.h"
#include "server/service/effects.h"
#include "server/service/mentions.h"
#include "server/service/name_rules.h"
#include "server/service/permission_rows.h"
#include "server/service/readable_log.h"
#include "server/store/account_store.h"
#include "server/store/log_store.h"
#include "server/store/name_store.h"
#include "server/store/room_store.h"
#include "shared/base/clock.h"
#include "shared/protocol/catalogue.h"
#include <set>

namespace salon::server {

//! The rules of rooms, members and messages. Runs in the writer's transaction: what it changes is
//! kept when the batch commits, and `effects` is told to others afterwards. Checks come before the
//! first change.
class RoomService {
public:
    RoomService(Database &database, const wire::Limits &limits, const Clock &clock);

    Result<protocol::RoomReply> handle(const protocol::CreateRoom &request, const Caller &caller);
    Result<protocol::RoomReply> handle(const protocol::JoinRoom &request, const Caller &caller);
    Result<protocol::Done> handle(const protocol::LeaveRoom &request, const Caller &caller);
    Result<protocol::Done> handle(const protocol::SetTopic &request, const Caller &caller);
    Result<protocol::Posted> handle(const protocol::PostMessage &request, const Caller &caller);
    Result<protocol::MessageChanged> handle(const protocol::EditMessage &request,
                                            const Caller &caller);
    Result<protocol::MessageChanged> handle(const protocol::DeleteMessage &request,
                                            const Caller &caller);
    Result<protocol::MessageChanged> handle(const protocol::AddReaction &request,
                                            const Caller &caller);
    Result<protocol::MessageChanged> handle(const protocol::RemoveReaction &request,
                                            const Caller &caller);
    Result<protocol::Done> handle(const protocol::PinMessage &request, const Caller &caller);
    Result<protocol::Done> handle(const protocol::UnpinMessage &request, const Caller &caller);
    Result<protocol::ReadState> handle(const protocol::ReadRoom &request, const Caller &caller);
    Result<protocol::ReadState> handle(const protocol::UnreadRoom &request, const Caller &caller);
    Result<protocol::Done> handle(const protocol::InviteUser &request, const Caller &caller);
    Result<protocol::RoomReply> handle(const protocol::OpenDirect &request, const Caller &caller);

    //! Makes what is missing of the rooms that every account is in, and joins `user` to all.
    Result<> joinDefaults(const QStringList &names, UserId user);

    Effects takeEffects() { return std::exchange(m_effects, {}); }
    //! The last post was a resend of a known key, the direct room was there: nothing new was
    //! stored.
    bool takeWasKnown() { return std::exchange(m_wasKnown, false); }
    //! Something was taken out of the log, which must not stay in freed parts of the files.
    bool takeHasDeleted() { return std::exchange(m_hasDeleted, false); }

private:
    //! The room that is asked about, if the caller may ask that of it.
    template <class T>
    Result<RoomRow> permitted(const T &request, const Caller &caller)
    {
        TRY_ASSIGN(auto row, m_rooms.find(request.room, caller.user));
        TRY(permit(permissionOf<T>(), row));
        return row;
    }
    //! The message that is to be changed, and whether the caller may.
    template <class T>
    Result<MessageRow> permittedMessage(const T &request, const Caller &caller, const RoomRow &room)
    {
        TRY_ASSIGN(auto message, ReadableLog(m_log, room).message(request.seq));
        TRY(permit(permissionOf<T>(), room, message, caller.user));
        return message;
    }
    Result<NameKeys> freeKeys(const CheckedName &name, bool isPublic, UserId user);
    Result<RoomRow> create(const RoomRow &room, const NameKeys &keys, UserId user);
    //! Joins somebody who is no member, tells it to their sessions, and gives their row.
    Result<RoomRow> join(const RoomRow &room, const Caller &who, protocol::MemberJoined data);
    //! The account of somebody who can still be reached.
    Result<> mustBeThere(UserId user, const QString &path);
    Result<RoomId> makeDirect(const std::set<UserId> &members, UserId by);
    Result<protocol::RoomListed> listed(const RoomRow &row);
    //! Members who came after the message get the last event, which changes it, without text.
    Result<> hideFromLater(const RoomRow &room, const MessageRow &message,
                           const LogStore::Place &place);
    //! `changed` is the message that the event changes, where it does.
    Result<LogStore::Place> publish(RoomId room, UserId by, protocol::RoomEventData data,
                                    const MessageRow *changed = nullptr);
    //! Who becomes the owner; invalid when there is another owner, or nobody.
    Result<UserId> passOwnership(RoomId room, UserId leaver);
    Result<bool> isResend(const MessageRow &before, const protocol::PostMessage &request);
    Result<protocol::Posted> knownPost(const MessageRow &before,
                                       const protocol::PostMessage &request);
    //! Takes the text of a post and of its edits out of the log.
    Result<> blank(const MessageRow &message);
    Result<protocol::ReadState> moveMarker(const RoomRow &room, Seq seq, const Caller &caller);

    AccountStore m_accounts;
    RoomStore m_rooms;
    NameStore m_names;
    LogStore m_log;
    MentionFinder m_mentions;
    const wire::Limits &m_limits;
    const Clock &m_clock;
    Effects m_effects;
    bool m_wasKnown = false;
    bool m_hasDeleted = false;
};

} // namespace salon::server
