// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/error.h"
#include <QByteArray>
#include <QList>
#include <utility>

namespace salon::server {

//! An answer. Length, connection, date and `Cache-Control: no-store` are added when it is sent.
struct HttpResponse {
    int status = 200;
    QByteArray body;
    QByteArray contentType = "application/json";
    QList<std::pair<QByteArray, QByteArray>> headers;
    bool closeAfter = false; //!< the connection is not kept, whatever the peer wishes

    static HttpResponse json(int status, QByteArray body);
    static HttpResponse text(int status, QByteArray body);
    //! `{"error":{…}}` with the status of the error's code.
    static HttpResponse error(const Error &error);
    //! What HTTP itself refuses (408, 414, 431, 501, …): `bad_request` under that status, and the
    //! connection ends.
    static HttpResponse fault(int status, const QString &message);

    //! Status line and header fields up to and with the empty line.
    QByteArray head(bool keepAlive) const;
    //! 1xx, 204 and 304 have no body and no length (RFC 9110, 6.4.1).
    bool mayHaveBody() const { return status >= 200 && status != 204 && status != 304; }
};

//! "Not Found" for 404; empty for one that we never send.
QByteArrayView reasonPhrase(int status);

} // namespace salon::server
