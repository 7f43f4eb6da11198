// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/fault.h"
#include "shared/wire/codec.h"

namespace salon::protocol {

using wire::field;

//! The empty answer.
struct Done {
    static constexpr auto fields() { return std::tuple{}; }
};

struct User {
    static constexpr std::string_view entity = "User";
    static constexpr std::string_view summary = "An account as others see it";
    UserId id;
    QString name;
    QString displayName;
    static constexpr auto fields()
    {
        return std::tuple{field("id", &User::id, "The account"),
                          field("name", &User::name, "Unique name, in NFKC"),
                          field("display_name", &User::displayName, "Name to show")};
    }
};

struct Room {
    static constexpr std::string_view entity = "Room";
    static constexpr std::string_view summary =
        "A room and where one stands in it; with role \"none\" the last four numbers are 0";
    RoomId id;
    QString name;
    QString kind;
    QString topic;
    QString role;
    Seq head = 0;
    qint64 n = 0;
    Seq first = 1;
    Seq read = 0;
    qint64 counter = 0;
    qint64 unread = 0;
    qint64 mentions = 0;
    std::optional<QString> history = {};
    std::optional<QList<UserId>> with = {};
    static constexpr auto fields()
    {
        return std::tuple{
            field("id", &Room::id, "The room"),
            field("name", &Room::name,
                  "Name, unique among public rooms; empty where \"with\" says who it is with"),
            field("kind", &Room::kind, "\"public\", \"private\" or \"direct\""),
            field("topic", &Room::topic, "What it is about, may be empty"),
            field("role", &Room::role, "One's own: \"owner\", \"member\" or \"none\""),
            field("head", &Room::head, "seq of the latest event"),
            field("n", &Room::n, "Number of messages so far"),
            field("first", &Room::first, "Lowest seq that one may read"),
            field("read", &Room::read, "seq up to which one has read"),
            field("counter", &Room::counter, "Counts the moves of the read marker"),
            field("unread", &Room::unread, "Messages after the read marker"),
            field("mentions", &Room::mentions, "Unread messages that mention one"),
            field("history", &Room::history,
                  "Of a private room, from where new members may read: \"joining\" or \"start\""),
            field("with", &Room::with, "Of a direct room, the other members"),
        };
    }
    bool isMember() const { return role != QLatin1StringView("none"); }
    bool isDirect() const { return kind == QLatin1StringView("direct"); }
    bool isPublic() const { return kind == QLatin1StringView("public"); }
};

struct Reaction {
    static constexpr std::string_view entity = "Reaction";
    static constexpr std::string_view summary = "Who reacted to a message with one emoji";
    QString emoji;
    QList<UserId> by;
    static constexpr auto fields()
    {
        return std::tuple{field("emoji", &Reaction::emoji, "The emoji"),
                          field("by", &Reaction::by, "Who, the first one first")};
    }
    friend bool operator==(const Reaction &, const Reaction &) = default;
};

struct Message {
    static constexpr std::string_view entity = "Message";
    static constexpr std::string_view summary = "A message in its present form";
    RoomId room;
    Seq seq = 0;
    qint64 n = 0;
    Seq rev = 0;
    Timestamp at = 0;
    UserId by;
    QString key;
    QString text;
    std::optional<Seq> replyTo;
    std::optional<QList<UserId>> mentions;
    std::optional<bool> mentionsRoom;
    std::optional<Timestamp> editedAt;
    std::optional<bool> deleted;
    std::optional<QList<Reaction>> reactions;
    std::optional<bool> pinned = {};
    std::optional<UserId> pinnedBy = {};
    std::optional<Timestamp> pinnedAt = {};
    std::optional<Seq> pinnedSeq = {};
    static constexpr auto fields()
    {
        return std::tuple{
            field("room", &Message::room, "The room"),
            field("seq", &Message::seq, "Place in the room's log"),
            field("n", &Message::n, "Number among the room's messages"),
            field("rev", &Message::rev, "seq of the last change"),
            field("at", &Message::at, "When the server stored it, UTC milliseconds"),
            field("by", &Message::by, "Author"),
            field("key", &Message::key, "The author's own key for it"),
            field("text", &Message::text, "Exactly as sent; empty when it was deleted"),
            field("reply_to", &Message::replyTo, "seq of the message that it answers"),
            field("mentions", &Message::mentions, "Members whom its text names with an @"),
            field("mentions_room", &Message::mentionsRoom, "true when it calls all with @room"),
            field("edited_at", &Message::editedAt, "When its text was last changed"),
            field("deleted", &Message::deleted, "true when it was deleted"),
            field("reactions", &Message::reactions, "By emoji, the first used one first"),
            field("pinned", &Message::pinned, "true when it is pinned"),
            field("pinned_by", &Message::pinnedBy, "Who pinned it"),
            field("pinned_at", &Message::pinnedAt, "When it was pinned, UTC milliseconds"),
            field("pinned_seq", &Message::pinnedSeq, "seq of the event that pinned it"),
        };
    }
    bool isDeleted() const { return deleted.value_or(false); }
    bool isPinned() const { return pinned.value_or(false); }
    //! Whether it calls that person; one's own message never does.
    bool isFor(UserId user) const
    {
        return by != user
            && (mentionsRoom.value_or(false) || (mentions && mentions->contains(user)));
    }
};

struct ReadState {
    static constexpr std::string_view entity = "ReadState";
    static constexpr std::string_view summary = "Where one's read marker stands in a room";
    RoomId room;
    Seq seq = 0;
    qint64 counter = 0;
    qint64 unread = 0;
    qint64 mentions = 0;
    qint64 n = 0;
    Seq head = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &ReadState::room, "The room"),
                          field("seq", &ReadState::seq, "seq up to which one has read"),
                          field("counter", &ReadState::counter, "The highest counter wins"),
                          field("unread", &ReadState::unread, "Messages after the marker"),
                          field("mentions", &ReadState::mentions, "Unread mentions"),
                          field("n", &ReadState::n, "Number of the last message up to seq"),
                          field("head", &ReadState::head, "The room's head when it moved")};
    }
};

} // namespace salon::protocol
