// SPDX-License-Identifier: MIT
#pragma once
#include "tests/support/history_checker.h"
#include <functional>
#include <map>

namespace salon::test {

//! What each message of a room was after each event of its log that made or changed it. Made from
//! the log by rules of the judge's own. A text that was taken away since is not known any more.
class MessageForms {
public:
    MessageForms() = default;
    MessageForms(RoomId room, const QList<LogEntry> &log);

    //! As the event `rev` left it; null when that did not touch it.
    const protocol::Message *at(Seq message, Seq rev) const;
    //! All that it ever was.
    const std::vector<protocol::Message> &of(Seq message) const;
    bool isDeleted(Seq message) const { return m_deleted.contains(message); }
    //! One of its forms while the log ended at `from`, at `to` or between them.
    bool wasSo(Seq message, Seq from, Seq to,
               const std::function<bool(const protocol::Message &)> &is) const;
    //! All, in their last form, by seq.
    QList<protocol::Message> all() const;
    //! Those that are pinned, the one pinned last first.
    QList<protocol::Message> pinned() const;
    //! So many were pinned at most while the log ended at `from`, at `to` or between them.
    qsizetype mostPinned(Seq from, Seq to) const;
    //! Events that do not do what an event of their kind does, and texts that should be gone.
    const QList<Finding> &findings() const { return m_findings; }

private:
    void change(const LogEntry &entry);
    void react(protocol::Message &message, const LogEntry &entry, bool isAdded);
    void pin(protocol::Message &message, const LogEntry &entry);
    void unpin(protocol::Message &message, Seq at);
    void lookForTexts();
    void find(Violation violation, Seq seq, const QString &what);

    RoomId m_room;
    std::map<Seq, std::vector<protocol::Message>> m_forms;
    QSet<Seq> m_deleted;
    QList<Seq> m_pinned; //!< the one pinned last at the end
    std::map<Seq, qsizetype> m_pinCounts; //!< from that event on
    QList<Finding> m_findings;
};

//! Without what a deletion takes away, for a message that was deleted since.
protocol::Message withoutText(protocol::Message message);

} // namespace salon::test
