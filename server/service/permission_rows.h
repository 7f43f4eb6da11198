// SPDX-License-Identifier: MIT
#pragma once
#include "server/service/permissions.h"
#include "shared/protocol/catalogue.h"
#include <algorithm>
#include <array>

namespace salon::server {

inline constexpr std::array kPermissions = [] {
    using namespace protocol;
    using enum Standing;
    using enum PermissionRow::Messages;
    return std::array{
        PermissionRow{Hello::kind, Stranger},
        PermissionRow{Sync::kind, Member},
        PermissionRow{Digest::kind, Member},
        PermissionRow{CreateRoom::kind, Stranger},
        PermissionRow{ListRooms::kind, Stranger},
        PermissionRow{JoinRoom::kind, Reader},
        PermissionRow{LeaveRoom::kind, Reader, false},
        PermissionRow{SetTopic::kind, Member, false},
        PermissionRow{ListMessages::kind, Reader},
        PermissionRow{FindMoments::kind, Reader},
        PermissionRow{ListMembers::kind, Reader},
        PermissionRow{ListEvents::kind, Member},
        PermissionRow{ReadRoom::kind, Member},
        PermissionRow{UnreadRoom::kind, Member},
        PermissionRow{PostMessage::kind, Member},
        PermissionRow{EditMessage::kind, Member, true, Own},
        PermissionRow{DeleteMessage::kind, Member, true, OwnOrAsOwner},
        PermissionRow{AddReaction::kind, Member},
        PermissionRow{RemoveReaction::kind, Member},
        PermissionRow{ListVersions::kind, Reader},
        PermissionRow{ListThread::kind, Reader},
        PermissionRow{GetUsers::kind, Stranger},
        PermissionRow{InviteUser::kind, Owner, false},
        PermissionRow{OpenDirect::kind, Stranger},
        PermissionRow{ListUsers::kind, Stranger},
        PermissionRow{PinMessage::kind, Member},
        PermissionRow{UnpinMessage::kind, Member},
        PermissionRow{ListPins::kind, Reader},
        PermissionRow{StartTyping::kind, Member},
        PermissionRow{ChoosePresence::kind, Stranger},
        PermissionRow{TellPresence::kind, Stranger},
        PermissionRow{WatchPresence::kind, Stranger},
    };
}();

constexpr const PermissionRow *findPermission(std::string_view kind)
{
    const auto row = std::ranges::find(kPermissions, kind, &PermissionRow::kind);
    return row == kPermissions.end() ? nullptr : &*row;
}

//! Of the kind of request; a kind without a row does not compile.
template <class T>
constexpr const PermissionRow &permissionOf()
{
    static_assert(std::ranges::count(kPermissions, T::kind, &PermissionRow::kind) == 1,
                  "every kind of request needs a row in kPermissions, and one only");
    return *findPermission(T::kind);
}

} // namespace salon::server
