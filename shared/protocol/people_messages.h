// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/room_messages.h"

namespace salon::protocol {

//! Members of a direct room, oneself counted.
inline constexpr qint64 kMostInDirect = 10;

struct InviteUser {
    static constexpr std::string_view kind = "room.invite";
    static constexpr std::string_view summary =
        "Makes somebody a member, as the room's owner; a member stays one";
    static constexpr std::array faults{kNotAMember, kNotTheOwner, kDirectRoom, kNotFound};
    using Reply = Done;
    RoomId room;
    UserId user;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &InviteUser::room, "The room"),
                          field("user", &InviteUser::user, "Who is to be in it")};
    }
};

struct OpenDirect {
    static constexpr std::string_view kind = "direct.open";
    static constexpr std::string_view summary =
        "Gives the direct room of just these people and oneself, a new one where there is none";
    static constexpr std::array faults{kNotFound};
    static constexpr std::string_view whenKnown = "The room was there";
    using Reply = RoomReply;
    QList<UserId> users;
    static constexpr auto fields()
    {
        return std::tuple{field("users", &OpenDirect::users,
                                "One to nine others; oneself may stand among them",
                                wire::MaxItems{kMostInDirect})};
    }
};

struct UserPage {
    QList<User> users;
    std::optional<UserId> after;
    static constexpr auto fields()
    {
        return std::tuple{field("users", &UserPage::users, "By id"),
                          field("after", &UserPage::after, "Ask with it for the next page")};
    }
};

struct ListUsers {
    static constexpr std::string_view kind = "users.list";
    static constexpr std::string_view summary =
        "Lists the accounts that are not disabled, for who looks for somebody";
    using Reply = UserPage;
    std::optional<QString> match;
    std::optional<UserId> after;
    static constexpr auto fields()
    {
        return std::tuple{field("match", &ListUsers::match,
                                "Only whose name has this in it, whatever its case",
                                wire::Length{1, 80}),
                          field("after", &ListUsers::after, "Only higher ids")};
    }
};

} // namespace salon::protocol
