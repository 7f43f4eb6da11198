// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/entities.h"

namespace salon::protocol {

struct PinMessage {
    static constexpr std::string_view kind = "message.pin";
    static constexpr std::string_view summary =
        "Pins a message, for everybody in the room; again it changes nothing";
    static constexpr std::array faults{kNotAMember, kNotFound,
                                       Fault{ErrorCode::Conflict, Reason::MessageDeleted}};
    using Reply = Done;
    RoomId room;
    Seq seq = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &PinMessage::room, "The room"),
                          field("seq", &PinMessage::seq, "The message's place in the log",
                                wire::Range{1, wire::kMaxInteger})};
    }
};

struct UnpinMessage {
    static constexpr std::string_view kind = "message.unpin";
    static constexpr std::string_view summary =
        "Takes a message's pin away, whoever pinned it; what is not pinned is no error";
    static constexpr std::array faults{kNotAMember, kNotFound};
    using Reply = Done;
    RoomId room;
    Seq seq = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &UnpinMessage::room, "The room"),
                          field("seq", &UnpinMessage::seq, "The message's place in the log",
                                wire::Range{1, wire::kMaxInteger})};
    }
};

struct PinPage {
    QList<Message> messages;
    Seq asOf = 0;
    std::optional<Seq> after;
    QList<User> users;
    static constexpr auto fields()
    {
        return std::tuple{
            field("messages", &PinPage::messages, "The one pinned last first"),
            field("as_of", &PinPage::asOf, "The room's head when they were read"),
            field("after", &PinPage::after, "Ask again after this; absent at the end"),
            field("users", &PinPage::users, "Everybody named here, who pinned them too")};
    }
};

struct ListPins {
    static constexpr std::string_view kind = "room.pins";
    static constexpr std::string_view summary = "Gives the room's pinned messages, a page";
    static constexpr std::array faults{kNotFound};
    using Reply = PinPage;
    RoomId room;
    std::optional<Seq> after = {};
    static constexpr auto fields()
    {
        return std::tuple{field("room", &ListPins::room, "The room"),
                          field("after", &ListPins::after, "Where the page before ended",
                                wire::Range{1, wire::kMaxInteger})};
    }
};

} // namespace salon::protocol
