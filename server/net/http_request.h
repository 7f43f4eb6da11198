// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QStringList>
#include <optional>
#include <utility>

namespace salon::server {

//! Header fields in the order of the wire; names compare without case.
class HttpHeaders {
public:
    void add(QByteArray name, QByteArray value);
    //! The first value of that name, empty when there is none.
    QByteArray value(QByteArrayView name) const;
    QList<QByteArray> values(QByteArrayView name) const;
    bool contains(QByteArrayView name) const { return count(name) > 0; }
    qsizetype count(QByteArrayView name) const;
    //! Whether a comma separated list under that name holds `token`, without case.
    bool hasToken(QByteArrayView name, QByteArrayView token) const;

private:
    QList<std::pair<QByteArray, QByteArray>> m_fields;
};

//! A request that was read completely.
struct HttpRequest {
    QByteArray method; //!< upper case
    QByteArray target; //!< as sent
    QStringList path; //!< decoded segments: "/api/rooms/a%2Fb" gives api, rooms, a/b
    QList<std::pair<QString, QString>> query; //!< decoded; '+' is a blank
    HttpHeaders headers;
    QByteArray body;
    QHostAddress peer; //!< behind a trusted proxy the address that it forwards

    //! The first item of that name.
    std::optional<QString> queryItem(QStringView name) const;
    //! "/api/rooms", without the query, as sent.
    QByteArrayView rawPath() const;
};

//! Whether a Host field may have this value (RFC 9112, 3.2): a host with or without a port, or
//! nothing. No user, and no comma, since a list of two hosts must not pass for one.
bool isHost(QByteArrayView value);
//! Sets path and query from the target (RFC 9112, 3.2: origin form or absolute form, and "*" for
//! OPTIONS).
Result<> decodeTarget(HttpRequest &request);

} // namespace salon::server
