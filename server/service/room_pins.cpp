// SPDX-License-Identifier: MIT
// RoomService's rules of pinned messages.
#include "server/service/room_rows.h"
#include "server/service/room_service.h"

using namespace Qt::StringLiterals;

namespace salon::server {

Result<protocol::Done> RoomService::handle(const protocol::PinMessage &request,
                                           const Caller &caller)
{
    TRY_ASSIGN(const auto room, permitted(request, caller));
    TRY_ASSIGN(const auto row, permittedMessage(request, caller, room));
    if (row.isDeleted)
        return Error(ErrorCode::Conflict, Reason::MessageDeleted, u"the message was deleted"_s);
    if (row.pinSeq > 0)
        return protocol::Done{};
    TRY_ASSIGN(const qint64 count, m_log.countPins(room.id));
    if (count >= m_limits.pins)
        return Error::tooLarge(u"data.seq"_s, m_limits.pins);
    TRY_ASSIGN(const auto place,
               publish(room.id, caller.user, protocol::MessagePinned{row.seq}, &row));
    TRY(hideFromLater(room, row, place));
    return protocol::Done{};
}

Result<protocol::Done> RoomService::handle(const protocol::UnpinMessage &request,
                                           const Caller &caller)
{
    TRY_ASSIGN(const auto room, permitted(request, caller));
    TRY_ASSIGN(const auto row, permittedMessage(request, caller, room));
    if (row.pinSeq == 0)
        return protocol::Done{};
    TRY_ASSIGN(const auto place,
               publish(room.id, caller.user, protocol::MessageUnpinned{row.seq}, &row));
    TRY(hideFromLater(room, row, place));
    return protocol::Done{};
}

} // namespace salon::server
