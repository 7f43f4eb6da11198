// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/room_messages.h"
#include <map>

namespace salon::test {

//! A room's log as the server has it: what really happened, and the server's answers.
class ServerLog {
public:
    explicit ServerLog(RoomId room, const QString &about = QStringLiteral("text"))
        : m_room(room), m_about(about)
    {
        addEvent();
    }
    RoomId room() const { return m_room; }
    Seq head() const { return m_head; }
    qint64 n() const { return m_n; }
    const std::map<Seq, protocol::Message> &messages() const { return m_messages; }

    //! Events that are no messages, messages, and a change of a message, at the end of the log.
    protocol::RoomEvent addEvent();
    protocol::RoomEvent addMessage(qsizetype size = 0);
    protocol::RoomEvent change(Seq seq);
    //! Until the log is so long; each fifth event is none that makes a message.
    void grow(Seq head);

    protocol::RoomEvent event(Seq seq) const { return m_events.at(seq); }
    //! All of the log between the two, as one page.
    protocol::MessagePage part(Seq from, Seq to) const;
    protocol::MessagePage page(const protocol::ListMessages &request) const;
    //! As session.sync answers; with more than `mostEvents` missing there is a gap, and when more
    //! than `mostTouched` messages changed, they are not told.
    protocol::RoomSync sync(Seq after, qint64 mostEvents, qint64 mostTouched) const;

private:
    protocol::RoomEvent take(protocol::RoomEventData data);

    RoomId m_room;
    QString m_about;
    Seq m_head = 0;
    qint64 m_n = 0;
    std::map<Seq, protocol::RoomEvent> m_events;
    std::map<Seq, protocol::Message> m_messages;
};

} // namespace salon::test
