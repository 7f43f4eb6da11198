// SPDX-License-Identifier: MIT
#pragma once
#include "server/app/command_row.h"

namespace salon::server {

inline constexpr char kAbout[] = "Group chat that people run themselves: the server.";

//! "salond user add NAME [--password-stdin] …" without the options that most commands have.
QString usageOf(const CommandRow &row);
//! All commands, a line each.
QString helpOfAll();
//! A command, or all that begin with these words; empty when none does.
QString helpOf(const QString &words);

} // namespace salon::server
