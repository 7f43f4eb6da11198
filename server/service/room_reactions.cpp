// SPDX-License-Identifier: MIT
// RoomService's rules of reactions.
#include "server/service/emoji.h"
#include "server/service/room_rows.h"
#include "server/service/room_service.h"
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

using Reactions = QList<protocol::Reaction>;

Reactions reactionsTo(const MessageRow &row)
{
    return toProtocol(row).reactions.value_or(Reactions());
}

Reactions::const_iterator reactionWith(const Reactions &all, const QString &emoji)
{
    return std::ranges::find(all, emoji, &protocol::Reaction::emoji);
}

} // namespace

Result<protocol::MessageChanged> RoomService::handle(const protocol::AddReaction &request,
                                                     const Caller &caller)
{
    if (!isEmoji(request.emoji))
        return Error::badRequest(u"data.emoji"_s, u"expected one emoji"_s);
    TRY_ASSIGN(const auto room, permitted(request, caller));
    TRY_ASSIGN(const auto row, permittedMessage(request, caller, room));
    if (row.isDeleted)
        return Error(ErrorCode::Conflict, Reason::MessageDeleted, u"the message was deleted"_s);
    const Reactions all = reactionsTo(row);
    const auto same = reactionWith(all, request.emoji);
    if (same != all.end() && same->by.contains(caller.user))
        return protocol::MessageChanged{row.room, row.seq, row.rev};
    if (same == all.end() && all.size() >= m_limits.reactionKinds)
        return Error::tooLarge(u"data.emoji"_s, m_limits.reactionKinds);
    TRY_ASSIGN(
        const auto place,
        publish(request.room, caller.user, protocol::ReactionAdded{row.seq, request.emoji}, &row));
    TRY(hideFromLater(room, row, place));
    return protocol::MessageChanged{row.room, row.seq, place.seq};
}

Result<protocol::MessageChanged> RoomService::handle(const protocol::RemoveReaction &request,
                                                     const Caller &caller)
{
    TRY_ASSIGN(const auto room, permitted(request, caller));
    TRY_ASSIGN(const auto row, permittedMessage(request, caller, room));
    const Reactions all = reactionsTo(row);
    const auto same = reactionWith(all, request.emoji);
    if (same == all.end() || !same->by.contains(caller.user))
        return protocol::MessageChanged{row.room, row.seq, row.rev};
    TRY_ASSIGN(const auto place,
               publish(request.room, caller.user, protocol::ReactionRemoved{row.seq, request.emoji},
                       &row));
    TRY(hideFromLater(room, row, place));
    return protocol::MessageChanged{row.room, row.seq, place.seq};
}

} // namespace salon::server
