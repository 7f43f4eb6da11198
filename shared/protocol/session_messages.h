// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/room_event.h"

namespace salon::protocol {

//! The only version so far.
inline constexpr qint64 kProtocolVersion = 1;

struct VersionRange {
    qint64 min = kProtocolVersion;
    qint64 max = kProtocolVersion;
    static constexpr auto fields()
    {
        return std::tuple{field("min", &VersionRange::min, "Lowest version understood"),
                          field("max", &VersionRange::max, "Highest version understood")};
    }
};

struct ClientInfo {
    QString name;
    QString version;
    static constexpr auto fields()
    {
        return std::tuple{
            field("name", &ClientInfo::name, "Program", wire::Length{1, 64}),
            field("version", &ClientInfo::version, "Its version", wire::Length{1, 64})};
    }
};

struct SessionInfo {
    SessionId id;
    Timestamp expiresAt = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("id", &SessionInfo::id, "The session"),
                          field("expires_at", &SessionInfo::expiresAt, "When its token ends")};
    }
};

struct ServerInfo {
    QString name;
    QString version;
    QString epoch;
    static constexpr auto fields()
    {
        return std::tuple{
            field("name", &ServerInfo::name, "Name given by the operator"),
            field("version", &ServerInfo::version, "Version of salond"),
            field("epoch", &ServerInfo::epoch, "Changes when the data came from a backup")};
    }
};

//! What the operator can switch off.
struct Features {
    bool typing = true;
    bool presence = true;
    static constexpr auto fields()
    {
        return std::tuple{field("typing", &Features::typing, "Who writes is told"),
                          field("presence", &Features::presence,
                                "Who is there is told; else everybody is offline")};
    }
};

struct HelloReply {
    User user;
    SessionInfo session;
    ServerInfo server;
    qint64 protocol = kProtocolVersion;
    Timestamp now = 0;
    wire::Limits limits;
    QList<Room> rooms;
    QList<User> users;
    std::optional<bool> roomsMore;
    QString presence = QStringLiteral("available");
    std::optional<Timestamp> presenceUntil = {};
    Features features;
    static constexpr auto fields()
    {
        return std::tuple{
            field("user", &HelloReply::user, "Oneself"),
            field("session", &HelloReply::session, "This session"),
            field("server", &HelloReply::server, "The server"),
            field("protocol", &HelloReply::protocol, "Version chosen"),
            field("now", &HelloReply::now, "The server's time"),
            field("limits", &HelloReply::limits, "Bounds in force"),
            field("rooms", &HelloReply::rooms, "One's rooms"),
            field("users", &HelloReply::users, "Everybody named here"),
            field("rooms_more", &HelloReply::roomsMore, "True when room.list must be asked"),
            field("presence", &HelloReply::presence, "As what one wants to be seen"),
            field("presence_until", &HelloReply::presenceUntil,
                  "When that ends, as in presence.choose"),
            field("features", &HelloReply::features, "What this server does"),
        };
    }
};

struct Hello {
    static constexpr std::string_view kind = "session.hello";
    static constexpr std::string_view summary =
        "Begins a session on this socket; the first frame, within ten seconds";
    static constexpr bool isSocketOnly = true;
    static constexpr std::array faults{Fault{ErrorCode::UnsupportedProtocol},
                                       Fault{ErrorCode::RateLimited, Reason::TooManySockets}};
    using Reply = HelloReply;
    VersionRange protocol;
    ClientInfo client;
    std::optional<QString> token;
    static constexpr auto fields()
    {
        return std::tuple{
            field("protocol", &Hello::protocol, "Versions that the client understands"),
            field("client", &Hello::client, "The program"),
            field("token", &Hello::token, "Unless it stood in the Authorization header",
                  wire::Length{1, 8192})};
    }
};

struct MessagePage {
    static constexpr std::string_view entity = "MessagePage";
    static constexpr std::string_view summary = "A stretch of a room's messages";
    RoomId room;
    QList<Message> messages;
    Seq from = 0;
    Seq to = 0;
    Seq asOf = 0;
    bool hasBefore = false;
    bool hasAfter = false;
    QList<User> users;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &MessagePage::room, "The room"),
                          field("messages", &MessagePage::messages, "By seq"),
                          field("from", &MessagePage::from, "First seq that the page covers"),
                          field("to", &MessagePage::to, "Last seq that the page covers"),
                          field("as_of", &MessagePage::asOf, "The room's head when it was read"),
                          field("has_before", &MessagePage::hasBefore, "Older ones exist"),
                          field("has_after", &MessagePage::hasAfter, "Newer ones exist"),
                          field("users", &MessagePage::users, "Everybody named here")};
    }
};

