// SPDX-License-Identifier: MIT
#pragma once
#include "server/service/caller.h"
#include "server/service/presence_choice.h"
#include "server/store/rows.h"
#include "shared/base/error.h"
#include <QList>
#include <QSet>

namespace salon::server {

//! What a rule makes known to others once its transaction is on disk; applied in this order.
struct Effects {
    struct Membership {
        RoomId room;
        UserId user;
    };
    //! To an account's sockets but the one that asked: its answer tells it.
    struct UserPush {
        UserId user;
        ConnectionId except;
        QByteArray frame;
    };
    struct Event {
        RoomId room;
        QByteArray frame;
        //! Members who came after the message that it changes, and what they get.
        QSet<UserId> later = {};
        QByteArray forLater = {};
    };
    struct EndedSession {
        SessionId session;
        ErrorCode code;
    };

    struct ToAll {
        QByteArray frame;
        UserId except; //!< whose row differs and is sent by itself
    };

    struct Chosen {
        UserId user;
        ChosenPresence presence;
    };
    //! To the room's members but the one who writes; may be dropped.
    struct Typing {
        RoomId room;
        UserId by;
        QByteArray frame;
    };

    QList<SessionRow> live; //!< sessions that were opened, or live longer
    QList<ToAll> toAll; //!< to every connected session
    QList<Membership> joined;
    QList<UserPush> userPushes;
    QList<Membership> left; //!< before the events: the leaver gets none
    QList<Event> events; //!< to the room's members
    QList<EndedSession> ended;
    QList<Chosen> chosen; //!< as what accounts want to be seen
    QList<Typing> typing; //!< of no commit
    quint64 membershipNumber = 0; //!< of a commit that changed who is where, else 0

    bool isEmpty() const { return events.isEmpty() && hasOnlyEvents(); }
    bool hasOnlyEvents() const
    {
        return live.isEmpty() && toAll.isEmpty() && joined.isEmpty() && userPushes.isEmpty()
            && left.isEmpty() && ended.isEmpty() && chosen.isEmpty() && typing.isEmpty();
    }
};

} // namespace salon::server
