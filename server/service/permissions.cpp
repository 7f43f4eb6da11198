// SPDX-License-Identifier: MIT
#include "server/service/permissions.h"
#include "server/service/permission_rows.h"

using namespace Qt::StringLiterals;

namespace salon::server {

std::span<const PermissionRow> permissionTable()
{
    return kPermissions;
}

Standing standingOf(const RoomRow &room)
{
    if (room.role.isEmpty())
        return room.kind == "public"_L1 ? Standing::Reader : Standing::Stranger;
    return room.role == "owner"_L1 ? Standing::Owner : Standing::Member;
}

Result<> permit(const PermissionRow &row, const RoomRow &room)
{
    const Standing standing = standingOf(room);
    if (standing == Standing::Stranger)
        return Error::notFound(u"room");
    if (room.kind == "direct"_L1 && !row.isForDirect)
        return Error(ErrorCode::Forbidden, Reason::DirectRoom,
                     u"a direct room keeps its people, and has neither name nor topic"_s);
    if (standing < row.least && standing == Standing::Reader)
        return Error(ErrorCode::Forbidden, Reason::NotAMember, u"not a member of the room"_s);
    if (standing < row.least)
        return Error(ErrorCode::Forbidden, Reason::NotTheOwner, u"not an owner of the room"_s);
    return {};
}

Result<> permit(const PermissionRow &row, const RoomRow &room, const MessageRow &message,
                UserId user)
{
    using enum PermissionRow::Messages;
    const bool asOwner = row.messages == OwnOrAsOwner && standingOf(room) == Standing::Owner;
    if (row.messages == Any || message.by == user || asOwner)
        return {};
    return Error(ErrorCode::Forbidden, Reason::NotYourMessage, u"the message is somebody else's"_s);
}

} // namespace salon::server
