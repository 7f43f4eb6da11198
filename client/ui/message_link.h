// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include <QUrl>
#include <optional>

namespace salon::client {

//! The address of a message: salon://server[:port]/room/seq. Whoever reads it learns the server and
//! two numbers, no name and nothing that was said.
struct MessageLink {
    QString host; //!< as the network sees it (xn--…), in lower case
    int port = -1; //!< -1: the usual one
    RoomId room;
    Seq seq = 0;

    static MessageLink to(const QUrl &server, RoomId room, Seq seq);
    //! Nothing for anything but such an address, with no more and no less in it.
    static std::optional<MessageLink> parse(const QString &text);

    bool leadsTo(const QUrl &server) const;
    //! "chat.example.org:8008"
    QString server() const;
    QString toString() const;
    friend bool operator==(const MessageLink &, const MessageLink &) = default;
};

} // namespace salon::client
