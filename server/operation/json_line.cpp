// SPDX-License-Identifier: MIT
#include "server/operation/json_line.h"
#include <cmath>

namespace salon::server {
namespace {

void appendEscape(QByteArray &bytes, char16_t unit)
{
    static constexpr char kDigits[] = "0123456789abcdef";
    bytes += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
        bytes += kDigits[(unit >> shift) & 0xF];
}

} // namespace

JsonLine &JsonLine::add(QByteArrayView key, QStringView value)
{
    begin(key);
    appendText(value);
    return *this;
}

JsonLine &JsonLine::add(QByteArrayView key, qint64 value)
{
    return addRaw(key, QByteArray::number(value));
}

JsonLine &JsonLine::add(QByteArrayView key, double value)
{
    return addRaw(key, std::isfinite(value) ? QByteArray::number(value, 'g', 12) : "null");
}

JsonLine &JsonLine::addRaw(QByteArrayView key, QByteArrayView json)
{
    begin(key);
    m_bytes += json;
    return *this;
}

QByteArray JsonLine::finish() &&
{
    m_bytes += '}';
    return std::move(m_bytes);
}

void JsonLine::begin(QByteArrayView key)
{
    if (m_bytes.size() > 1)
        m_bytes += ',';
    appendText(QString::fromUtf8(key));
    m_bytes += ':';
}

void JsonLine::appendText(QStringView text)
{
    m_bytes += '"';
    qsizetype plain = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t unit = text[i].unicode();
        const bool special = unit < 0x20 || unit == u'"' || unit == u'\\' || unit == 0x7F
            || unit == 0x2028 || unit == 0x2029;
        if (!special)
            continue;
        m_bytes += text.sliced(plain, i - plain).toUtf8();
        plain = i + 1;
        if (unit == u'"' || unit == u'\\') {
            m_bytes += '\\';
            m_bytes += char(unit);
        } else if (unit == u'\n') {
            m_bytes += "\\n";
        } else {
            appendEscape(m_bytes, unit);
        }
    }
    m_bytes += text.sliced(plain).toUtf8();
    m_bytes += '"';
}

} // namespace salon::server
