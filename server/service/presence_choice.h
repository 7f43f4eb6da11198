// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/clock.h"
#include <QString>
#include <optional>

namespace salon::server {

//! As what an account wants to be seen.
enum class PresenceChoice : quint8 { Available, DoNotDisturb, Invisible };

//! And until when; 0: until it is changed.
struct ChosenPresence {
    PresenceChoice choice = PresenceChoice::Available;
    Timestamp until = 0;
};

//! Of the word on the wire and in the database; nothing for any other.
std::optional<PresenceChoice> presenceChoice(QStringView word);
QString wordFor(PresenceChoice choice);
//! What counts of it at that time: what is over is Available, and that has no end.
ChosenPresence effective(const ChosenPresence &chosen, Timestamp now);

} // namespace salon::server
