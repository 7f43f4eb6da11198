// SPDX-License-Identifier: MIT
#include "server/net/http_request.h"
#include <QStringDecoder>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::server {

namespace {

bool sameName(QByteArrayView a, QByteArrayView b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

Result<QString> percentDecoded(QByteArrayView raw, bool plusIsBlank)
{
    QByteArray bytes;
    bytes.reserve(raw.size());
    for (qsizetype i = 0; i < raw.size(); ++i) {
        char c = raw[i];
        if (c == '%') {
            const int high = i + 2 < raw.size() ? hexValue(raw[i + 1]) : -1;
            const int low = high >= 0 ? hexValue(raw[i + 2]) : -1;
            if (low < 0)
                return Error::badRequest(u"path"_s,
                                         u"a percent sign without two hexadecimal digits"_s);
            c = static_cast<char>(high << 4 | low);
            i += 2;
        } else if (c == '+' && plusIsBlank) {
            c = ' ';
        }
        if (c == '\0')
            return Error::badRequest(u"path"_s, u"a NUL in the address"_s);
        bytes.append(c);
    }
    QStringDecoder decode(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decode(bytes);
    if (decode.hasError())
        return Error::badRequest(u"path"_s, u"the address is not UTF-8"_s);
    return text;
}

qsizetype endOf(QByteArrayView text, char mark, qsizetype from = 0)
{
    const qsizetype at = text.indexOf(mark, from);
    return at < 0 ? text.size() : at;
}

//! Of the absolute form: "http://host:port" and more.
bool namesHost(const QByteArray &target)
{
    const qsizetype colon = target.indexOf("://");
    const QByteArray scheme = target.left(std::max<qsizetype>(colon, 0)).toLower();
    if (scheme != "http" && scheme != "https")
        return false;
    const qsizetype from = colon + 3;
    const qsizetype end = std::min(endOf(target, '/', from), endOf(target, '?', from));
    const QByteArrayView host = QByteArrayView(target).sliced(from, end - from);
    return !host.isEmpty() && isHost(host);
}

} // namespace

void HttpHeaders::add(QByteArray name, QByteArray value)
{
    m_fields.emplace_back(std::move(name), std::move(value));
}

QByteArray HttpHeaders::value(QByteArrayView name) const
{
    for (const auto &[key, value] : m_fields) {
        if (sameName(key, name))
            return value;
    }
    return {};
}

QList<QByteArray> HttpHeaders::values(QByteArrayView name) const
{
    QList<QByteArray> found;
    for (const auto &[key, value] : m_fields) {
        if (sameName(key, name))
            found.append(value);
    }
    return found;
}

qsizetype HttpHeaders::count(QByteArrayView name) const
{
    return std::count_if(m_fields.begin(), m_fields.end(),
                         [name](const auto &field) { return sameName(field.first, name); });
}

bool HttpHeaders::hasToken(QByteArrayView name, QByteArrayView token) const
{
    for (const QByteArray &value : values(name)) {
        for (const QByteArray &item : value.split(',')) {
            if (sameName(item.trimmed(), token))
                return true;
        }
    }
    return false;
}

std::optional<QString> HttpRequest::queryItem(QStringView name) const
{
    for (const auto &[key, value] : query) {
        if (key == name)
            return value;
    }
    return {};
}

QByteArrayView HttpRequest::rawPath() const
{
    QByteArrayView view(target);
    view = view.first(std::min(endOf(view, '?'), endOf(view, '#')));
    if (const qsizetype scheme = view.indexOf("://"); scheme > 0 && !view.startsWith('/')) {
        const qsizetype slash = view.indexOf('/', scheme + 3);
        view = slash < 0 ? QByteArrayView("/") : view.sliced(slash);
    }
    return view;
}

bool isHost(QByteArrayView value)
{
    constexpr QByteArrayView kMarks("-._~%!$&'()*+;=:[]");
    return std::ranges::all_of(value, [&](char c) {
        const char lower = static_cast<char>(c | 0x20);
        return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || kMarks.contains(c);
    });
}

Result<> decodeTarget(HttpRequest &request)
{
    const auto badRequest = [](const QString &why) { return Error::badRequest(u"path"_s, why); };
    if (request.target == "*" && request.method == "OPTIONS") {
        request.path = QStringList{u"*"_s};
        return {};
    }
    if (request.target.contains('#'))
        return badRequest(u"the address has a fragment"_s);
    if (!request.target.startsWith('/') && !namesHost(request.target))
        return badRequest(u"the address is neither a path nor one of a web server"_s);
    const QByteArrayView path = request.rawPath();
    for (const QByteArray &segment : path.sliced(1).toByteArray().split('/')) {
        TRY_ASSIGN(QString text, percentDecoded(segment, false));
        request.path.append(text);
    }
    const qsizetype question = request.target.indexOf('?');
    if (question < 0)
        return {};
    for (const QByteArray &item : request.target.mid(question + 1).split('&')) {
        if (item.isEmpty())
            continue;
        const qsizetype equals = item.indexOf('=');
        TRY_ASSIGN(
            QString key,
            percentDecoded(QByteArrayView(item).first(equals < 0 ? item.size() : equals), true));
        TRY_ASSIGN(
            QString value,
            percentDecoded(equals < 0 ? QByteArrayView() : QByteArrayView(item).sliced(equals + 1),
                           true));
        request.query.emplace_back(key, value);
    }
    return {};
}

} // namespace salon::server
