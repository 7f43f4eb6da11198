// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/entities.h"

class QMenu;

namespace salon::client {

class NotificationSettings;

//! A submenu of what the room tells of: all, mentions, nothing.
void addNotificationLevels(QMenu &menu, NotificationSettings &settings, const protocol::Room &room);
//! A submenu of what holds for all rooms: do not disturb, sound, hidden text.
void addNotificationChoices(QMenu &menu, NotificationSettings &settings);
//! Turns "Do not disturb" on, for how long, or off.
void addQuietChoices(QMenu &menu, NotificationSettings &settings);

} // namespace salon::client
