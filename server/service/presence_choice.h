// SPDX-License-Identifier: MIT
#pragma once
#include <QString>
#include <optional>

namespace salon::server {

//! As what an account wants to be seen.
enum class PresenceChoice : quint8 { Available, DoNotDisturb, Invisible };

//! Of the word on the wire and in the database; nothing for any other.
std::optional<PresenceChoice> presenceChoice(QStringView word);
QString wordFor(PresenceChoice choice);

} // namespace salon::server