struct SyncPosition {
    RoomId room;
    Seq after = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &SyncPosition::room, "The room"),
                          field("after", &SyncPosition::after, "seq that the client has",
                                wire::Range{0, wire::kMaxInteger})};
    }
};

//! What lies between the client's place and the page.
struct Gap {
    Seq from = 0;
    Seq to = 0;
    wire::Nullable<QList<Message>> touched;
    static constexpr auto fields()
    {
        return std::tuple{
            field("from", &Gap::from, "First missing seq"),
            field("to", &Gap::to, "Last missing seq"),
            field("touched", &Gap::touched,
                  "Older messages that changed; null: forget what is before the gap")};
    }
};

struct RoomError {
    QString code;
    static constexpr auto fields() { return std::tuple{field("code", &RoomError::code, "Why")}; }
};

//! Either events, or gap and page, or error.
struct RoomSync {
    RoomId room;
    std::optional<QList<RoomEvent>> events;
    std::optional<Gap> gap;
    std::optional<MessagePage> page;
    std::optional<bool> reset;
    std::optional<RoomError> error;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &RoomSync::room, "The room"),
                          field("events", &RoomSync::events, "All that is missing, in order"),
                          field("gap", &RoomSync::gap, "What was left out"),
                          field("page", &RoomSync::page, "The newest messages"),
                          field("reset", &RoomSync::reset,
                                "The client is ahead, or before what one may read: start anew"),
                          field("error", &RoomSync::error, "Not a member")};
    }
};

struct SyncReply {
    QList<RoomSync> rooms;
    QList<RoomId> more;
    QList<User> users;
    static constexpr auto fields()
    {
        return std::tuple{field("rooms", &SyncReply::rooms, "What is missing, by room"),
                          field("more", &SyncReply::more, "Rooms to ask for again"),
                          field("users", &SyncReply::users, "Everybody named here")};
    }
};

struct Sync {
    static constexpr std::string_view kind = "session.sync";
    static constexpr std::string_view summary =
        "Says what happened since the client was last here, room by room";
    using Reply = SyncReply;
    QList<SyncPosition> rooms;
    static constexpr auto fields()
    {
        return std::tuple{
            field("rooms", &Sync::rooms, "What the client has, by room", wire::MaxItems{500})};
    }
};

struct DigestRow {
    RoomId room;
    Seq head = 0;
    Seq seq = 0;
    qint64 counter = 0;
    qint64 unread = 0;
    qint64 mentions = 0;
    static constexpr auto fields()
    {
        return std::tuple{field("room", &DigestRow::room, "The room"),
                          field("head", &DigestRow::head, "Latest seq known"),
                          field("seq", &DigestRow::seq, "Read marker"),
                          field("counter", &DigestRow::counter, "Its counter"),
                          field("unread", &DigestRow::unread, "Messages after it"),
                          field("mentions", &DigestRow::mentions, "Mentions after it")};
    }
};

struct DigestReply {
    QList<DigestRow> rooms;
    static constexpr auto fields()
    {
        return std::tuple{field("rooms", &DigestReply::rooms, "Rows that differ")};
    }
};

struct Digest {
    static constexpr std::string_view kind = "session.digest";
    static constexpr std::string_view summary =
        "Compares the client's unread counts with the server's, where the heads are equal";
    using Reply = DigestReply;
    QList<DigestRow> rooms;
    static constexpr auto fields()
    {
        return std::tuple{
            field("rooms", &Digest::rooms, "As the client sees them", wire::MaxItems{500})};
    }
};

struct SessionEnded {
    static constexpr std::string_view kind = "session.ended";
    static constexpr std::string_view summary = "The session is over; the socket closes next";
    QString code;
    static constexpr auto fields()
    {
        return std::tuple{field("code", &SessionEnded::code, "Error code that says why")};
    }
};

} // namespace salon::protocol
