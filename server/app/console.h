// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/error.h"
#include <QString>

namespace salon::server {

//! What every command ends with; the table of commands says what they mean for one of them.
enum ExitCode { Done = 0, Failed = 1, NotUnderstood = 2 };

//! To standard output, with an end of line.
void print(const QString &text);
//! One sentence to standard error; gives the code back.
int fail(const QString &sentence, ExitCode code = Failed);
int fail(const Error &error, ExitCode code = Failed);
//! All of standard input.
QByteArray allInput();

} // namespace salon::server
