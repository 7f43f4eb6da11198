// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/people_messages.h"

namespace salon::protocol {

inline constexpr qint64 kMostWatched = 500; //!< people whose presence a socket follows

//! Of what one may choose; the account keeps it.
inline constexpr std::string_view kAvailable = "available"; //!< online, or away when idle
inline constexpr std::string_view kDoNotDisturb = "do_not_disturb";
inline constexpr std::string_view kInvisible = "invisible"; //!< offline to everybody else
//! Of what others see, besides kDoNotDisturb.
inline constexpr std::string_view kOnline = "online";
inline constexpr std::string_view kAway = "away";
inline constexpr std::string_view kOffline = "offline";

struct StartTyping {
    static constexpr std::string_view kind = "typing.start";
    static constexpr std::string_view summary =
        "Tells the room's members that one writes; said again every four seconds while it is so";
    static constexpr std::array faults{kNotAMember, kNotFound};
    using Reply = Done;
    RoomId room;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &StartTyping::room, "The room")};
    }
};

struct TypingStarted {
    static constexpr std::string_view kind = "typing.started";
    static constexpr std::string_view summary =
        "Somebody writes in a room; holds for six seconds, or until their message comes";
    static constexpr bool isDroppable = true;
    RoomId room;
    UserId user;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &TypingStarted::room, "The room"),
                          field("user", &TypingStarted::user, "Who writes")};
    }
};

struct ChoosePresence {
    static constexpr std::string_view kind = "presence.choose";
    static constexpr std::string_view summary =
        "Says as what one wants to be seen, on all devices and until it is changed";
    using Reply = Done;
    QString choice;
    std::optional<Timestamp> until = {};
    static constexpr auto fields()
    {
        return std::tuple{
            field("choice", &ChoosePresence::choice,
                  "\"available\", \"do_not_disturb\" or \"invisible\"", wire::Length{1, 80}),
            field("until", &ChoosePresence::until,
                  "When it ends by itself and one is available again, UTC milliseconds; without, "
                  "it stays until it is changed",
                  wire::Range{1, wire::kMaxInteger})};
    }
};

struct PresenceChosen {
    static constexpr std::string_view kind = "presence.chosen";
    static constexpr std::string_view summary = "One chose it on another device";
    QString choice;
    std::optional<Timestamp> until = {};
    static constexpr auto fields()
    {
        return std::tuple{field("choice", &PresenceChosen::choice, "As in presence.choose"),
                          field("until", &PresenceChosen::until, "As in presence.choose")};
    }
};

struct TellPresence {
    static constexpr std::string_view kind = "presence.tell";
    static constexpr std::string_view summary =
        "Says whether one is at this device; on a socket that said nothing one is";
    static constexpr bool isSocketOnly = true;
    using Reply = Done;
    bool idle = false;
    static constexpr auto fields()
    {
        return std::tuple{field("idle", &TellPresence::idle, "Nobody has touched it for a while")};
    }
};

struct Presence {
    static constexpr std::string_view entity = "Presence";
    static constexpr std::string_view summary = "How somebody is there";
    UserId user;
    QString state;
    static constexpr auto fields()
    {
        return std::tuple{field("user", &Presence::user, "Who"),
                          field("state", &Presence::state,
                                "\"online\", \"away\", \"do_not_disturb\" or \"offline\"")};
    }
};

struct PresenceReply {
    QList<Presence> people;
    static constexpr auto fields()
    {
        return std::tuple{field("people", &PresenceReply::people, "Each who was asked for, by id")};
    }
};

struct WatchPresence {
    static constexpr std::string_view kind = "presence.watch";
    static constexpr std::string_view summary =
        "Follows how these people are there, instead of those named before";
    static constexpr bool isSocketOnly = true;
    using Reply = PresenceReply;
    QList<UserId> users;
    static constexpr auto fields()
    {
        return std::tuple{field("users", &WatchPresence::users,
                                "Whom one sees; empty to follow nobody",
                                wire::MaxItems{kMostWatched})};
    }
};

struct PresenceChanged {
    static constexpr std::string_view kind = "presence.changed";
    static constexpr std::string_view summary = "People whom one follows came, went or rest";
    static constexpr bool isDroppable = true;
    QList<Presence> people;
    static constexpr auto fields()
    {
        return std::tuple{field("people", &PresenceChanged::people, "Only who changed")};
    }
};

} // namespace salon::protocol
