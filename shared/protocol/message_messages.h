// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/entities.h"

namespace salon::protocol {

struct Posted {
    RoomId room;
    Seq seq = 0;
    qint64 n = 0;
    Timestamp at = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &Posted::room, "The room"),
                          field("seq", &Posted::seq, "Place in the room's log"),
                          field("n", &Posted::n, "Number among the room's messages"),
                          field("at", &Posted::at, "When the server stored it")};
    }
};

struct PostMessage {
    static constexpr std::string_view kind = "message.post";
    static constexpr std::string_view summary =
        "Says something in a room; resending with the same key is always safe";
    static constexpr std::array faults{Fault{ErrorCode::Conflict, Reason::KeyReused}, kNotAMember,
                                       kNotFound};
    static constexpr std::string_view whenKnown =
        "The key was used for this message before; its first answer";
    using Reply = Posted;
    RoomId room;
    QString key;
    QString text;
    std::optional<Seq> replyTo;
    static constexpr auto fields()
    {
        return std::tuple{
            field("room", &PostMessage::room, "The room"),
            field("key", &PostMessage::key, "The sender's own, for ever unique", wire::Uuid{}),
            field("text", &PostMessage::text, "Kept exactly", wire::NotBlank{},
                  wire::MaxLength{&wire::Limits::messageText}),
            field("reply_to", &PostMessage::replyTo, "seq of the message that it answers",
                  wire::Range{1, wire::kMaxInteger})};
    }
};

struct UsersReply {
    QList<User> users;
    static constexpr auto fields()
    {
        return std::tuple{field("users", &UsersReply::users, "Those that exist")};
    }
};

struct GetUsers {
    static constexpr std::string_view kind = "users.get";
    static constexpr std::string_view summary = "Says who accounts are";
    using Reply = UsersReply;
    QList<UserId> ids;
    static constexpr auto fields()
    {
        return std::tuple{field("ids", &GetUsers::ids, "Accounts", wire::MaxItems{500})};
    }
};

} // namespace salon::protocol
