// SPDX-License-Identifier: MIT
#include "server/net/link_page.h"

#include <QCryptographicHash>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

constexpr QByteArrayView kStyle =
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:30rem;margin:15vh auto;padding:0 1rem}"
    "a{display:inline-block;padding:.5rem 1rem;border-radius:6px;background:#0b57d0;color:#fff;"
    "text-decoration:none}small{color:#59636e}"
    "@media(prefers-color-scheme:dark){body{background:#1b1d21;color:#e6e8eb}"
    "a{background:#8ab4f8;color:#10233f}small{color:#a0a8b3}}";

bool isNumber(const QString &text)
{
    constexpr qsizetype kMostDigits = 16;
    return !text.isEmpty() && text.size() <= kMostDigits && text.front() != u'0'
        && std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
}

//! A host with or without a port, of characters that mean nothing in HTML.
bool isPlainHost(QByteArrayView host)
{
    return !host.isEmpty() && std::ranges::all_of(host, [](char c) {
        const char lower = static_cast<char>(c | 0x20);
        return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9')
            || QByteArrayView("-.:[]").contains(c);
    });
}

//! Nothing may be loaded, run, sent or framed; of styles, this one.
QByteArray policy()
{
    const QByteArray hash =
        QCryptographicHash::hash(kStyle.toByteArray(), QCryptographicHash::Sha256).toBase64();
    return "default-src 'none'; style-src 'sha256-" + hash
        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

} // namespace

Result<HttpResponse> linkPage(const HttpRequest &request)
{
    const QString room = request.path.value(1);
    const QString seq = request.path.value(2);
    const QByteArray host = request.headers.value("Host");
    if (!isNumber(room) || !isNumber(seq))
        return Error::notFound(u"path");
    if (!isPlainHost(host))
        return Error::badRequest(u"host"_s, u"not a plain name or address"_s);
    const QByteArray link =
        "salon://" + host.toLower() + '/' + room.toLatin1() + '/' + seq.toLatin1();
    HttpResponse page = HttpResponse::text(
        200,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n"
        "<title>A message on Salon</title>\n<style>"
            + kStyle.toByteArray()
            + "</style>\n<h1>A message on Salon</h1>\n"
              "<p>Somebody gave you the address of a message. Who may read it sees it in "
              "Salon.</p>\n<p><a href=\""
            + link + "\">Open it in Salon</a></p>\n<p><small>" + link + "</small></p>\n</html>\n");
    page.contentType = "text/html; charset=utf-8";
    page.headers = {{"Content-Security-Policy", policy()},
                    {"Referrer-Policy", "no-referrer"},
                    {"X-Frame-Options", "DENY"}};
    return page;
}

} // namespace salon::server
