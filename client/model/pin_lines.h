// SPDX-License-Identifier: MIT
#pragma once
#include "client/model/timeline_model.h"
#include "client/state/chat.h"

namespace salon::client {

//! What is pinned in the room that is open, the one pinned last first, as one wants it to be: the
//! state has what the log says.
QList<protocol::Message> pinsShown(Chat &chat);

//! Who pinned what is pinned now, in the order of the log. In the room that is open all of its
//! pins; until they are known, those of the messages at hand.
QList<RowPinLine> pinLinesOf(Chat &chat, const Timeline &timeline);

//! Those of the lines that stand below a message: after it, and before the one that follows it.
QList<RowPinLine> linesBetween(const QList<RowPinLine> &lines, Seq message,
                               std::optional<Seq> next);

} // namespace salon::client
