// SPDX-License-Identifier: MIT
#pragma once
#include "server/store/rows.h"
#include "shared/protocol/catalogue.h"

//! The store's rows as the protocol says them.
namespace salon::server {

protocol::User toProtocol(const UserRow &row);
protocol::Room toProtocol(const RoomRow &row);
protocol::Message toProtocol(const MessageRow &row);
//! Of a message as it was posted.
MessageRow toRow(const protocol::Message &message);
//! What the row is after an event that changes it.
MessageRow changedBy(const protocol::RoomEvent &event, const MessageRow &row);
protocol::ReadState readStateOf(const RoomRow &row);
//! Reads the stored JSON; an error means that the log is damaged.
Result<protocol::RoomEvent> toProtocol(const EventRow &row);

} // namespace salon::server
