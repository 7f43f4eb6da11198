// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/entities.h"
#include <variant>

namespace salon::protocol {

struct RoomCreated {
    static constexpr std::string_view kind = "room.created";
    static constexpr std::string_view summary =
        "The room's first event; its author is the first member";
    QString name;
    QString topic;
    std::optional<QString> roomKind = {};
    std::optional<QString> history = {};
    std::optional<QList<UserId>> with = {};
    static constexpr auto fields()
    {
        return std::tuple{
            field("name", &RoomCreated::name, "Its name, empty for a direct room"),
            field("topic", &RoomCreated::topic, "What it is about"),
            field("kind", &RoomCreated::roomKind, "As of a room; public without"),
            field("history", &RoomCreated::history, "As of a room"),
            field("with", &RoomCreated::with,
                  "Of a direct room, who is in it from the beginning beside the author")};
    }
};

struct MemberJoined {
    static constexpr std::string_view kind = "member.joined";
    static constexpr std::string_view summary = "Somebody became a member";
    std::optional<UserId> invitedBy = {};
    static constexpr auto fields()
    {
        return std::tuple{
            field("invited_by", &MemberJoined::invitedBy, "Who added them, unless they came")};
    }
};

struct MemberLeft {
    static constexpr std::string_view kind = "member.left";
    static constexpr std::string_view summary = "Somebody left, and is no member from here on";
    static constexpr auto fields() { return std::tuple{}; }
};

struct TopicSet {
    static constexpr std::string_view kind = "room.topic_set";
    static constexpr std::string_view summary = "The room is about something else from now on";
    QString topic;
    static constexpr auto fields()
    {
        return std::tuple{field("topic", &TopicSet::topic, "Topic from now on")};
    }
};

struct MessagePosted {
    static constexpr std::string_view kind = "message.posted";
    static constexpr std::string_view summary = "Somebody said something";
    qint64 n = 0;
    QString key;
    QString text;
    std::optional<Seq> replyTo;
    std::optional<QList<UserId>> mentions;
    std::optional<bool> mentionsRoom;
    std::optional<bool> deleted;
    static constexpr auto fields()
    {
        return std::tuple{
            field("n", &MessagePosted::n, "Number among the room's messages"),
            field("key", &MessagePosted::key, "The author's own key for it"),
            field("text", &MessagePosted::text, "Exactly as sent; empty when it was deleted since"),
            field("reply_to", &MessagePosted::replyTo, "seq of what it answers"),
            field("mentions", &MessagePosted::mentions, "Members whom its text names with an @"),
            field("mentions_room", &MessagePosted::mentionsRoom,
                  "true when it calls all with @room"),
            field("deleted", &MessagePosted::deleted, "true when it was deleted since")};
    }
};

struct MessageEdited {
    static constexpr std::string_view kind = "message.edited";
    static constexpr std::string_view summary = "A message says something else from here on";
    Seq message = 0;
    Seq before = 0;
    QString text;
    std::optional<QList<UserId>> mentions;
    std::optional<bool> mentionsRoom;
    std::optional<bool> deleted;
    static constexpr auto fields()
    {
        return std::tuple{
            field("message", &MessageEdited::message, "seq of the message"),
            field("before", &MessageEdited::before, "seq of the post or the edit before this one"),
            field("text", &MessageEdited::text,
                  "Exactly as sent; empty when it was deleted since, or when one may not read the "
                  "message"),
            field("mentions", &MessageEdited::mentions, "Members whom its text names with an @"),
            field("mentions_room", &MessageEdited::mentionsRoom,
                  "true when it calls all with @room"),
            field("deleted", &MessageEdited::deleted, "true when it was deleted since")};
    }
};

struct MessageDeleted {
    static constexpr std::string_view kind = "message.deleted";
    static constexpr std::string_view summary = "A message has no text any more";
    Seq message = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("message", &MessageDeleted::message, "seq of the message")};
    }
};

struct ReactionAdded {
    static constexpr std::string_view kind = "reaction.added";
    static constexpr std::string_view summary = "Somebody reacts to a message with an emoji";
    Seq message = 0;
    QString emoji;
    static constexpr auto fields()
    {
        return std::tuple{field("message", &ReactionAdded::message, "seq of the message"),
                          field("emoji", &ReactionAdded::emoji, "The emoji")};
    }
};

struct ReactionRemoved {
    static constexpr std::string_view kind = "reaction.removed";
    static constexpr std::string_view summary = "Somebody takes a reaction back";
    Seq message = 0;
    QString emoji;
    static constexpr auto fields()
    {
        return std::tuple{field("message", &ReactionRemoved::message, "seq of the message"),
                          field("emoji", &ReactionRemoved::emoji, "The emoji")};
    }
};

struct MessagePinned {
    static constexpr std::string_view kind = "message.pinned";
    static constexpr std::string_view summary = "Somebody pins a message for everybody in the room";
    Seq message = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("message", &MessagePinned::message,
                                "seq of the message; 0 when one may not read it")};
    }
};

struct MessageUnpinned {
    static constexpr std::string_view kind = "message.unpinned";
    static constexpr std::string_view summary = "Somebody takes a pin away";
    Seq message = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("message", &MessageUnpinned::message,
                                "seq of the message; 0 when one may not read it")};
    }
};

//! Of a kind that this version does not know, made by a newer server: it has its place in the log,
//! and nothing else is known of it. Read only.
struct UnknownEvent {
    static constexpr std::string_view kind = "";
    static constexpr auto fields() { return std::tuple{}; }
};

using RoomEventData = std::variant<RoomCreated, MemberJoined, MemberLeft, TopicSet, MessagePosted,
                                   MessageEdited, MessageDeleted, ReactionAdded, ReactionRemoved,
                                   MessagePinned, MessageUnpinned, UnknownEvent>;

//! One line of a room's log.
struct RoomEvent {
    RoomId room;
    Seq seq = 0;
    Timestamp at = 0;
    UserId by;
    RoomEventData data;

    std::string_view kind() const;
    //! The message that a message.posted makes; nothing for other kinds.
    std::optional<Message> message() const;
    //! seq of the message that it changes; 0 for other kinds.
    Seq changes() const;
    //! Makes of that message what it is from here on.
    void change(Message &message) const;
};

//! The frame of an event whose data is JSON already, as the log stores it.
QByteArray eventFrame(RoomId room, Seq seq, Timestamp at, UserId by, std::string_view kind,
                      QByteArrayView data);
QByteArray encodedData(const RoomEventData &data);
//! UnknownKind for a kind that this version does not know.
Result<RoomEventData> decodedData(std::string_view kind, const wire::JsonValue &json);

} // namespace salon::protocol

namespace salon::wire {

template <>
struct Codec<protocol::RoomEvent> {
    static void encode(JsonWriter &writer, const protocol::RoomEvent &event);
    static bool decode(const JsonValue &value, protocol::RoomEvent &out, const Limits &limits,
                       Error &error);
    static QJsonObject schema();
};

} // namespace salon::wire
