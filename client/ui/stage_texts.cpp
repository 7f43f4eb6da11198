// SPDX-License-Identifier: MIT
#include "client/ui/stage_texts.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr double kMillisecond = 1e6;
constexpr double kSecond = 1e9;
constexpr double kMinute = 60e9;

QString say(const char *words)
{
    return QCoreApplication::translate("Stages", words);
}

// "of it, 35 ms, …"
QString whereTo(Stage stage)
{
    switch (stage) {
    case Stage::KeyPress:
        return say("went by before the text was taken.");
    case Stage::Outbox:
        return say("went into writing it to this computer's disk.");
    case Stage::Turn:
        return say("it waited for its turn: for the connection, or for messages before it.");
    case Stage::Connection:
        return say("went to the server and back; the id finds it in the server's log.");
    case Stage::Apply:
        return say("went by until the server had told the room of it.");
    case Stage::Layout:
    case Stage::Paint:
        return say("went into showing it here.");
    }
    return {};
}

} // namespace

QString stageName(Stage stage)
{
    switch (stage) {
    case Stage::KeyPress:
        return say("Key press");
    case Stage::Outbox:
        return say("Outbox on the disk");
    case Stage::Turn:
        return say("Waiting for its turn");
    case Stage::Connection:
        return say("To the server and back");
    case Stage::Apply:
        return say("Into the room");
    case Stage::Layout:
        return say("Laid out");
    case Stage::Paint:
        return say("Painted");
    }
    return {};
}

QString durationText(qint64 nanoseconds)
{
    constexpr double kFew = 10;
    const QLocale locale;
    const auto number = [&locale](double value) {
        return locale.toString(value, 'f', value < kFew ? 1 : 0);
    };
    const auto time = double(nanoseconds);
    if (time < kSecond)
        return say("%1 ms").arg(number(time / kMillisecond));
    if (time < 2 * kMinute)
        return say("%1 s").arg(number(time / kSecond));
    return say("%1 min").arg(locale.toString(time / kMinute, 'f', 0));
}

QString timesSummary(const MessageTimes &times)
{
    std::optional<Stage> longest;
    for (size_t i = 0; i < kStageCount; ++i) {
        const auto took = times.took(Stage(i));
        if (took && (!longest || *took > *times.took(*longest)))
            longest = Stage(i);
    }
    if (!longest)
        return say("It has only just been written.");
    const bool isThere = times.ends[size_t(Stage::Apply)] != 0;
    const QString total = isThere
        ? say("%1 from the key to the room.").arg(durationText(times.total()))
        : say("It is on its way; so far %1 are known.").arg(durationText(times.total()));
    return total + u' '
        + say("Most of that, %1, %2").arg(durationText(*times.took(*longest)), whereTo(*longest));
}

} // namespace salon::client
