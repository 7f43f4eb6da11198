// SPDX-License-Identifier: MIT
#include "tests/support/device_history.h"
#include <algorithm>

namespace salon::test {

void DeviceHistory::type(RoomId room, const QString &text)
{
    typed.push_back({.room = room, .text = text});
}

void DeviceHistory::keep(RoomId room, const QString &key, const QString &text)
{
    client.attempt(room, key, text);
    const auto isIt = [&](const Typed &t) { return t.room == room && t.text == text; };
    const auto found = std::ranges::find_if(typed, isIt);
    if (found == typed.end() || found->key == key)
        return; // what was never typed, or kept under two keys, shows in the client's sendings
    if (found->key.isEmpty()) {
        found->fate = Typed::Kept;
        found->key = key;
    }
}

void DeviceHistory::turnAway(RoomId room, const QString &text)
{
    const auto isIt = [&](const Typed &t) { return t.room == room && t.text == text; };
    const auto found = std::ranges::find_if(typed, isIt);
    if (found != typed.end())
        found->fate = Typed::TurnedAway;
}

void DeviceHistory::die()
{
    for (Typed &text : typed) {
        if (text.fate == Typed::Unanswered)
            text.fate = Typed::Died;
    }
}

} // namespace salon::test
