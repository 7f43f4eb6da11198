// SPDX-License-Identifier: MIT
#pragma once
#include "shared/wire/field.h"

namespace salon::wire {

//! Bounds that the operator sets, the server checks, hello announces and the client checks before
//! sending. Lengths count code points.
struct Limits {
    static constexpr std::string_view entity = "Limits";
    static constexpr std::string_view summary =
        "Bounds that this server's operator set; lengths count code points";
    qint64 messageText = 16'000;
    qint64 roomName = 80;
    qint64 topic = 250;
    qint64 userName = 32;
    qint64 clientFrame = 128 * 1024; //!< bytes, of a REST body too
    qint64 serverFrame = 512 * 1024; //!< bytes
    qint64 messagesPerSecond = 10; //!< of a user
    qint64 messageBurst = 30;
    qint64 requestsPerSecond = 50; //!< of a session
    qint64 roomsPerHour = 10; //!< of a user
    qint64 socketsPerUser = 50;
    qint64 editMinutes = 0; //!< 0: at any time
    qint64 reactionKinds = 64; //!< of a message
    qint64 pins = 100; //!< of a room

    static constexpr auto fields()
    {
        return std::tuple{
            field("message_text", &Limits::messageText, "Code points in a message"),
            field("room_name", &Limits::roomName, "Code points in a room's name"),
            field("topic", &Limits::topic, "Code points in a topic"),
            field("user_name", &Limits::userName, "Code points in a user's name"),
            field("client_frame", &Limits::clientFrame, "Bytes in a frame of a client"),
            field("server_frame", &Limits::serverFrame, "Bytes in a frame of the server"),
            field("messages_per_second", &Limits::messagesPerSecond, "Messages a second, by user"),
            field("message_burst", &Limits::messageBurst, "Messages at once after a pause"),
            field("requests_per_second", &Limits::requestsPerSecond,
                  "Other requests a second, by session"),
            field("rooms_per_hour", &Limits::roomsPerHour, "New rooms an hour, by user"),
            field("sockets_per_user", &Limits::socketsPerUser, "Connections of a user at a time"),
            field("edit_minutes", &Limits::editMinutes,
                  "Minutes in which a message may be changed; 0: at any time"),
            field("reaction_kinds", &Limits::reactionKinds, "Different emoji under a message"),
            field("pins", &Limits::pins, "Pinned messages in a room"),
        };
    }
};

} // namespace salon::wire
