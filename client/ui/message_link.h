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
    //! The message that a page of that server for browsers is about: https://server/link/room/seq.
    //! Nothing for pages of any other server, or reached in another way.
    static std::optional<MessageLink> ofPage(const QUrl &page, const QUrl &server);

    bool leadsTo(const QUrl &server) const;
    //! "chat.example.org:8008"
    QString server() const;
    QString toString() const;
    //! The page of the server for browsers that offers toString(), reached as the server is.
    QString page(const QString &scheme) const;
    friend bool operator==(const MessageLink &, const MessageLink &) = default;
};

} // namespace salon::client
