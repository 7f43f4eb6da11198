// SPDX-License-Identifier: MIT
#include "shared/protocol/room_event.h"
#include "shared/wire/schema.h"
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::protocol {
namespace {

template <class... Kinds>
Result<RoomEventData> decodeOneOf(std::string_view kind, const wire::JsonValue &json,
                                  std::type_identity<std::variant<Kinds...>>)
{
    Result<RoomEventData> result = Error(ErrorCode::UnknownKind, wire::fromUtf8(kind));
    const auto attempt = [&]<class T>(std::type_identity<T>) {
        if (kind != T::kind || kind.empty())
            return false;
        auto data = wire::decoded<T>(json, wire::Limits{}, "data");
        result = data ? Result<RoomEventData>(*std::move(data))
                      : Result<RoomEventData>(std::move(data).error());
        return true;
    };
    (void)(attempt(std::type_identity<Kinds>{}) || ...);
    return result;
}

void addReaction(Message &message, const QString &emoji, UserId by)
{
    if (!message.reactions)
        message.reactions.emplace();
    auto &all = *message.reactions;
    auto found = std::ranges::find(all, emoji, &Reaction::emoji);
    if (found == all.end())
        found = all.insert(found, {emoji, {}});
    if (!found->by.contains(by))
        found->by.append(by);
}

void removeReaction(Message &message, const QString &emoji, UserId by)
{
    if (!message.reactions)
        return;
    auto &all = *message.reactions;
    const auto found = std::ranges::find(all, emoji, &Reaction::emoji);
    if (found == all.end())
        return;
    found->by.removeOne(by);
    if (found->by.isEmpty())
        all.erase(found);
    if (all.isEmpty())
        message.reactions.reset();
}

void unpin(Message &message)
{
    message.pinned.reset();
    message.pinnedBy.reset();
    message.pinnedAt.reset();
    message.pinnedSeq.reset();
}

} // namespace

std::string_view RoomEvent::kind() const
{
    return std::visit([](const auto &d) { return std::remove_cvref_t<decltype(d)>::kind; }, data);
}

std::optional<Message> RoomEvent::message() const
{
    const auto *posted = std::get_if<MessagePosted>(&data);
    if (!posted)
        return {};
    return Message{.room = room,
                   .seq = seq,
                   .n = posted->n,
                   .rev = seq,
                   .at = at,
                   .by = by,
                   .key = posted->key,
                   .text = posted->text,
                   .replyTo = posted->replyTo,
                   .mentions = posted->mentions,
                   .mentionsRoom = posted->mentionsRoom,
                   .editedAt = {},
                   .deleted = posted->deleted,
                   .reactions = {}};
}

Seq RoomEvent::changes() const
{
    if (const auto *edited = std::get_if<MessageEdited>(&data))
        return edited->message;
    if (const auto *gone = std::get_if<MessageDeleted>(&data))
        return gone->message;
    if (const auto *added = std::get_if<ReactionAdded>(&data))
        return added->message;
    if (const auto *taken = std::get_if<ReactionRemoved>(&data))
        return taken->message;
    if (const auto *pinned = std::get_if<MessagePinned>(&data))
        return pinned->message;
    if (const auto *unpinned = std::get_if<MessageUnpinned>(&data))
        return unpinned->message;
    return 0;
}

void RoomEvent::change(Message &message) const
{
    if (message.rev >= seq)
        return;
    message.rev = seq;
    if (const auto *edited = std::get_if<MessageEdited>(&data)) {
        message.text = edited->text;
        message.mentions = edited->mentions;
        message.mentionsRoom = edited->mentionsRoom;
        message.editedAt = at;
        message.deleted = edited->deleted;
    } else if (std::holds_alternative<MessageDeleted>(data)) {
        message.text.clear();
        message.mentions.reset();
        message.mentionsRoom.reset();
        message.editedAt.reset();
        message.deleted = true;
        message.reactions.reset();
        unpin(message);
    } else if (std::holds_alternative<MessagePinned>(data)) {
        message.pinned = true;
        message.pinnedBy = by;
        message.pinnedAt = at;
        message.pinnedSeq = seq;
    } else if (std::holds_alternative<MessageUnpinned>(data)) {
        unpin(message);
    } else if (const auto *added = std::get_if<ReactionAdded>(&data)) {
        addReaction(message, added->emoji, by);
    } else if (const auto *taken = std::get_if<ReactionRemoved>(&data)) {
        removeReaction(message, taken->emoji, by);
    }
}

QByteArray eventFrame(RoomId room, Seq seq, Timestamp at, UserId by, std::string_view kind,
                      QByteArrayView data)
{
    wire::JsonWriter writer(data.size() + 160);
    writer.beginObject();
    writer.key("type");
    writer.asciiString(kind);
    writer.key("room");
    wire::encodeId(writer, room.value);
    writer.key("seq");
    writer.integer(seq);
    writer.key("at");
    writer.integer(at);
    writer.key("by");
    wire::encodeId(writer, by.value);
    writer.key("data");
    writer.raw(data);
    writer.endObject();
    return writer.take();
}

QByteArray encodedData(const RoomEventData &data)
{
    return std::visit([](const auto &d) { return wire::encoded(d); }, data);
}

Result<RoomEventData> decodedData(std::string_view kind, const wire::JsonValue &json)
{
    return decodeOneOf(kind, json, std::type_identity<RoomEventData>{});
}

} // namespace salon::protocol

namespace salon::wire {
namespace {

//! What stands around the data of every event.
struct EventHead {
    QString type;
    RoomId room;
    Seq seq = 0;
    Timestamp at = 0;
    UserId by;
    static constexpr auto fields()
    {
        return std::tuple{field("type", &EventHead::type, "What happened"),
                          field("room", &EventHead::room, "Where"),
                          field("seq", &EventHead::seq, "Place in the room's log"),
                          field("at", &EventHead::at, "When, UTC milliseconds"),
                          field("by", &EventHead::by, "Who did it")};
    }
};

} // namespace

void Codec<protocol::RoomEvent>::encode(JsonWriter &writer, const protocol::RoomEvent &event)
{
    writer.raw(protocol::eventFrame(event.room, event.seq, event.at, event.by, event.kind(),
                                    protocol::encodedData(event.data)));
}

bool Codec<protocol::RoomEvent>::decode(const JsonValue &value, protocol::RoomEvent &out,
                                        const Limits &limits, Error &error)
{
    EventHead head;
    if (!Codec<EventHead>::decode(value, head, limits, error))
        return false;
    const auto data = value.member("data");
    if (!data)
        error = Error::badRequest(u"data"_s, u"is missing"_s);
    auto decoded = data ? protocol::decodedData(head.type.toStdString(), *data)
                        : Result<protocol::RoomEventData>(error);
    if (!decoded && decoded.error().code == ErrorCode::UnknownKind)
        decoded = protocol::RoomEventData(protocol::UnknownEvent{});
    if (!decoded) {
        error = decoded.error();
        return false;
    }
    out = {head.room, head.seq, head.at, head.by, *std::move(decoded)};
    return true;
}

QJsonObject Codec<protocol::RoomEvent>::schema()
{
    return {{u"$ref"_s, u"#/$defs/event"_s}};
}

} // namespace salon::wire
