// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/session_messages.h"

namespace salon::protocol {

inline constexpr qint64 kDefaultPage = 30;
inline constexpr qint64 kMaxPage = 200;
inline constexpr qint64 kMaxEvents = 500;

struct RoomReply {
    Room room;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &RoomReply::room, "The room as one sees it now")};
    }
};

struct CreateRoom {
    static constexpr std::string_view kind = "room.create";
    using Reply = RoomReply;
    QString name;
    std::optional<QString> topic;
    static constexpr auto fields()
    {
        return std::tuple{field("name", &CreateRoom::name, "Unique name", wire::NotBlank{},
                                wire::MaxLength{&wire::Limits::roomName}),
                          field("topic", &CreateRoom::topic, "What it is about",
                                wire::MaxLength{&wire::Limits::topic})};
    }
};

struct RoomListReply {
    QList<Room> rooms;
    std::optional<RoomId> after;
    QList<User> users;
    static constexpr auto fields()
    {
        return std::tuple{field("rooms", &RoomListReply::rooms, "A page, by id"),
                          field("after", &RoomListReply::after, "Ask with it for the next page"),
                          field("users", &RoomListReply::users, "Everybody named here")};
    }
};

//! Public rooms, or with filter "mine" one's own.
struct ListRooms {
    static constexpr std::string_view kind = "room.list";
    using Reply = RoomListReply;
    std::optional<RoomId> after;
    std::optional<QString> filter;
    static constexpr auto fields()
    {
        return std::tuple{
            field("after", &ListRooms::after, "Only rooms with a higher id"),
            field("filter", &ListRooms::filter, "\"mine\" or absent", wire::Length{1, 80})};
    }
};

struct JoinRoom {
    static constexpr std::string_view kind = "room.join";
    using Reply = RoomReply;
    RoomId room;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &JoinRoom::room, "The room")};
    }
};

struct LeaveRoom {
    static constexpr std::string_view kind = "room.leave";
    using Reply = Done;
    RoomId room;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &LeaveRoom::room, "The room")};
    }
};

//! Changes what a room is about. Any member may; the log remembers who and when.
struct SetTopic {
    static constexpr std::string_view kind = "room.set_topic";
    using Reply = Done;
    RoomId room;
    QString topic;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &SetTopic::room, "The room"),
                          field("topic", &SetTopic::topic, "New topic, empty to remove it",
                                wire::MaxLength{&wire::Limits::topic})};
    }
};

//! A page of messages; at most one of before, after, around; bounds exclusive, around inclusive.
struct ListMessages {
    static constexpr std::string_view kind = "room.messages";
    using Reply = MessagePage;
    RoomId room;
    std::optional<Seq> before;
    std::optional<Seq> after;
    std::optional<Seq> around;
    std::optional<qint64> limit;
    static constexpr auto fields()
    {
        constexpr wire::Range kSeq{0, wire::kMaxInteger};
        return std::tuple{
            field("room", &ListMessages::room, "The room"),
            field("before", &ListMessages::before, "Only lower seq", kSeq),
            field("after", &ListMessages::after, "Only higher seq", kSeq),
            field("around", &ListMessages::around, "On both sides of seq", kSeq),
            field("limit", &ListMessages::limit, "How many at most", wire::Range{1, kMaxPage})};
    }
};

struct Member {
    UserId user;
    QString role;
    static constexpr auto fields()
    {
        return std::tuple{field("user", &Member::user, "The account"),
                          field("role", &Member::role, "\"owner\" or \"member\"")};
    }
};

struct MemberPage {
    QList<Member> members;
    std::optional<UserId> after;
    QList<User> users;
    static constexpr auto fields()
    {
        return std::tuple{field("members", &MemberPage::members, "By account"),
                          field("after", &MemberPage::after, "Ask with it for the next page"),
                          field("users", &MemberPage::users, "Everybody named here")};
    }
};

struct ListMembers {
    static constexpr std::string_view kind = "room.members";
    using Reply = MemberPage;
    RoomId room;
    std::optional<UserId> after;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &ListMembers::room, "The room"),
                          field("after", &ListMembers::after, "Only higher ids")};
    }
};

struct EventPage {
    RoomId room;
    QList<RoomEvent> events;
    Seq head = 0;
    QList<User> users;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &EventPage::room, "The room"),
                          field("events", &EventPage::events, "In order"),
                          field("head", &EventPage::head, "The room's latest seq"),
                          field("users", &EventPage::users, "Everybody named here")};
    }
};

struct ListEvents {
    static constexpr std::string_view kind = "room.events";
    using Reply = EventPage;
    RoomId room;
    Seq after = 0;
    qint64 limit = kMaxEvents;
    static constexpr auto fields()
    {
        return std::tuple{
            field("room", &ListEvents::room, "The room"),
            field("after", &ListEvents::after, "Only higher seq",
                  wire::Range{0, wire::kMaxInteger}),
            field("limit", &ListEvents::limit, "How many at most", wire::Range{1, kMaxEvents})};
    }
};

//! Moves the read marker forward.
struct ReadRoom {
    static constexpr std::string_view kind = "room.read";
    using Reply = ReadState;
    RoomId room;
    Seq seq = 0;
    static constexpr auto fields()
    {
        return std::tuple{
            field("room", &ReadRoom::room, "The room"),
            field("seq", &ReadRoom::seq, "Read up to here", wire::Range{0, wire::kMaxInteger})};
    }
};

//! Sets the read marker, backwards too.
struct UnreadRoom {
    static constexpr std::string_view kind = "room.unread";
    using Reply = ReadState;
    RoomId room;
    Seq seq = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &UnreadRoom::room, "The room"),
                          field("seq", &UnreadRoom::seq, "What the marker becomes",
                                wire::Range{0, wire::kMaxInteger})};
    }
};

//! A room that one may see appeared, or one's place in it changed.
struct RoomListed {
    static constexpr std::string_view kind = "room.listed";
    Room room;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &RoomListed::room, "The room as one sees it")};
    }
};

//! One left the room, on another device.
struct RoomRemoved {
    static constexpr std::string_view kind = "room.removed";
    RoomId room;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &RoomRemoved::room, "The room")};
    }
};

//! One's read marker moved, on another device.
struct ReadMoved {
    static constexpr std::string_view kind = "room.read_moved";
    RoomId room;
    Seq seq = 0;
    qint64 counter = 0;
    qint64 unread = 0;
    qint64 mentions = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &ReadMoved::room, "The room"),
                          field("seq", &ReadMoved::seq, "seq up to which one has read"),
                          field("counter", &ReadMoved::counter, "The highest counter wins"),
                          field("unread", &ReadMoved::unread, "Messages after the marker"),
                          field("mentions", &ReadMoved::mentions, "Unread mentions")};
    }
};

} // namespace salon::protocol
