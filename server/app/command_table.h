// SPDX-License-Identifier: MIT
#pragma once
#include "server/app/command_row.h"

namespace salon::server {

//! All commands, in the order of the help.
const QList<CommandRow> &commandTable();
//! None when there is no command of these words.
const CommandRow *findCommand(const QString &words);
//! All options of a row, those that it has with others too.
QList<OptionRow> optionsOf(const CommandRow &row);
//! What the exit codes of a row mean, the usual ones too.
QList<ExitRow> exitsOf(const CommandRow &row);

//! The rows of an area, each in a file of its own.
QList<CommandRow> basicCommands();
QList<CommandRow> accountCommands();
QList<CommandRow> sessionCommands();
QList<CommandRow> roomCommands();
CommandRow statsCommand();
CommandRow doctorCommand();
CommandRow checkCommand();
QList<CommandRow> backupCommands();
QList<CommandRow> operationCommands();
CommandRow slowCommand();

} // namespace salon::server
