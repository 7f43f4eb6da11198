// SPDX-License-Identifier: MIT
#include "tests/support/plain_json.h"
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <set>

namespace salon::test {
namespace {

constexpr int kMaxDepth = 16;
constexpr size_t kMaxKeys = 256;

//! A text that is not JSON ends the reading, however deep it is.
struct Refused { };

class PlainReader {
public:
    explicit PlainReader(QByteArrayView text) : m_text(text.data(), size_t(text.size())) { }

    PlainJson readDocument()
    {
        checkUtf8();
        skipBlank();
        PlainJson value = readValue(0);
        skipBlank();
        require(m_at == m_text.size());
        return value;
    }

private:
    static void require(bool holds)
    {
        if (!holds)
            throw Refused();
    }
    //! The next character, NUL at the end: none of the rules asks for a NUL.
    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    char take()
    {
        require(m_at < m_text.size());
        return m_text[m_at++];
    }
    bool takeIf(char wanted)
    {
        if (peek() != wanted || m_at == m_text.size())
            return false;
        ++m_at;
        return true;
    }
    void expect(char wanted) { require(takeIf(wanted)); }
    void skipBlank()
    {
        while (takeIf(' ') || takeIf('\t') || takeIf('\n') || takeIf('\r')) { }
    }

    PlainJson readValue(int depth)
    {
        switch (peek()) {
        case '{':
            return {readObject(depth + 1)};
        case '[':
            return {readArray(depth + 1)};
        case '"':
            return {readString()};
        case 't':
            return readWord("true", {true});
        case 'f':
            return readWord("false", {false});
        case 'n':
            return readWord("null", {nullptr});
        default:
            return readNumber();
        }
    }

    PlainJson readWord(std::string_view word, PlainJson meaning)
    {
        for (const char c : word)
            expect(c);
        return meaning;
    }

    PlainJson::Array readArray(int depth)
    {
        require(depth <= kMaxDepth);
        PlainJson::Array array;
        expect('[');
        skipBlank();
        if (takeIf(']'))
            return array;
        do {
            skipBlank();
            array.push_back(readValue(depth));
            skipBlank();
        } while (takeIf(','));
        expect(']');
        return array;
    }

    PlainJson::Object readObject(int depth)
    {
        require(depth <= kMaxDepth);
        PlainJson::Object object;
        std::set<std::string> seen;
        expect('{');
        skipBlank();
        if (takeIf('}'))
            return object;
        do {
            skipBlank();
            object.keys.push_back(readString());
            require(seen.insert(object.keys.back()).second);
            skipBlank();
            expect(':');
            skipBlank();
            object.values.push_back(readValue(depth));
            skipBlank();
        } while (takeIf(','));
        expect('}');
        require(object.keys.size() <= kMaxKeys);
        return object;
    }

    std::string readString()
    {
        std::string text;
        expect('"');
        while (!takeIf('"')) {
            const char c = take();
            require(quint8(c) >= 0x20);
            if (c == '\\')
                readEscape(text);
            else
                text += c;
        }
        return text;
    }

    void readEscape(std::string &text)
    {
        const char c = take();
        constexpr std::string_view kLetters = "\"\\/bfnrt";
        constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
        if (const size_t at = kLetters.find(c); at != std::string_view::npos) {
            text += kMeanings[at];
            return;
        }
        require(c == 'u');
        char32_t point = readHex();
        require(point != 0); // our rule
        require(point < 0xDC00 || point > 0xDFFF);
        if (point >= 0xD800 && point <= 0xDBFF) {
            expect('\\');
            expect('u');
            const char32_t low = readHex();
            require(low >= 0xDC00 && low <= 0xDFFF);
            point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
        }
        text += QString::fromUcs4(&point, 1).toStdString();
    }

    char32_t readHex()
    {
        char32_t value = 0;
        for (int i = 0; i < 4; ++i) {
            const char c = take();
            const char lower = char(c | 0x20);
            require((c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'f'));
            value = value * 16 + char32_t(c <= '9' ? c - '0' : lower - 'a' + 10);
        }
        return value;
    }

    void skipDigits()
    {
        require(peek() >= '0' && peek() <= '9');
        while (peek() >= '0' && peek() <= '9')
            ++m_at;
    }

    PlainJson readNumber()
    {
        const size_t from = m_at;
        takeIf('-');
        if (!takeIf('0'))
            skipDigits();
        const size_t integerEnd = m_at;
        if (takeIf('.'))
            skipDigits();
        if (takeIf('e') || takeIf('E')) {
            if (!takeIf('+'))
                takeIf('-');
            skipDigits();
        }
        const std::string text(m_text.substr(from, m_at - from));
        return m_at == integerEnd ? integerOf(text) : fractionOf(text);
    }

    //! Up to the largest of 64 bits without sign; what does not fit there is refused.
    static PlainJson integerOf(const std::string &text)
    {
        const char *end = text.data() + text.size();
        qint64 number = 0;
        if (std::from_chars(text.data(), end, number).ec == std::errc())
            return {number};
        quint64 large = 0;
        require(text.front() != '-' && std::from_chars(text.data(), end, large).ec == std::errc());
        return {PlainJson::OtherNumber()};
    }

    //! What is too large for a double is refused; nobody asks what it is.
    static PlainJson fractionOf(const std::string &text)
    {
        require(std::isfinite(std::strtod(text.c_str(), nullptr)));
        return {PlainJson::OtherNumber()};
    }

    //! RFC 3629: the shortest form only, no surrogates, nothing above U+10FFFF.
    void checkUtf8() const
    {
        for (size_t i = 0; i < m_text.size();) {
            const auto first = quint8(m_text[i]);
            const size_t more = first < 0x80 ? 0
                : (first & 0xE0) == 0xC0     ? 1
                : (first & 0xF0) == 0xE0     ? 2
                : (first & 0xF8) == 0xF0     ? 3
                                             : 9;
            require(more <= 3 && i + more < m_text.size());
            char32_t point = more == 0 ? first : first & (0x3F >> more);
            for (size_t k = 1; k <= more; ++k) {
                const auto next = quint8(m_text[i + k]);
                require((next & 0xC0) == 0x80);
                point = point << 6 | (next & 0x3F);
            }
            constexpr char32_t kLeast[] = {0, 0x80, 0x800, 0x10000};
            require(point >= kLeast[more] && point <= 0x10FFFF);
            require(point < 0xD800 || point > 0xDFFF);
            i += more + 1;
        }
    }

    std::string_view m_text;
    size_t m_at = 0;
};

} // namespace

std::optional<PlainJson> readPlainJson(QByteArrayView utf8)
{
    try {
        return PlainReader(utf8).readDocument();
    } catch (Refused) {
        return {};
    }
}

} // namespace salon::test
