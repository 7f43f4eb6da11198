// SPDX-License-Identifier: MIT
// The strict decoder against the plain reader: both refuse, or both understand the same.
#include "shared/wire/json_value.h"
#include "tests/fuzz/target.h"
#include "tests/support/plain_json.h"

using namespace Qt::StringLiterals;
using salon::test::PlainJson;
using salon::wire::JsonValue;

namespace salon::fuzz {
namespace {

//! Where the two differ, or nothing.
std::optional<QString> difference(const JsonValue &strict, const PlainJson &plain);

std::optional<QString> differenceIn(const JsonValue &strict, const PlainJson::Array &array)
{
    if (strict.size() != qsizetype(array.size()))
        return u"an array's size"_s;
    std::optional<QString> found;
    qsizetype seen = 0;
    strict.forEach([&](qsizetype index, const JsonValue &item) {
        found = index == seen++ ? difference(item, array[size_t(index)]) : u"an index"_s;
        return !found;
    });
    if (!found && seen != qsizetype(array.size()))
        return u"an array was not walked to its end"_s;
    return found;
}

std::optional<QString> differenceIn(const JsonValue &strict, const PlainJson::Object &object)
{
    if (strict.size() != qsizetype(object.keys.size()))
        return u"an object's size"_s;
    for (size_t i = 0; i < object.keys.size(); ++i) {
        const auto member = strict.member(object.keys[i]);
        if (!member)
            return u"a member is missing"_s;
        if (auto found = difference(*member, object.values[i]))
            return found;
    }
    return {};
}

std::optional<QString> difference(const JsonValue &strict, const PlainJson &plain)
{
    const auto *text = std::get_if<std::string>(&plain.value);
    const auto *truth = std::get_if<bool>(&plain.value);
    const auto *number = std::get_if<qint64>(&plain.value);
    const auto *array = std::get_if<PlainJson::Array>(&plain.value);
    const auto *object = std::get_if<PlainJson::Object>(&plain.value);
    if (strict.isNull() != std::holds_alternative<std::nullptr_t>(plain.value))
        return u"null"_s;
    if (strict.boolean() != (truth ? std::optional(*truth) : std::nullopt))
        return u"true or false"_s;
    if (strict.integer() != (number ? std::optional(*number) : std::nullopt))
        return u"an integer"_s;
    if (strict.string() != (text ? std::optional<std::string_view>(*text) : std::nullopt))
        return u"a string"_s;
    if (strict.isArray() != (array != nullptr) || strict.isObject() != (object != nullptr))
        return u"array or object"_s;
    if (array)
        return differenceIn(strict, *array);
    if (object)
        return differenceIn(strict, *object);
    return {};
}

} // namespace

std::optional<QString> checkJson(QByteArrayView bytes)
{
    static wire::JsonParser parser; // used again and again, as the server's are
    const auto strict = parser.parse(bytes);
    const auto plain = test::readPlainJson(bytes);
    if (strict && !plain)
        return u"only the strict decoder accepts it"_s;
    if (!strict && plain)
        return u"the strict decoder refuses it: "_s + strict.error().toString();
    if (!strict && strict.error().code != ErrorCode::BadRequest)
        return u"refused with "_s + strict.error().toString();
    if (!strict)
        return {};
    if (auto found = difference(*strict, *plain))
        return u"the two understand differently: "_s + *found;
    return {};
}

QList<QByteArray> jsonSeeds()
{
    QByteArray wide = "{";
    for (int i = 0; i < 256; ++i)
        wide += (i ? ",\"k" : "\"k") + QByteArray::number(i) + "\":1";
    return {
        R"({"type":"message.post","id":"17","data":{"room":"1","text":"hi","n":[1,-2,0.5,1e3]}})",
        R"([null,true,false,"\ud83c\udf89 \u00e9\n\"\\\/\b\f\r\t",{},[]," "])",
        R"([9007199254740992,-9223372036854775808,9223372036854775807,18446744073709551615])",
        R"([0,-0,0.0,-0.0,1E+2,1e-400,1e308,12345678901234567890.5])",
        QByteArray(16, '[') + "1" + QByteArray(16, ']'),
        QByteArray("{\"a\":").repeated(16) + "1" + QByteArray(16, '}'),
        wide + "}",
        " \t\r\n{ \"a\" : [ 1 , 2 ] } ",
        "\"\xF0\x9F\x8E\x89 \xC3\xA9\"",
        "7",
        "\"\"",
    };
}

QList<QByteArray> jsonWords()
{
    return {"{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "\\",
            "null",
            "true",
            "false",
            "\\u0000",
            "\\ud83c",
            "\\udf89",
            "\\u0061",
            "-",
            "0",
            "1e",
            ".5",
            "e400",
            "1e-400",
            "\xEF\xBB\xBF",
            "\xC0\xAF",
            "\xED\xA0\x80",
            "\xF4\x90",
            "\"a\":1,",
            "[[[[[[[[",
            "]]]]]]]]",
            "18446744073709551616",
            "9223372036854775808",
            "-9223372036854775809",
            "9007199254740993"};
}

} // namespace salon::fuzz
