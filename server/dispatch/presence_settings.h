// SPDX-License-Identifier: MIT
#pragma once
#include <QtGlobal>

namespace salon::server {

//! What the operator says of typing and presence.
struct PresenceSettings {
    bool typing = true; //!< who writes is told
    bool shown = true; //!< who is there is told
    qint64 typingMembers = 200; //!< in a room with more, nobody is told who writes
};

} // namespace salon::server
