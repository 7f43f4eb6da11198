// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include <QByteArray>
#include <QList>
#include <QString>
#include <optional>

//! What the tables hold, as plain values; the rules above turn them into messages.
namespace salon::server {

//! What a name is unique by.
struct NameKeys {
    QString name; //!< shared by names that are alike without case; it is looked up by that
    QString look =
        {}; //!< shared by names that look alike as they are written; old ones may lack it
};

struct UserRow {
    UserId id;
    QString name;
    NameKeys keys;
    QString displayName;
    QString passwordHash;
    Timestamp createdAt = 0;
    std::optional<Timestamp> disabledAt;
};

//! As what an account wants to be seen.
struct PresenceRow {
    QString word; //!< of presence.choose
    Timestamp until = 0; //!< 0: it has no end
    friend bool operator==(const PresenceRow &, const PresenceRow &) = default;
};

struct SessionRow {
    SessionId id;
    UserId user;
    QString device;
    QString address;
    Timestamp createdAt = 0;
    Timestamp lastUsedAt = 0;
    Timestamp expiresAt = 0;
    std::optional<Timestamp> revokedAt;
};

//! A room and, where the asker is a member, the asker's place in it.
struct RoomRow {
    RoomId id;
    QString name;
    QString kind;
    QString topic;
    Seq head = 0;
    qint64 n = 0;
    QString role; //!< empty for who is not a member
    Seq readSeq = 0;
    qint64 readN = 0; //!< messages up to readSeq
    qint64 counter = 0;
    qint64 mentions = 0; //!< unread ones of the asker, where they are counted
    QString history = {}; //!< from where new members may read: "joining" or "start"
    Seq first = 1; //!< lowest seq that the asker may read
    QList<UserId> with = {}; //!< of a direct room, the members but the asker
};

struct EventRow {
    RoomId room;
    Seq seq = 0;
    QString kind;
    Timestamp at = 0;
    UserId by;
    QByteArray data; //!< JSON
};

struct MessageRow {
    RoomId room;
    Seq seq = 0;
    qint64 n = 0;
    Seq rev = 0;
    Timestamp at = 0;
    UserId by;
    QString key;
    QString text;
    std::optional<Seq> replyTo;
    std::optional<Timestamp> editedAt = {};
    bool isDeleted = false;
    Seq formSeq = 0; //!< the post or edit that has the text: rev, but for later reactions
    QString mentions = {}; //!< JSON, ids in order, 0 for all of the room; empty for none
    QString reactions = {}; //!< JSON, as told; empty for none
    Seq pinSeq = 0; //!< of the event that pinned it; 0: it is not pinned
    UserId pinnedBy = {};
    Timestamp pinnedAt = 0;

    friend bool operator==(const MessageRow &, const MessageRow &) = default;
};

struct MemberRow {
    UserId user;
    QString role;
};

} // namespace salon::server
