// SPDX-License-Identifier: MIT
#include "server/service/readable_log.h"
#include "server/service/room_rows.h"
#include <algorithm>

namespace salon::server {

Result<qint64> ReadableLog::hiddenMessages()
{
    return m_first > 1 ? m_log.numberAt(m_room, m_first - 1) : Result<qint64>(0);
}

Result<bool> ReadableLog::isMessage(Seq seq)
{
    return has(seq) ? m_log.isMessage(m_room, seq) : Result<bool>(false);
}

Result<MessageRow> ReadableLog::message(Seq seq)
{
    return has(seq) ? m_log.message(m_room, seq) : Error::notFound(u"message");
}

Result<protocol::RoomEvent> ReadableLog::event(Seq seq)
{
    if (!has(seq))
        return Error::notFound(u"event");
    TRY_ASSIGN(const auto row, m_log.event(m_room, seq));
    return told(row);
}

Result<QList<EventRow>> ReadableLog::events(Seq after, qint64 limit, qint64 maxSize)
{
    return m_log.events(m_room, std::max(after, m_first - 1), limit, maxSize);
}

Result<QList<MessageRow>> ReadableLog::messagesBefore(Seq before, qint64 limit, qint64 maxSize)
{
    TRY_ASSIGN(auto rows, m_log.messagesBefore(m_room, before, limit, maxSize));
    rows.removeIf([this](const MessageRow &row) { return !has(row.seq); });
    return rows;
}

Result<QList<MessageRow>> ReadableLog::messagesAfter(Seq after, qint64 limit, qint64 maxSize)
{
    return m_log.messagesAfter(m_room, std::max(after, m_first - 1), limit, maxSize);
}

Result<QList<MessageRow>> ReadableLog::touched(Seq upTo, Seq head, qint64 limit, qint64 maxSize)
{
    return m_log.touched(m_room, upTo, upTo, head, limit, maxSize, m_first);
}

Result<QList<MessageRow>> ReadableLog::thread(Seq seq, qint64 limit)
{
    TRY(message(seq));
    return m_log.thread(m_room, seq, limit, m_first);
}

Result<QList<MessageRow>> ReadableLog::pins(Seq before, qint64 limit, qint64 maxSize)
{
    return m_log.pins(m_room, before, limit, maxSize, m_first);
}

Result<protocol::RoomEvent> ReadableLog::told(const EventRow &row) const
{
    TRY_ASSIGN(auto event, toProtocol(row));
    return event.changes() > 0 && !has(event.changes()) ? withoutText(std::move(event)) : event;
}

protocol::RoomEvent withoutText(protocol::RoomEvent event)
{
    if (auto *edited = std::get_if<protocol::MessageEdited>(&event.data)) {
        edited->text.clear();
        edited->mentions.reset();
        edited->mentionsRoom.reset();
    } else if (auto *added = std::get_if<protocol::ReactionAdded>(&event.data)) {
        added->emoji.clear();
    } else if (auto *taken = std::get_if<protocol::ReactionRemoved>(&event.data)) {
        taken->emoji.clear();
    } else if (auto *pinned = std::get_if<protocol::MessagePinned>(&event.data)) {
        pinned->message = 0;
    } else if (auto *unpinned = std::get_if<protocol::MessageUnpinned>(&event.data)) {
        unpinned->message = 0;
    }
    return event;
}

} // namespace salon::server
