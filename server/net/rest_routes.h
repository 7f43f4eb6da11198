// SPDX-License-Identifier: MIT
#pragma once
#include "server/net/rest_gateway.h"
#include <array>

namespace salon::server {

//! A path over HTTP. Requests are routed by these rows, and the published description is printed
//! from them.
struct RestRoute {
    enum class Access { Anybody, Session, Metrics };
    using enum Access;
    //! An answer that is plain text.
    struct Text {
        int status;
        QByteArray body; //!< as an example
        QString when;
        QString type = QStringLiteral("text/plain");
    };

    QByteArray method; //!< GET is HEAD as well
    QString path; //!< "{room}" stands for any one segment; "{kind}" for each of the request table
    QString name; //!< what a program calls it
    QString group;
    Access access;
    void (RestGateway::*handle)(const RestGateway::Exchange &);
    //! The request that it stands for, whose members come from path, query or body. Without one it
    //! answers with text, and what is in its path are numbers.
    std::string_view kind = {};
    QString more = {}; //!< what its request's summary does not say
    QList<Text> texts = {};

    bool isOfEachKind() const { return path.endsWith(QLatin1StringView("{kind}")); }
    //! Names in braces, in order.
    QStringList parameters() const;
    bool fits(const QStringList &segments) const;
};

const QList<RestRoute> &restRoutes();

//! What is refused before a path is looked at, under a status of HTTP's own.
struct HttpRefusal {
    int status;
    std::string_view when;
};
inline constexpr std::array kHttpRefusals{
    HttpRefusal{408, "Header or body did not come in time"},
    HttpRefusal{414, "The address is too long"},
    HttpRefusal{417, "Another expectation than 100-continue"},
    HttpRefusal{426, "The address of the WebSocket, without or with a wrong handshake"},
    HttpRefusal{431, "The header is too long"},
    HttpRefusal{501, "A method or transfer coding that is not known"},
    HttpRefusal{505, "Another version than HTTP/1.1 and HTTP/1.0"},
};

} // namespace salon::server
