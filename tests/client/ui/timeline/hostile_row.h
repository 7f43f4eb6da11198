// SPDX-License-Identifier: MIT
#pragma once
#include "tests/client/ui/timeline/fake_timeline_model.h"

namespace salon::client {

//! A message of that text in which as many people are called as a message can call.
inline TimelineRow hostileRow(const QString &sent)
{
    TimelineRow row = message(1, sent);
    for (int at = 0; at + 10 < sent.size() && row.mentions.size() < 200; at += 80)
        row.mentions.append({at, at + 10, QStringLiteral("somebody"), at % 160 == 0});
    return row;
}

} // namespace salon::client
