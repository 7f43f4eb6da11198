// SPDX-License-Identifier: MIT
#include "server/service/room_rows.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr UserId kEverybody; // among the mentioned ones, the whole room

QString mentionsRow(const protocol::Message &message)
{
    QStringList ids;
    if (message.mentionsRoom.value_or(false))
        ids.append(kEverybody.toString());
    if (message.mentions) {
        for (const UserId user : *message.mentions)
            ids.append(user.toString());
    }
    return ids.isEmpty() ? QString() : u'[' + ids.join(u',') + u']';
}

void setMentions(protocol::Message &message, const QString &row)
{
    if (row.isEmpty())
        return;
    QList<UserId> users;
    for (const QStringView id : QStringView(row).sliced(1).chopped(1).split(u','))
        users.append(UserId{id.toLongLong()});
    if (users.removeOne(kEverybody))
        message.mentionsRoom = true;
    if (!users.isEmpty())
        message.mentions = users;
}

QString reactionsRow(const protocol::Message &message)
{
    return message.reactions ? QString::fromUtf8(wire::encoded(*message.reactions)) : QString();
}

//! Our own JSON: what does not decode is damage, which the check finds by comparison with the log.
void setReactions(protocol::Message &message, const QString &row)
{
    if (row.isEmpty())
        return;
    thread_local wire::JsonParser parser;
    const QByteArray bytes = row.toUtf8();
    const auto json = parser.parse(bytes);
    auto reactions = json ? wire::decoded<QList<protocol::Reaction>>(*json, wire::Limits{}, "")
                          : Result<QList<protocol::Reaction>>(json.error());
    if (reactions)
        message.reactions = *std::move(reactions);
}

} // namespace

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
            .first = row.first,
            .read = row.readSeq,
            .counter = row.counter,
            .unread = isMember ? row.n - row.readN : 0,
            .mentions = row.mentions,
            .history = row.kind == "private"_L1 ? std::optional(row.history) : std::nullopt,
            .with = row.kind == "direct"_L1 ? std::optional(row.with) : std::nullopt};
}

protocol::Message toProtocol(const MessageRow &row)
{
    protocol::Message message{.room = row.room,
                              .seq = row.seq,
                              .n = row.n,
                              .rev = row.rev,
                              .at = row.at,
                              .by = row.by,
                              .key = row.key,
                              .text = row.text,
                              .replyTo = row.replyTo,
                              .mentions = {},
                              .mentionsRoom = {},
                              .editedAt = row.editedAt,
                              .deleted = row.isDeleted ? std::optional(true) : std::nullopt,
                              .reactions = {}};
    if (row.pinSeq > 0) {
        message.pinned = true;
        message.pinnedBy = row.pinnedBy;
        message.pinnedAt = row.pinnedAt;
        message.pinnedSeq = row.pinSeq;
    }
    setMentions(message, row.mentions);
    setReactions(message, row.reactions);
    return message;
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
            .isDeleted = message.isDeleted(),
            .formSeq = message.seq,
            .mentions = mentionsRow(message),
            .reactions = reactionsRow(message),
            .pinSeq = message.pinnedSeq.value_or(0),
            .pinnedBy = message.pinnedBy.value_or(UserId()),
            .pinnedAt = message.pinnedAt.value_or(0)};
}

MessageRow changedBy(const protocol::RoomEvent &event, const MessageRow &row)
{
    protocol::Message message = toProtocol(row);
    event.change(message);
    MessageRow changed = toRow(message);
    const bool isForm = std::holds_alternative<protocol::MessageEdited>(event.data)
        || std::holds_alternative<protocol::MessageDeleted>(event.data);
    changed.formSeq = isForm ? changed.rev : row.formSeq;
    return changed;
}

protocol::ReadState readStateOf(const RoomRow &row)
{
    return {.room = row.id,
            .seq = row.readSeq,
            .counter = row.counter,
            .unread = row.n - row.readN,
            .mentions = row.mentions,
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
