// SPDX-License-Identifier: MIT
#include "shared/wire/json_writer.h"
#include <array>
#include <charconv>

namespace salon::wire {
namespace {

void appendUtf8(QByteArray &out, char32_t point)
{
    if (point < 0x800) {
        out += char(0xC0 | (point >> 6));
    } else {
        if (point < 0x10000) {
            out += char(0xE0 | (point >> 12));
        } else {
            out += char(0xF0 | (point >> 18));
            out += char(0x80 | ((point >> 12) & 0x3F));
        }
        out += char(0x80 | ((point >> 6) & 0x3F));
    }
    out += char(0x80 | (point & 0x3F));
}

void appendEscaped(QByteArray &out, char16_t unit)
{
    constexpr std::string_view kHex = "0123456789abcdef";
    switch (unit) {
    case u'"':
        out += "\\\"";
        return;
    case u'\\':
        out += "\\\\";
        return;
    case u'\n':
        out += "\\n";
        return;
    case u'\r':
        out += "\\r";
        return;
    case u'\t':
        out += "\\t";
        return;
    default:
        break;
    }
    out += "\\u00";
    out += kHex[unit >> 4];
    out += kHex[unit & 0xF];
}

//! Appends the characters at the front of `text` that stand in a string as they are: how many.
qsizetype appendPlain(QByteArray &out, QStringView text)
{
    const auto isPlain = [](QChar c) {
        return c >= u' ' && c < QChar(0x80) && c != u'"' && c != u'\\';
    };
    qsizetype count = 0;
    while (count < text.size() && isPlain(text[count]))
        ++count;
    const qsizetype before = out.size();
    out.resize(before + count);
    char *to = out.data() + before;
    for (qsizetype i = 0; i < count; ++i)
        to[i] = char(text[i].unicode());
    return count;
}

} // namespace

void JsonWriter::separate()
{
    if (m_needsComma)
        m_out += ',';
    m_needsComma = true;
}

void JsonWriter::open(char bracket)
{
    separate();
    m_out += bracket;
    m_needsComma = false;
}

void JsonWriter::close(char bracket)
{
    m_out += bracket;
    m_needsComma = true;
}

void JsonWriter::key(std::string_view ascii)
{
    asciiString(ascii);
    m_out += ':';
    m_needsComma = false;
}

void JsonWriter::string(QStringView text)
{
    separate();
    m_out += '"';
    for (qsizetype i = 0; i < text.size(); ++i) {
        i += appendPlain(m_out, text.sliced(i));
        if (i == text.size())
            break;
        const char16_t unit = text[i].unicode();
        if (unit < 0x80) {
            appendEscaped(m_out, unit);
        } else if (!QChar::isSurrogate(unit)) {
            appendUtf8(m_out, unit);
        } else if (QChar::isHighSurrogate(unit) && i + 1 < text.size()
                   && text[i + 1].isLowSurrogate()) {
            appendUtf8(m_out, QChar::surrogateToUcs4(unit, text[++i].unicode()));
        } else {
            appendUtf8(m_out, QChar::ReplacementCharacter);
        }
    }
    m_out += '"';
}

void JsonWriter::asciiString(std::string_view text)
{
    separate();
    m_out += '"';
    m_out.append(text.data(), qsizetype(text.size()));
    m_out += '"';
}

void JsonWriter::integer(qint64 number)
{
    separate();
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    m_out.append(digits.data(), end - digits.data());
}

void JsonWriter::boolean(bool truth)
{
    separate();
    m_out += truth ? "true" : "false";
}

void JsonWriter::null()
{
    separate();
    m_out += "null";
}

void JsonWriter::raw(QByteArrayView json)
{
    separate();
    m_out.append(json);
}

} // namespace salon::wire
