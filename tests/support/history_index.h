// SPDX-License-Identifier: MIT
#pragma once
#include "tests/support/message_forms.h"

namespace salon::test {

//! Where everything stands that histories tell of: looked up by all who judge them.
class HistoryIndex {
public:
    using SenderKey = std::pair<qint64, QString>;
    using ChangeName = std::tuple<qint64, qint64, Act, Seq, QString>; // account, room and so on
    struct Place {
        RoomId room;
        const LogEntry *entry = nullptr;
    };
    //! An end of the log, before which or after which something was done for certain.
    struct Span {
        Seq from = 0;
        Seq to = 0;
    };

    HistoryIndex(const History &history, const RoomLogs &logs);

    //! Null where there is none.
    const LogEntry *at(RoomId room, Seq seq) const;
    const Place *stored(UserId by, const QString &key) const;
    const QHash<SenderKey, Place> &messages() const { return m_byKey; }
    const MessageForms &forms(RoomId room) const;

    //! How often that may have been done, by all of the account who asked for it.
    int asked(const ChangeName &name) const;
    //! Whether it was asked for, with any text.
    bool isAsked(UserId user, RoomId room, Act act, Seq of) const;
    //! Where it stands in the log, 0 when it is not there or nobody can say which event it is.
    Seq placeOf(const ClientHistory &client, const Sending &sending) const;
    //! How long the log of its room was when it was done, by what was answered before it was begun
    //! and begun after it was answered.
    Span spanOf(const Sending &sending) const;
    //! Its deletion was acknowledged before that step.
    bool wasDeleted(RoomId room, Seq message, qint64 step) const;

private:
    struct Steps {
        Seq seq = 0;
        qint64 startedAt = 0; //!< 0 where nobody knows
        qint64 answeredAt = 0;
    };

    static ChangeName nameOf(UserId user, const Sending &sending);
    void learnLog(RoomId room, const QList<LogEntry> &log);
    void learnChanges(const ClientHistory &client);
    void learnSteps(const ClientHistory &client);

    QHash<SenderKey, Place> m_byKey;
    QHash<RoomId, QHash<Seq, const LogEntry *>> m_bySeq;
    QHash<RoomId, MessageForms> m_forms;
    QHash<std::pair<qint64, Seq>, qint64> m_deletions; //!< step at which one was acknowledged
    std::map<ChangeName, int> m_asked;
    QHash<RoomId, std::vector<Steps>> m_steps;
    RoomLogs m_logs;
};

//! How a place is named in findings.
QString namedPlace(RoomId room, Seq seq);

//! What clients sent and were answered, against the logs.
Verdict checkedSendings(const History &history, const RoomLogs &logs, const HistoryIndex &index);
//! What clients were told without an answer of their own: pushes, pages and heads.
Verdict checkedTellings(const History &history, const RoomLogs &logs, const HistoryIndex &index);

} // namespace salon::test
