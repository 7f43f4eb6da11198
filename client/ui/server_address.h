// SPDX-License-Identifier: MIT
#pragma once
#include <QUrl>
#include <optional>

namespace salon::client {

//! The server that a person means by what they typed: "chat.example.org", "localhost:8008",
//! "https://…". Without a scheme it is https; on this computer http, and the port that salond
//! takes. Empty when it cannot be an address.
std::optional<QUrl> serverFromTyping(const QString &typed);

//! The address as shown to people, without what goes without saying: https, and on this computer
//! http. Typed again it means the same.
QString serverForPeople(const QUrl &server);

//! Whether others on the way to the server can read what is sent.
bool isExposed(const QUrl &server);

} // namespace salon::client
