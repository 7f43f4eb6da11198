// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/session_messages.h"

namespace salon::protocol {

inline constexpr qint64 kDefaultPage = 30;
inline constexpr qint64 kMaxPage = 200;
inline constexpr qint64 kMaxEvents = 500;
inline constexpr qint64 kMaxMoments = 64; //!< the days that a sheet of a calendar shows, and more

struct RoomReply {
    Room room;
    std::optional<QList<User>> users = {};
    static constexpr auto fields()
    {
        return std::tuple{field("room", &RoomReply::room, "The room as one sees it now"),
                          field("users", &RoomReply::users, "Who a direct room is with")};
    }
};

struct CreateRoom {
    static constexpr std::string_view kind = "room.create";
    static constexpr std::string_view summary = "Makes a room; one is its owner and first member";
    static constexpr std::array faults{kNameNotAllowed,
                                       Fault{ErrorCode::Conflict, Reason::NameTaken}};
    using Reply = RoomReply;
    QString name;
    std::optional<QString> topic;
    std::optional<QString> roomKind = {};
    std::optional<QString> history = {};
    static constexpr auto fields()
    {
        return std::tuple{
            field("name", &CreateRoom::name,
                  "Unique among public rooms, or among the private ones that one is in",
                  wire::NotBlank{}, wire::MaxLength{&wire::Limits::roomName}),
            field("topic", &CreateRoom::topic, "What it is about",
                  wire::MaxLength{&wire::Limits::topic}),
            field("kind", &CreateRoom::roomKind, "\"public\", as without, or \"private\"",
                  wire::Length{1, 80}),
            field("history", &CreateRoom::history,
                  "Of a private room, for good, from where new members may read: \"joining\", as "
                  "without, or \"start\"",
                  wire::Length{1, 80})};
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

struct ListRooms {
    static constexpr std::string_view kind = "room.list";
    static constexpr std::string_view summary =
        "Lists the public rooms, or with filter \"mine\" one's own";
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
    static constexpr std::string_view summary =
        "Makes one a member of a public room; a member stays one";
    static constexpr std::array faults{kNotFound};
    using Reply = RoomReply;
    RoomId room;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &JoinRoom::room, "The room")};
    }
};

struct LeaveRoom {
    static constexpr std::string_view kind = "room.leave";
    static constexpr std::string_view summary =
        "Ends one's membership; who is no member stays none";
    static constexpr std::array faults{kDirectRoom, kNotFound};
    using Reply = Done;
    RoomId room;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &LeaveRoom::room, "The room")};
    }
};

struct SetTopic {
    static constexpr std::string_view kind = "room.set_topic";
    static constexpr std::string_view summary =
        "Changes what a room is about; any member may, and the log remembers who";
    static constexpr std::array faults{kNameNotAllowed, kNotAMember, kDirectRoom, kNotFound};
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

struct ListMessages {
    static constexpr std::string_view kind = "room.messages";
    static constexpr std::string_view summary =
        "Gives a page of messages; at most one of before, after and around";
    static constexpr std::array faults{kNotFound};
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
            field("around", &ListMessages::around, "On both sides of seq, and it", kSeq),
            field("limit", &ListMessages::limit, "How many at most", wire::Range{1, kMaxPage})};
    }
};

struct MomentsReply {
    RoomId room;
    QList<Seq> first;
    static constexpr auto fields()
    {
        return std::tuple{
            field("room", &MomentsReply::room, "The room"),
            field("first", &MomentsReply::first,
                  "For each time, in their order, seq of the first message at or after it; 0 when "
                  "nothing was said since")};
    }
};

struct FindMoments {
    static constexpr std::string_view kind = "room.moments";
    static constexpr std::string_view summary =
        "Finds the first message at or after each of some times. Whoever asks for the beginnings "
        "of days, in a time zone of one's own, learns on which days something was said: where the "
        "next day begins with another message";
    static constexpr std::array faults{kNotFound};
    using Reply = MomentsReply;
    RoomId room;
    QList<Timestamp> times;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &FindMoments::room, "The room"),
                          field("times", &FindMoments::times,
                                "UTC milliseconds, each at or after the one before",
                                wire::MaxItems{kMaxMoments})};
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
    static constexpr std::string_view summary = "Lists who is in a room";
    static constexpr std::array faults{kNotFound};
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
    static constexpr std::string_view summary = "Gives a stretch of a room's log, to fill a hole";
    static constexpr std::array faults{kNotAMember, kNotFound};
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

struct ReadRoom {
    static constexpr std::string_view kind = "room.read";
    static constexpr std::string_view summary = "Moves one's read marker forward, never back";
    static constexpr std::array faults{kNotAMember, kNotFound};
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

struct UnreadRoom {
    static constexpr std::string_view kind = "room.unread";
    static constexpr std::string_view summary =
        "Sets one's read marker to any place, backwards too";
    static constexpr std::array faults{kNotAMember, kNotFound};
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

struct RoomListed {
    static constexpr std::string_view kind = "room.listed";
    static constexpr std::string_view summary =
        "A room that one may see appeared, or one's place in it changed";
    Room room;
    std::optional<QList<User>> users = {};
    static constexpr auto fields()
    {
        return std::tuple{field("room", &RoomListed::room, "The room as one sees it"),
                          field("users", &RoomListed::users, "Who a direct room is with")};
    }
};

struct RoomRemoved {
    static constexpr std::string_view kind = "room.removed";
    static constexpr std::string_view summary = "One left the room, on another device";
    RoomId room;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &RoomRemoved::room, "The room")};
    }
};

struct ReadMoved {
    static constexpr std::string_view kind = "room.read_moved";
    static constexpr std::string_view summary = "One's read marker moved, on another device";
    RoomId room;
    Seq seq = 0;
    qint64 counter = 0;
    qint64 unread = 0;
    qint64 mentions = 0;
    qint64 n = 0;
    Seq head = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &ReadMoved::room, "The room"),
                          field("seq", &ReadMoved::seq, "seq up to which one has read"),
                          field("counter", &ReadMoved::counter, "The highest counter wins"),
                          field("unread", &ReadMoved::unread, "Messages after the marker"),
                          field("mentions", &ReadMoved::mentions, "Unread mentions"),
                          field("n", &ReadMoved::n, "Number of the last message up to seq"),
                          field("head", &ReadMoved::head, "The room's head when it moved")};
    }
};

} // namespace salon::protocol
