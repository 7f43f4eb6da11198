// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>

namespace salon::server {

inline const QByteArray kGood = "GET /show HTTP/1.1\r\nHost: h\r\n\r\n";

inline QByteArray get(const QByteArray &target, const QByteArray &fields = {})
{
    return "GET " + target + " HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";
}

//! As the fields say, which need not be true.
inline QByteArray posted(const QByteArray &fields, const QByteArray &body)
{
    return "POST /echo HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n" + body;
}

inline QByteArray chunked(const QByteArray &chunks)
{
    return posted("Transfer-Encoding: chunked\r\n", chunks);
}

} // namespace salon::server
