// SPDX-License-Identifier: MIT
#include "client/model/pin_lines.h"
#include <algorithm>

namespace salon::client {
namespace {

void add(QList<RowPinLine> &lines, Chat &chat, const protocol::Message &message)
{
    if (!message.pinnedBy || !message.pinnedSeq)
        return;
    chat.askName(*message.pinnedBy);
    lines.append({message.seq, chat.nameOf(*message.pinnedBy), message.pinnedAt.value_or(0),
                  *message.pinnedSeq});
}

} // namespace

QList<protocol::Message> pinsShown(Chat &chat)
{
    const RoomPins &pins = chat.pins();
    const WantedChanges &wanted = chat.wanted();
    QList<protocol::Message> shown;
    for (const protocol::Message &logged : pins.messages()) {
        if (const protocol::Message message = wanted.shown(logged); message.isPinned())
            shown.append(message);
    }
    for (const WantedChange &change : wanted.shownIn(pins.room())) {
        const bool isNew = change.what == WantedChange::What::Pin && change.isOn
            && std::ranges::find(pins.messages(), change.seq, &protocol::Message::seq)
                == pins.messages().end();
        const protocol::Message *logged = isNew ? chat.message(change.room, change.seq) : nullptr;
        if (!logged)
            continue;
        if (const protocol::Message message = wanted.shown(*logged); message.isPinned())
            shown.prepend(message);
    }
    return shown;
}

QList<RowPinLine> pinLinesOf(Chat &chat, const Timeline &timeline)
{
    QList<RowPinLine> lines;
    const RoomPins &pins = chat.pins();
    if (pins.room() == timeline.room() && pins.source() != RoomPins::Source::Nobody) {
        for (const protocol::Message &message : pinsShown(chat))
            add(lines, chat, message);
    } else {
        for (const TimelineEntry &entry : timeline.entries())
            add(lines, chat, chat.wanted().shown(entry.message));
    }
    std::ranges::sort(lines, {}, &RowPinLine::seq);
    return lines;
}

QList<RowPinLine> linesBetween(const QList<RowPinLine> &lines, Seq message, std::optional<Seq> next)
{
    const auto first = std::ranges::upper_bound(lines, message, {}, &RowPinLine::seq);
    const auto last =
        next ? std::ranges::lower_bound(lines, *next, {}, &RowPinLine::seq) : lines.end();
    return first < last ? QList<RowPinLine>(first, last) : QList<RowPinLine>();
}

} // namespace salon::client
