// SPDX-License-Identifier: MIT
#include "server/net/http_response.h"
#include <QDateTime>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace salon::server {

namespace {

QByteArray quoted(const QString &text)
{
    static constexpr char kHex[] = "0123456789abcdef";
    QByteArray out = "\"";
    for (const char c : text.toUtf8()) {
        const auto byte = static_cast<quint8>(c);
        if (c == '"' || c == '\\')
            out.append('\\').append(c);
        else if (byte < 0x20)
            out.append("\\u00").append(kHex[byte >> 4]).append(kHex[byte & 15]);
        else
            out.append(c);
    }
    return out.append('"');
}

QByteArray fromView(std::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

QByteArray errorBody(const Error &error)
{
    QByteArray body = R"({"error":{"code":")" + fromView(wireName(error.code)) + '"';
    if (error.reason != Reason::None)
        body += R"(,"reason":")" + fromView(wireName(error.reason)) + '"';
    body += R"(,"message":)" + quoted(error.message);
    if (!error.path.isEmpty())
        body += R"(,"path":)" + quoted(error.path);
    if (error.limit)
        body += R"(,"limit":)" + QByteArray::number(*error.limit);
    if (error.retryAfterMs)
        body += R"(,"retry_after_ms":)" + QByteArray::number(*error.retryAfterMs);
    if (!error.trace.isEmpty())
        body += R"(,"trace":)" + quoted(error.trace);
    return body + "}}";
}

} // namespace

HttpResponse HttpResponse::json(int status, QByteArray body)
{
    HttpResponse response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

HttpResponse HttpResponse::text(int status, QByteArray body)
{
    HttpResponse response = json(status, std::move(body));
    response.contentType = "text/plain; charset=utf-8";
    return response;
}

HttpResponse HttpResponse::error(const Error &error)
{
    const int status = httpStatus(error.code);
    return json(status == 0 ? 400 : status, errorBody(error));
}

HttpResponse HttpResponse::fault(int status, const QString &message)
{
    const ErrorCode code = status == 413 ? ErrorCode::TooLarge : ErrorCode::BadRequest;
    HttpResponse response = json(status, errorBody(Error(code, message)));
    response.closeAfter = true;
    return response;
}

QByteArray HttpResponse::head(bool keepAlive) const
{
    const QString date = QLocale::c().toString(QDateTime::currentDateTimeUtc(),
                                               u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    QByteArray out = "HTTP/1.1 " + QByteArray::number(status) + ' '
        + reasonPhrase(status).toByteArray() + "\r\n";
    out += "Date: " + date.toLatin1() + "\r\n";
    if (mayHaveBody()) {
        out += "Content-Type: " + contentType + "\r\n";
        out += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    }
    out += "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n";
    for (const auto &[name, value] : headers)
        out += name + ": " + value + "\r\n";
    out += keepAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return out;
}

QByteArrayView reasonPhrase(int status)
{
    switch (status) {
    case 100:
        return "Continue";
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 204:
        return "No Content";
    case 206:
        return "Partial Content";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 426:
        return "Upgrade Required";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "";
    }
}

} // namespace salon::server
