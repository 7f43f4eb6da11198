// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/result.h"
#include <QByteArray>
#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace salon::wire {

//! A place in a parsed document; as long-lived as the parser's next parse().
class JsonValue {
public:
    JsonValue();

    bool isNull() const;
    bool isObject() const;
    bool isArray() const;
    std::optional<std::string_view> string() const; //!< UTF-8
    std::optional<bool> boolean() const;
    //! Integers as written: 1.0 and 1e3 are none, nor is anything beyond 64 bits.
    std::optional<qint64> integer() const;
    //! The member `key` of an object, if there is one.
    std::optional<JsonValue> member(std::string_view key) const;
    qsizetype size() const; //!< of an array or object
    //! Calls `visit` for each element of an array until it answers false.
    void forEach(const std::function<bool(qsizetype index, const JsonValue &)> &visit) const;

private:
    friend class JsonParser;
    alignas(8) std::array<std::byte, 16> m_element;
};

//! Strict JSON (RFC 8259): refuses duplicate keys, NUL, lone surrogates, bad UTF-8, depth over 16
//! and more than 256 keys in an object, with the path of the break. Keep one per thread and use it
//! again.
class JsonParser {
public:
    JsonParser();
    ~JsonParser();
    Result<JsonValue> parse(QByteArrayView utf8);
    //! Overwrites the last document, which held a secret. Its values are invalid then.
    void forget();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace salon::wire
