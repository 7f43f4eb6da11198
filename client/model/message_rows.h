// SPDX-License-Identifier: MIT
#pragma once
#include "client/model/timeline_model.h"
#include "client/state/chat.h"

namespace salon::client {

//! What a timeline shows of a message of the log, with what one wants to become of it; its id and
//! revision are the model's own.
TimelineRow rowOf(Chat &chat, const protocol::Message &logged);

//! What the message says, or that it was deleted.
QString textOf(const protocol::Message &message);

//! Whether one may delete what others said in the room.
bool ownsRoom(Chat &chat, RoomId room);

//! Whether the server takes no other text any more for what was said `at`; `now` is by this
//! computer's clock.
bool isEditTimeOver(Chat &chat, Timestamp at, Timestamp now);

//! Names of those who reacted to it with that emoji, for a person; the first of many.
QString reactorsOf(Chat &chat, const protocol::Message &logged, const QString &emoji);

} // namespace salon::client
