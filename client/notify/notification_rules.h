// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/entities.h"
#include <variant>

namespace salon::client {

//! Of which messages of a room one wants to be told.
enum class NotificationLevel { All, Mentions, Nothing };

//! Why one is told of a message.
enum class NotificationRule {
    Mention, //!< it names one
    EverybodyCalled, //!< by @room
    Conversation, //!< of a direct room, where nothing else was chosen
    AllOfRoom, //!< was chosen for the room
    Missed, //!< the room has unread messages of which one would have been told
};

//! Why one is not told of a message.
enum class Silence {
    OwnMessage,
    Deleted,
    AlreadyRead, //!< here or on another device
    NothingOfRoom, //!< was chosen for the room
    CallsNobody, //!< at least not oneself, and the room tells of nothing else
    InView, //!< of the window that is active
    DoNotDisturb,
};

//! A message that came, and all that decides whether one is told of it.
struct Arrival {
    const protocol::Message &message;
    const protocol::Room &room; //!< as it is now, with its read marker
    UserId self;
    std::optional<NotificationLevel> chosen = {}; //!< for the room
    bool isInView = false;
    bool isDoNotDisturb = false;
};

using Verdict = std::variant<NotificationRule, Silence>;

//! What holds for a room as long as nobody chooses: everything of conversations, mentions of rooms.
NotificationLevel usualLevel(const protocol::Room &room);
//! Where several reasons for silence hold, the one that lasts longest.
Verdict judge(const Arrival &arrival);

} // namespace salon::client
