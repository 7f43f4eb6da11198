// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/catalogue.h"

//! One value of each message, for the published description: the same few people in the same room.
//! A kind without does not compile.
namespace salon::server {

template <class T>
using Of = std::type_identity<T>;

inline const QString kExampleKey = QStringLiteral("0d4f6a52-6f0c-4c5e-9d0e-3a5b8f6c7d21");
inline const QString kExampleToken = QStringLiteral("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.c2ln");
inline constexpr Timestamp kExampleTime = 1790000000000;
inline constexpr Timestamp kExampleExpiry = kExampleTime + qint64(30) * 86'400'000;
inline constexpr RoomId kExampleRoom{42};
inline constexpr SessionId kExampleSession{5107};

template <class T>
requires std::is_empty_v<T>
inline T exampleFor(Of<T>)
{
    return {};
}

inline protocol::User exampleFor(Of<protocol::User>)
{
    return {{7}, QStringLiteral("ada"), QStringLiteral("ada")};
}

inline protocol::Room exampleFor(Of<protocol::Room>)
{
    return {.id = kExampleRoom,
            .name = QStringLiteral("tea"),
            .kind = QStringLiteral("public"),
            .topic = QStringLiteral("Leaves, not bags"),
            .role = QStringLiteral("member"),
            .head = 991,
            .n = 950,
            .first = 1,
            .read = 990,
            .counter = 12,
            .unread = 1,
            .mentions = 0};
}

inline protocol::Room exampleDirect()
{
    return {.id = {43},
            .name = {},
            .kind = QStringLiteral("direct"),
            .topic = {},
            .role = QStringLiteral("member"),
            .head = 1,
            .n = 0,
            .first = 1,
            .read = 1,
            .counter = 0,
            .unread = 0,
            .mentions = 0,
            .history = {},
            .with = QList<UserId>{{7}}};
}

inline protocol::Message exampleFor(Of<protocol::Message>)
{
    return {.room = kExampleRoom,
            .seq = 991,
            .n = 950,
            .rev = 991,
            .at = kExampleTime,
            .by = {7},
            .key = kExampleKey,
            .text = QStringLiteral("The kettle is on."),
            .replyTo = Seq(988)};
}

inline protocol::RoomEvent exampleEvent()
{
    return {kExampleRoom,
            991,
            kExampleTime,
            {7},
            protocol::MessagePosted{950, kExampleKey, QStringLiteral("The kettle is on."), 988}};
}

inline protocol::ReadState exampleFor(Of<protocol::ReadState>)
{
    return {kExampleRoom, 991, 13, 0, 0, 950, 991};
}

inline wire::Limits exampleFor(Of<wire::Limits>)
{
    return {};
}

inline QList<protocol::User> exampleUsers()
{
    return {exampleFor(Of<protocol::User>())};
}

inline protocol::MessagePage exampleFor(Of<protocol::MessagePage>)
{
    return {.room = kExampleRoom,
            .messages = {exampleFor(Of<protocol::Message>())},
            .from = 991,
            .to = 991,
            .asOf = 991,
            .hasBefore = true,
            .hasAfter = false,
            .users = exampleUsers()};
}

inline protocol::Hello exampleFor(Of<protocol::Hello>)
{
    return {.protocol = {},
            .client = {QStringLiteral("my-client"), QStringLiteral("0.1")},
            .token = kExampleToken};
}

inline protocol::HelloReply exampleFor(Of<protocol::HelloReply>)
{
    return {.user = exampleFor(Of<protocol::User>()),
            .session = {kExampleSession, kExampleExpiry},
            .server = {QStringLiteral("Salon"), QStringLiteral("0.1.0"),
                       QStringLiteral("5f2c9d1e8a7b4c30")},
            .now = kExampleTime,
            .limits = {},
            .rooms = {exampleFor(Of<protocol::Room>())},
            .users = exampleUsers()};
}

inline protocol::Sync exampleFor(Of<protocol::Sync>)
{
    return {{{kExampleRoom, 990}}};
}

inline protocol::SyncReply exampleFor(Of<protocol::SyncReply>)
{
    protocol::RoomSync sync{.room = kExampleRoom};
    sync.events = QList{exampleEvent()};
    return {{sync}, {}, exampleUsers()};
}

inline protocol::Digest exampleFor(Of<protocol::Digest>)
{
    return {{{kExampleRoom, 991, 990, 12, 0, 0}}};
}

inline protocol::DigestReply exampleFor(Of<protocol::DigestReply>)
{
    return {{{kExampleRoom, 991, 990, 12, 1, 0}}};
}

inline protocol::CreateRoom exampleFor(Of<protocol::CreateRoom>)
{
    return {QStringLiteral("tea"), QStringLiteral("Leaves, not bags"), QStringLiteral("private"),
            QStringLiteral("joining")};
}

inline protocol::RoomReply exampleFor(Of<protocol::RoomReply>)
{
    return {exampleFor(Of<protocol::Room>())};
}

inline protocol::ListRooms exampleFor(Of<protocol::ListRooms>)
{
    return {{}, QStringLiteral("mine")};
}

inline protocol::RoomListReply exampleFor(Of<protocol::RoomListReply>)
{
    return {{exampleFor(Of<protocol::Room>())}, {}, {}};
}

inline protocol::JoinRoom exampleFor(Of<protocol::JoinRoom>)
{
    return {kExampleRoom};
}

inline protocol::LeaveRoom exampleFor(Of<protocol::LeaveRoom>)
{
    return {kExampleRoom};
}

inline protocol::SetTopic exampleFor(Of<protocol::SetTopic>)
{
    return {kExampleRoom, QStringLiteral("Leaves, not bags")};
}

inline protocol::ListMessages exampleFor(Of<protocol::ListMessages>)
{
    return {.room = kExampleRoom, .before = Seq(992), .limit = 1};
}

inline protocol::ListMembers exampleFor(Of<protocol::ListMembers>)
{
    return {kExampleRoom, {}};
}

inline protocol::MemberPage exampleFor(Of<protocol::MemberPage>)
{
    return {{{{7}, QStringLiteral("owner")}}, {}, exampleUsers()};
}

inline protocol::ListEvents exampleFor(Of<protocol::ListEvents>)
{
    return {kExampleRoom, 990, 100};
}

inline protocol::EventPage exampleFor(Of<protocol::EventPage>)
{
    return {kExampleRoom, {exampleEvent()}, 991, exampleUsers()};
}

inline protocol::ReadRoom exampleFor(Of<protocol::ReadRoom>)
{
    return {kExampleRoom, 991};
}

inline protocol::UnreadRoom exampleFor(Of<protocol::UnreadRoom>)
{
    return {kExampleRoom, 988};
}

inline protocol::PostMessage exampleFor(Of<protocol::PostMessage>)
{
    return {kExampleRoom, kExampleKey, QStringLiteral("The kettle is on."), 988};
}

inline protocol::Posted exampleFor(Of<protocol::Posted>)
{
    return {kExampleRoom, 991, 950, kExampleTime};
}

inline protocol::EditMessage exampleFor(Of<protocol::EditMessage>)
{
    return {kExampleRoom, 991, QStringLiteral("The kettle is off.")};
}

inline protocol::DeleteMessage exampleFor(Of<protocol::DeleteMessage>)
{
    return {kExampleRoom, 991};
}

inline protocol::MessageChanged exampleFor(Of<protocol::MessageChanged>)
{
    return {kExampleRoom, 991, 996};
}

inline protocol::MessageVersion exampleFor(Of<protocol::MessageVersion>)
{
    return {996, kExampleTime, QStringLiteral("The kettle is off.")};
}

inline protocol::FindMoments exampleFor(Of<protocol::FindMoments>)
{
    constexpr Timestamp kDayMs = 86'400'000;
    return {kExampleRoom, {kExampleTime - kDayMs, kExampleTime, kExampleTime + kDayMs}};
}

inline protocol::MomentsReply exampleFor(Of<protocol::MomentsReply>)
{
    return {kExampleRoom, {870, 991, 0}};
}

inline protocol::ListVersions exampleFor(Of<protocol::ListVersions>)
{
    return {kExampleRoom, 991};
}

inline protocol::VersionsReply exampleFor(Of<protocol::VersionsReply>)
{
    return {{{996, kExampleTime, QStringLiteral("The kettle is off.")},
             {991, kExampleTime, QStringLiteral("The kettle is on.")}}};
}

inline protocol::AddReaction exampleFor(Of<protocol::AddReaction>)
{
    return {kExampleRoom, 991, QStringLiteral("\U0001F44D")};
}

inline protocol::RemoveReaction exampleFor(Of<protocol::RemoveReaction>)
{
    return {kExampleRoom, 991, QStringLiteral("\U0001F44D")};
}

inline protocol::Reaction exampleFor(Of<protocol::Reaction>)
{
    return {QStringLiteral("\U0001F44D"), {{7}, {9}}};
}

inline protocol::PinMessage exampleFor(Of<protocol::PinMessage>)
{
    return {kExampleRoom, 991};
}

inline protocol::UnpinMessage exampleFor(Of<protocol::UnpinMessage>)
{
    return {kExampleRoom, 991};
}

inline protocol::ListPins exampleFor(Of<protocol::ListPins>)
{
    return {kExampleRoom, {}};
}

inline protocol::PinPage exampleFor(Of<protocol::PinPage>)
{
    protocol::Message pinned = exampleFor(Of<protocol::Message>());
    pinned.rev = 993;
    pinned.pinned = true;
    pinned.pinnedBy = UserId{7};
    pinned.pinnedAt = kExampleTime;
    pinned.pinnedSeq = pinned.rev;
    return {{pinned}, 993, {}, exampleUsers()};
}

inline protocol::ListThread exampleFor(Of<protocol::ListThread>)
{
    return {kExampleRoom, 991};
}

inline protocol::ThreadReply exampleFor(Of<protocol::ThreadReply>)
{
    return {{exampleFor(Of<protocol::Message>())}, false, exampleUsers()};
}

inline protocol::GetUsers exampleFor(Of<protocol::GetUsers>)
{
    return {{{7}}};
}

inline protocol::UsersReply exampleFor(Of<protocol::UsersReply>)
{
    return {exampleUsers()};
}

inline protocol::InviteUser exampleFor(Of<protocol::InviteUser>)
{
    return {kExampleRoom, {7}};
}

inline protocol::OpenDirect exampleFor(Of<protocol::OpenDirect>)
{
    return {{{7}}};
}

inline protocol::ListUsers exampleFor(Of<protocol::ListUsers>)
{
    return {QStringLiteral("ad"), {}};
}

inline protocol::UserPage exampleFor(Of<protocol::UserPage>)
{
    return {exampleUsers(), {}};
}

inline protocol::StartTyping exampleFor(Of<protocol::StartTyping>)
{
    return {kExampleRoom};
}

inline protocol::TypingStarted exampleFor(Of<protocol::TypingStarted>)
{
    return {kExampleRoom, {7}};
}

inline protocol::ChoosePresence exampleFor(Of<protocol::ChoosePresence>)
{
    return {QStringLiteral("do_not_disturb"), kExampleTime + 3'600'000};
}

inline protocol::PresenceChosen exampleFor(Of<protocol::PresenceChosen>)
{
    return {QStringLiteral("do_not_disturb"), kExampleTime + 3'600'000};
}

inline protocol::TellPresence exampleFor(Of<protocol::TellPresence>)
{
    return {true};
}

inline protocol::Presence exampleFor(Of<protocol::Presence>)
{
    return {{7}, QStringLiteral("online")};
}

inline protocol::WatchPresence exampleFor(Of<protocol::WatchPresence>)
{
    return {{{7}}};
}

inline protocol::PresenceReply exampleFor(Of<protocol::PresenceReply>)
{
    return {{exampleFor(Of<protocol::Presence>())}};
}

inline protocol::PresenceChanged exampleFor(Of<protocol::PresenceChanged>)
{
    return {{exampleFor(Of<protocol::Presence>())}};
}

inline protocol::ServerCard exampleFor(Of<protocol::ServerCard>)
{
    return {QStringLiteral("Salon"), QStringLiteral("0.1.0"), {}, false, QStringLiteral("closed")};
}

inline protocol::Setup exampleFor(Of<protocol::Setup>)
{
    return {QStringLiteral("K7QF2-M9XTR-4B8VN-D3HJC"), QStringLiteral("ada"),
            QStringLiteral("nine brown teapots"), QStringLiteral("my-client on my laptop")};
}

inline protocol::Login exampleFor(Of<protocol::Login>)
{
    return {QStringLiteral("ada"), QStringLiteral("nine brown teapots"),
            QStringLiteral("my-client on my laptop")};
}

inline protocol::LoginReply exampleFor(Of<protocol::LoginReply>)
{
    return {exampleFor(Of<protocol::User>()), kExampleToken, kExampleExpiry};
}

inline protocol::Renewed exampleFor(Of<protocol::Renewed>)
{
    return {kExampleToken, kExampleExpiry};
}

inline protocol::SessionList exampleFor(Of<protocol::SessionList>)
{
    return {{{kExampleSession, QStringLiteral("my-client on my laptop"),
              QStringLiteral("192.0.2.7"), kExampleTime, kExampleExpiry, true}}};
}

inline protocol::EndSession exampleFor(Of<protocol::EndSession>)
{
    return {kExampleSession};
}

inline protocol::ChangePassword exampleFor(Of<protocol::ChangePassword>)
{
    return {QStringLiteral("nine brown teapots"), QStringLiteral("ten green teapots")};
}

inline protocol::RoomCreated exampleFor(Of<protocol::RoomCreated>)
{
    return {QStringLiteral("tea"), QStringLiteral("Leaves, not bags")};
}

inline protocol::MemberJoined exampleFor(Of<protocol::MemberJoined>)
{
    return {UserId{7}};
}

inline protocol::TopicSet exampleFor(Of<protocol::TopicSet>)
{
    return {QStringLiteral("Leaves, not bags")};
}

inline protocol::MessagePosted exampleFor(Of<protocol::MessagePosted>)
{
    return {950, kExampleKey, QStringLiteral("The kettle is on, @grace."), 988, {{{9}}}, {}, {}};
}

inline protocol::MessageEdited exampleFor(Of<protocol::MessageEdited>)
{
    return {991, 991, QStringLiteral("The kettle is off."), {}, {}, {}};
}

inline protocol::ReactionAdded exampleFor(Of<protocol::ReactionAdded>)
{
    return {991, QStringLiteral("\U0001F44D")};
}

inline protocol::ReactionRemoved exampleFor(Of<protocol::ReactionRemoved>)
{
    return {991, QStringLiteral("\U0001F44D")};
}

inline protocol::MessagePinned exampleFor(Of<protocol::MessagePinned>)
{
    return {991};
}

inline protocol::MessageUnpinned exampleFor(Of<protocol::MessageUnpinned>)
{
    return {991};
}

inline protocol::MessageDeleted exampleFor(Of<protocol::MessageDeleted>)
{
    return {991};
}

inline protocol::RoomListed exampleFor(Of<protocol::RoomListed>)
{
    return {exampleDirect(), exampleUsers()};
}

inline protocol::RoomRemoved exampleFor(Of<protocol::RoomRemoved>)
{
    return {kExampleRoom};
}

inline protocol::ReadMoved exampleFor(Of<protocol::ReadMoved>)
{
    return {kExampleRoom, 991, 13, 0, 0, 950, 991};
}

inline protocol::SessionEnded exampleFor(Of<protocol::SessionEnded>)
{
    return {QStringLiteral("session_revoked")};
}

} // namespace salon::server
