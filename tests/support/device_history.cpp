// SPDX-License-Identifier: MIT
#include "tests/support/device_history.h"
#include <algorithm>

namespace salon::test {

void DeviceHistory::type(RoomId room, const QString &text, Seq edits)
{
    typed.push_back({.room = room, .text = text, .edits = edits, .at = client.nextStep()});
}

void DeviceHistory::refuse(const QString &key, const QString &why)
{
    client.refuse(key, why);
    const auto found = std::ranges::find(typed, key, &Typed::key);
    if (found != typed.end())
        found->fate = Typed::Refused;
}

bool DeviceHistory::keep(RoomId room, const QString &key, const QString &text, Act act, Seq of)
{
    const auto isIt = [&](const Typed &t) { return t.room == room && t.text == text; };
    const auto found = std::ranges::find_if(typed, isIt);
    // It may be sent, and others may be answered after it, before the device tells of it.
    client.attempt(room, key, text, act, of, found == typed.end() ? 0 : found->at);
    if (found == typed.end() || !found->key.isEmpty())
        return false; // what was never typed, or kept under two keys, shows in the sendings
    found->key = key;
    return std::exchange(found->fate, Typed::Kept) == Typed::Unanswered;
}

void DeviceHistory::turnAway(RoomId room, const QString &text)
{
    // What stays in front of the person to be sent again is told without its text.
    const auto isIt = [&](const Typed &t) {
        return t.room == room
            && (text.isEmpty() ? t.edits > 0 && t.fate == Typed::Unanswered : t.text == text);
    };
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
