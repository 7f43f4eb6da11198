// SPDX-License-Identifier: MIT
#pragma once
#include "tests/support/history_checker.h"

namespace salon::test {

//! A text that a person entered, and what the client said of it.
struct Typed {
    enum Fate {
        Unanswered,
        Kept, //!< shown as waiting to be sent: it is in the outbox
        TurnedAway, //!< the person was told that it was not taken
        Refused, //!< by the server for good, as the person was told
        Died, //!< the client ended before it said anything
    };
    RoomId room;
    QString text;
    Fate fate = Unanswered;
    QString key; //!< once kept
    Seq edits = 0; //!< the message that it is another text for; 0: a new one
    qint64 at = 0; //!< step of entering it
};

//! One step in the life of a room's draft.
struct DraftStep {
    enum Kind {
        Set,
        Settled, //!< the client had the time to write it, and has written something since
        Found, //!< after a restart
    };
    Kind kind = Set;
    RoomId room;
    QString text;
};

//! What happened in front of one device: what a person did, and was shown. The sendings are in the
//! history of its client, which outlives restarts.
class DeviceHistory {
public:
    explicit DeviceHistory(ClientHistory &history) : client(history) { client.keepsOrder = false; }

    void type(RoomId room, const QString &text, Seq edits = 0);
    //! Whether that says what became of a text for the first time.
    bool keep(RoomId room, const QString &key, const QString &text, Act act = Act::Post,
              Seq of = 0);
    void refuse(const QString &key, const QString &why);
    void turnAway(RoomId room, const QString &text);
    //! The client ended without a chance to speak.
    void die();
    void noteDraft(DraftStep::Kind kind, RoomId room, const QString &text)
    {
        drafts.push_back({kind, room, text});
    }

    ClientHistory &client;
    std::vector<Typed> typed; //!< each text but once
    std::vector<DraftStep> drafts;
    std::vector<protocol::ReadState> markers; //!< of all rooms, in the order of telling
    QList<protocol::ReadState> counted; //!< how it ended, by room
    //! What stands in the open rooms when all is over.
    QMap<RoomId, QList<protocol::Message>> shown;
    QMap<RoomId, QList<protocol::Message>> shownPinned; //!< in the list of what is pinned
};

//! Judges one device by the logs as they are in the end: no text is lost in silence or sent twice,
//! each room's order is that of typing, drafts are kept, what is shown is the log, read markers go
//! forward, and unread counts are those of log and marker.
Verdict checked(const DeviceHistory &device, const RoomLogs &logs);

} // namespace salon::test
