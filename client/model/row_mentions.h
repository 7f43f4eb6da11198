// SPDX-License-Identifier: MIT
#pragma once
#include "client/model/timeline_model.h"
#include "client/state/chat.h"

namespace salon::client {

//! Where the text of a message calls those whom the server says that it calls. Asks for the names
//! that are not known.
QList<RowMention> mentionsOf(Chat &chat, const protocol::Message &message);

} // namespace salon::client
