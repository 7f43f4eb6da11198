// SPDX-License-Identifier: MIT
#pragma once

class QMenu;

namespace salon::client {

class PresenceState;

//! As what one wants to be seen, one of three; nothing where the server or one's own switch lets
//! nobody be seen.
void addPresenceChoices(QMenu &menu, PresenceState &presence);
//! A submenu of what others are told, and what is shown of them; nothing of what the server does
//! not do.
void addPresenceSwitches(QMenu &menu, PresenceState &presence);

} // namespace salon::client
