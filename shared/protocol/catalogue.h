// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/account_messages.h"
#include "shared/protocol/message_messages.h"
#include "shared/protocol/people_messages.h"
#include "shared/protocol/pin_messages.h"
#include "shared/protocol/presence_messages.h"

namespace salon::protocol {

template <class... Kinds>
struct KindList {
    using Variant = std::variant<Kinds...>;

    //! Calls `visit(std::type_identity<Kind>{})` for each kind.
    template <class Visitor>
    static constexpr void forEach(Visitor &&visit)
    {
        (visit(std::type_identity<Kinds>{}), ...);
    }
};

//! A request that is about the socket itself, and so is none over HTTP.
template <class T>
concept SocketOnly = requires
{
    T::isSocketOnly;
};
//! A push that is dropped for a socket that has much unsent. All others are never dropped.
template <class T>
concept Droppable = requires
{
    T::isDroppable;
};

//! Requests over the WebSocket; each that is not SocketOnly is POST /api/{kind} as well.
using Requests =
    KindList<Hello, Sync, Digest, CreateRoom, ListRooms, JoinRoom, LeaveRoom, SetTopic,
             ListMessages, FindMoments, ListMembers, ListEvents, ReadRoom, UnreadRoom, PostMessage,
             EditMessage, DeleteMessage, AddReaction, RemoveReaction, ListVersions, ListThread,
             GetUsers, InviteUser, OpenDirect, ListUsers, PinMessage, UnpinMessage, ListPins,
             StartTyping, ChoosePresence, TellPresence, WatchPresence>;
//! Requests over HTTP only.
using AccountRequests =
    KindList<AskServer, Setup, Login, Renew, Logout, ListSessions, EndSession, ChangePassword>;
using Events =
    KindList<RoomCreated, MemberJoined, MemberLeft, TopicSet, MessagePosted, MessageEdited,
             MessageDeleted, ReactionAdded, ReactionRemoved, MessagePinned, MessageUnpinned>;
//! Parts of messages that the description names, since they stand in several.
using Entities = KindList<User, Room, Message, Reaction, MessageVersion, MessagePage, ReadState,
                          Presence, wire::Limits>;
using Pushes = KindList<RoomListed, RoomRemoved, ReadMoved, SessionEnded, TypingStarted,
                        PresenceChosen, PresenceChanged>;

} // namespace salon::protocol
