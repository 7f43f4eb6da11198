// SPDX-License-Identifier: MIT
#pragma once
#include "server/app/command_row.h"
#include "server/operation/timings.h"

namespace salon::server {

//! All that the histograms hold, for one that compares two moments.
QByteArray encodedCounts(const Timings::Counts &counts);
Result<Timings::Counts> decodedCounts(const QString &text);

//! Prints the figures of the last two seconds again and again, until the process is ended or the
//! server is gone: on a terminal in one place, elsewhere one after the other. Gives the exit code.
int watchTimings(const CommandCall &call);

} // namespace salon::server
