// SPDX-License-Identifier: MIT
#pragma once
#include "server/store/log_store.h"
#include "shared/protocol/room_event.h"

namespace salon::server {

//! A room's log as one person may read it: nothing stands below the room's `first` for them. All
//! that is answered from a log is read through it.
class ReadableLog {
public:
    ReadableLog(LogStore &log, const RoomRow &room)
        : m_log(log), m_room(room.id), m_first(room.first)
    {
    }

    Seq first() const { return m_first; }
    bool has(Seq seq) const { return seq >= m_first; }
    //! Messages that stand before it.
    Result<qint64> hiddenMessages();

    Result<bool> isMessage(Seq seq);
    Result<MessageRow> message(Seq seq); //!< or NotFound
    Result<protocol::RoomEvent> event(Seq seq); //!< or NotFound
    //! As LogStore's.
    Result<QList<EventRow>> events(Seq after, qint64 limit, qint64 maxSize);
    Result<QList<MessageRow>> messagesBefore(Seq before, qint64 limit, qint64 maxSize);
    Result<QList<MessageRow>> messagesAfter(Seq after, qint64 limit, qint64 maxSize);
    Result<QList<MessageRow>> touched(Seq upTo, Seq head, qint64 limit, qint64 maxSize);
    //! As far as it can be read; or NotFound.
    Result<QList<MessageRow>> thread(Seq seq, qint64 limit);
    Result<QList<MessageRow>> pins(Seq before, qint64 limit, qint64 maxSize);
    //! What is told of an event that can be read: of a change of a message that cannot, nothing
    //! that the message says.
    Result<protocol::RoomEvent> told(const EventRow &row) const;

private:
    LogStore &m_log;
    RoomId m_room;
    Seq m_first;
};

//! The event as who came after the message that it changes is told of it.
protocol::RoomEvent withoutText(protocol::RoomEvent event);

} // namespace salon::server
