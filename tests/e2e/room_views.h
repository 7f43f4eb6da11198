// SPDX-License-Identifier: MIT
#pragma once
#include "client/state/chat.h"
#include "tests/support/http_client.h"
#include <map>

//! A room as its server tells it, as its log makes it, and as a client shows it: in forms that are
//! equal, byte for byte, when nobody knows anything else.
namespace salon::test {

//! Each message in its present form, as it is encoded.
using View = std::map<Seq, QByteArray>;

//! The whole history, page by page; empty when a page is refused.
View history(const HttpClient &http, RoomId room);
//! All pins, page by page; empty when a page is refused.
View pinned(const HttpClient &http, RoomId room);
//! Those of the messages that say that they are pinned.
View pinnedOf(View view);
//! "message: pinned by at" of each pin, in the order of the log, by what its events say. `names`
//! are those of the people; empty when the log is refused.
QStringList pinLines(const QUrl &server, const QString &token, RoomId room,
                     const QHash<UserId, QString> &names);

//! All that the room's timeline has, paged to both ends; empty when that takes too long.
View shown(client::Chat &chat, RoomId room);
//! What its panel of pins has.
View shownPins(client::Chat &chat);
//! pinLines() of those lines between the messages that its timeline has.
QStringList shownPinLines(client::Chat &chat, RoomId room);

} // namespace salon::test
