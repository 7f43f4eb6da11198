// SPDX-License-Identifier: MIT
#pragma once
#include "tests/support/history.h"

namespace salon::test {

//! The logs as a salond gives them to a member, page by page.
Result<RoomLogs> toldLogs(quint16 port, const QByteArray &token, const QList<RoomId> &rooms);
//! The messages of a room in their present form, as a salond gives them page by page.
Result<QList<protocol::Message>> toldMessages(quint16 port, const QByteArray &token, RoomId room);
//! What is pinned in the room, as a salond gives it page by page.
Result<QList<protocol::Message>> toldPins(quint16 port, const QByteArray &token, RoomId room);
//! The logs as they lie in the database of a data folder, read beside the server. An error also
//! when its views (heads, messages) do not agree with them or SQLite finds it damaged.
Result<RoomLogs> storedLogs(const QString &dataFolder);

} // namespace salon::test
