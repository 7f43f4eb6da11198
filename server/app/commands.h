// SPDX-License-Identifier: MIT
#pragma once
#include <QStringList>

namespace salon::server {

//! Runs `salond` with the given arguments (the program's name first). 0: done, 1: failed, 2: not
//! understood.
int runCommand(const QStringList &arguments);

} // namespace salon::server
