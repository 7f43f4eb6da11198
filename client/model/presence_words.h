// SPDX-License-Identifier: MIT
#pragma once
#include "client/state/people_presence.h"

namespace salon::client {

//! How somebody is there, for people; empty while it is not known.
QString presenceWords(Presence presence);
//! The name with that behind it, as plain text.
QString nameWithPresence(const QString &name, Presence presence);

} // namespace salon::client
