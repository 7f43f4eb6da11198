// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArrayView>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace salon::test {

//! A value as the plain reader understands it.
struct PlainJson {
    //! A number that is no integer of 64 bits with sign: fractions, exponents, and what lies above.
    struct OtherNumber {
        friend bool operator==(const OtherNumber &, const OtherNumber &) = default;
    };
    using Array = std::vector<PlainJson>;
    //! In the order of the text; the n-th key names the n-th value.
    struct Object {
        std::vector<std::string> keys;
        Array values;
    };
    std::variant<std::nullptr_t, bool, qint64, OtherNumber, std::string, Array, Object> value;
};

//! Reads JSON one character after the other, the way RFC 8259 is written down, with our own rules:
//! no two equal keys in an object, no NUL, no lone surrogate, no byte order mark, at most 16 levels
//! and 256 keys. Slow and meant to be obviously right: what the strict decoder is compared with.
//! Nothing when the text is refused.
std::optional<PlainJson> readPlainJson(QByteArrayView utf8);

} // namespace salon::test
