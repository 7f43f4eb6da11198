// SPDX-License-Identifier: MIT
#pragma once
#include "client/state/stage_times.h"

namespace salon::client {

//! What a person calls the stage.
QString stageName(Stage stage);
//! "0.4 ms", "85 ms", "1.2 s", "3 min"; two digits say enough.
QString durationText(qint64 nanoseconds);
//! Where most of the message's time went, as a sentence or two.
QString timesSummary(const MessageTimes &times);

} // namespace salon::client
