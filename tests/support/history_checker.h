// SPDX-License-Identifier: MIT
#pragma once
#include "tests/support/history.h"

namespace salon::test {

//! How a history can break the promises; each is looked for by itself.
enum class Violation {
    Lost, //!< acknowledged or seen, but not in the log, or in the log and not at a member
    Doubled, //!< a key or a seq twice in the log, or an event pushed twice on one connection
    Reordered, //!< against the log's order, the sender's own, or that of cause and effect
    Gap, //!< a seq or an n that nobody has, or a hole in what a connection was pushed
    Altered, //!< another content than was sent, stored or told before
    Untrue, //!< refused for good and stored, or stored though nobody sent it
    WentBack, //!< a head, a read marker or a time before one that was told or stored earlier
    Miscounted, //!< unread or mentions that are not those of log and marker
    Leaked, //!< deleted, and still to be read somewhere
};
QString violationName(Violation violation);

struct Finding {
    Violation violation = Violation::Lost;
    QString what;
};

struct Verdict {
    QList<Finding> findings;

    bool isClean() const { return findings.isEmpty(); }
    qsizetype count(Violation violation) const;
    //! The first findings, one a line; empty when clean.
    QString text() const;
};

//! Judges what every client did and was told by the logs as they are in the end.
Verdict checked(const History &history, const RoomLogs &logs);
//! Whether messages, as they are shown or read in the end, are those that the log makes: all of a
//! room, or its newest.
Verdict shows(RoomId room, const QList<protocol::Message> &messages, const RoomLogs &logs);
//! Whether what is told as pinned in a room is what the log makes so, in the order of pinning.
Verdict showsPinned(RoomId room, const QList<protocol::Message> &messages, const RoomLogs &logs);
//! Whether files of a folder hold texts of what was deleted.
Verdict leaks(const History &history, const RoomLogs &logs, const QString &folder,
              const QStringList &names = {});
//! Whether two readings of the logs (over the wire, from the database) are the same.
Verdict compared(const RoomLogs &one, const RoomLogs &other);

} // namespace salon::test
