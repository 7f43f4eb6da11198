// SPDX-License-Identifier: MIT
#pragma once
#include "server/store/rows.h"
#include "shared/base/result.h"
#include <span>
#include <string_view>

//! Who may ask what of which room. The rows are the whole truth: every rule and every question asks
//! them, they are printed into the description, and a kind without a row does not compile.
namespace salon::server {

//! What somebody is to a room. One who may not know of it sees what does not exist.
enum class Standing { Stranger, Reader, Member, Owner };

struct PermissionRow {
    //! Which messages of the room it may be asked of.
    enum class Messages { Any, Own, OwnOrAsOwner };

    std::string_view kind;
    Standing least; //!< Stranger: it is about no room, or about what is one's own anyway
    bool isForDirect = true; //!< whether it may be asked of direct rooms
    Messages messages = Messages::Any;
};

std::span<const PermissionRow> permissionTable();

Standing standingOf(const RoomRow &room);
//! NotFound for who may not know of the room, else Forbidden where the row does not allow it.
Result<> permit(const PermissionRow &row, const RoomRow &room);
//! Forbidden where the row does not allow it for this one of a room that it allows.
Result<> permit(const PermissionRow &row, const RoomRow &room, const MessageRow &message,
                UserId user);

} // namespace salon::server
