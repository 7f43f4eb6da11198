// SPDX-License-Identifier: MIT
#include "server/service/room_rows.h"

using namespace Qt::StringLiterals;

namespace salon::server {

protocol::User toProtocol(const UserRow &row)
{
    return {row.id, row.name, row.displayName};
}

protocol::Room toProtocol(const RoomRow &row)
{
    const bool isMember = !row.role.isEmpty();
    return {.id = row.id,
            .name = row.name,
            .kind = row.kind,
            .topic = row.topic,
            .role = isMember ? row.role : u"none"_s,
            .head = row.head,
            .n = row.n,
            .first = 1,
            .read = row.readSeq,
            .counter = row.counter,
            .unread = isMember ? row.n - row.readN : 0,
            .mentions = 0};
}

protocol::Message toProtocol(const MessageRow &row)
{
    return {.room = row.room,
            .seq = row.seq,
            .n = row.n,
            .rev = row.rev,
            .at = row.at,
            .by = row.by,
            .key = row.key,
            .text = row.text,
            .replyTo = row.replyTo,
            .editedAt = row.editedAt,
            .deleted = row.isDeleted ? std::optional(true) : std::nullopt};
}

MessageRow toRow(const protocol::Message &message)
{
    return {.room = message.room,
            .seq = message.seq,
            .n = message.n,
            .rev = message.rev,
            .at = message.at,
            .by = message.by,
            .key = message.key,
            .text = message.text,
            .replyTo = message.replyTo,
            .editedAt = message.editedAt,
            .isDeleted = message.isDeleted()};
}

MessageRow changedBy(const protocol::RoomEvent &event, const MessageRow &row)
{
    protocol::Message message = toProtocol(row);
    event.change(message);
    return toRow(message);
}

protocol::ReadState readStateOf(const RoomRow &row)
{
    return {.room = row.id,
            .seq = row.readSeq,
            .counter = row.counter,
            .unread = row.n - row.readN,
            .n = row.readN,
            .head = row.head};
}

Result<protocol::RoomEvent> toProtocol(const EventRow &row)
{
    thread_local wire::JsonParser parser;
    TRY_ASSIGN(const auto json, parser.parse(row.data));
    TRY_ASSIGN(auto data, protocol::decodedData(row.kind.toStdString(), json));
    return protocol::RoomEvent{row.room, row.seq, row.at, row.by, std::move(data)};
}

} // namespace salon::server
