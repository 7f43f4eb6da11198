// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/entities.h"

namespace salon::protocol {

inline constexpr qint64 kLongestEmoji = 64; // code points; the longest of the set has 10

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

struct MessageChanged {
    RoomId room;
    Seq seq = 0;
    Seq rev = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &MessageChanged::room, "The room"),
                          field("seq", &MessageChanged::seq, "The message's place in the log"),
                          field("rev", &MessageChanged::rev, "seq of its last change")};
    }
};

struct EditMessage {
    static constexpr std::string_view kind = "message.edit";
    static constexpr std::string_view summary =
        "Gives one's own message another text; the same text again changes nothing";
    static constexpr std::array faults{kNotYourMessage, kNotAMember, kNotFound,
                                       Fault{ErrorCode::Conflict, Reason::MessageDeleted},
                                       Fault{ErrorCode::Forbidden, Reason::EditTimeOver}};
    using Reply = MessageChanged;
    RoomId room;
    Seq seq = 0;
    QString text;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &EditMessage::room, "The room"),
                          field("seq", &EditMessage::seq, "The message's place in the log",
                                wire::Range{1, wire::kMaxInteger}),
                          field("text", &EditMessage::text, "Kept exactly", wire::NotBlank{},
                                wire::MaxLength{&wire::Limits::messageText})};
    }
};

struct DeleteMessage {
    static constexpr std::string_view kind = "message.delete";
    static constexpr std::string_view summary =
        "Takes a message's text away for good, from the log and its history too: one's own, or as "
        "the room's owner anybody's; again it changes nothing";
    static constexpr std::array faults{kNotYourMessage, kNotAMember, kNotFound};
    using Reply = MessageChanged;
    RoomId room;
    Seq seq = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &DeleteMessage::room, "The room"),
                          field("seq", &DeleteMessage::seq, "The message's place in the log",
                                wire::Range{1, wire::kMaxInteger})};
    }
};

struct AddReaction {
    static constexpr std::string_view kind = "reaction.add";
    static constexpr std::string_view summary =
        "Reacts to a message with an emoji; again it changes nothing";
    static constexpr std::array faults{kNotAMember, kNotFound,
                                       Fault{ErrorCode::Conflict, Reason::MessageDeleted}};
    using Reply = MessageChanged;
    RoomId room;
    Seq seq = 0;
    QString emoji;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &AddReaction::room, "The room"),
                          field("seq", &AddReaction::seq, "The message's place in the log",
                                wire::Range{1, wire::kMaxInteger}),
                          field("emoji", &AddReaction::emoji,
                                "One emoji, fully qualified (Unicode's RGI set)",
                                wire::Length{1, kLongestEmoji})};
    }
};

struct RemoveReaction {
    static constexpr std::string_view kind = "reaction.remove";
    static constexpr std::string_view summary =
        "Takes one's reaction back; what is not there is no error";
    static constexpr std::array faults{kNotAMember, kNotFound};
    using Reply = MessageChanged;
    RoomId room;
    Seq seq = 0;
    QString emoji;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &RemoveReaction::room, "The room"),
                          field("seq", &RemoveReaction::seq, "The message's place in the log",
                                wire::Range{1, wire::kMaxInteger}),
                          field("emoji", &RemoveReaction::emoji, "The emoji that one reacted with",
                                wire::Length{1, kLongestEmoji})};
    }
};

struct MessageVersion {
    static constexpr std::string_view entity = "MessageVersion";
    static constexpr std::string_view summary = "A text that a message had";
    Seq rev = 0;
    Timestamp at = 0;
    QString text;
    static constexpr auto fields()
    {
        return std::tuple{field("rev", &MessageVersion::rev, "seq of the post or the edit"),
                          field("at", &MessageVersion::at, "Since when, UTC milliseconds"),
                          field("text", &MessageVersion::text, "Exactly as sent")};
    }
};

struct VersionsReply {
    QList<MessageVersion> versions;
    static constexpr auto fields()
    {
        return std::tuple{field("versions", &VersionsReply::versions,
                                "The latest first, at most 50; none of a deleted message")};
    }
};

struct ListVersions {
    static constexpr std::string_view kind = "message.versions";
    static constexpr std::string_view summary = "Says what a message said before it was edited";
    static constexpr std::array faults{kNotFound};
    using Reply = VersionsReply;
    RoomId room;
    Seq seq = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &ListVersions::room, "The room"),
                          field("seq", &ListVersions::seq, "The message's place in the log",
                                wire::Range{1, wire::kMaxInteger})};
    }
};

struct ThreadReply {
    QList<Message> messages;
    bool more = false;
    QList<User> users;
    static constexpr auto fields()
    {
        return std::tuple{field("messages", &ThreadReply::messages,
                                "The first one and what follows from it, by seq"),
                          field("more", &ThreadReply::more, "There are later ones"),
                          field("users", &ThreadReply::users, "Everybody named here")};
    }
};

struct ListThread {
    static constexpr std::string_view kind = "message.thread";
    static constexpr std::string_view summary =
        "Gives the chain of answers that a message is in, from its first message on";
    static constexpr std::array faults{kNotFound};
    using Reply = ThreadReply;
    RoomId room;
    Seq seq = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &ListThread::room, "The room"),
                          field("seq", &ListThread::seq, "Any message of the chain",
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
