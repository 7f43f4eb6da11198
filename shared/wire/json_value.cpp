// SPDX-License-Identifier: MIT
#include "shared/wire/json_value.h"
#include "shared/base/wipe.h"
#include <QString>
#include <algorithm>
#include <cstring>
#include <simdjson.h>
#include <vector>

using namespace Qt::StringLiterals;
namespace dom = simdjson::dom;

namespace salon::wire {
namespace {

constexpr int kMaxDepth = 16;
constexpr size_t kMaxKeys = 256;
constexpr qsizetype kMostOfKey = 64; // in the path of an error, which goes to log and peer
constexpr size_t kFirstCapacity = 4096;

static_assert(sizeof(dom::element) == 16 && std::is_trivially_copyable_v<dom::element>);

dom::element element(const std::array<std::byte, 16> &bytes)
{
    dom::element read;
    std::memcpy(static_cast<void *>(&read), bytes.data(), sizeof read);
    return read;
}

QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

//! A key as it stands in a path: a peer's own word, so it is cut.
QString pathPart(std::string_view key)
{
    const QString whole = fromUtf8(key);
    if (whole.size() <= kMostOfKey)
        return whole;
    return whole.left(kMostOfKey - (whole.at(kMostOfKey - 1).isHighSurrogate() ? 1 : 0))
        + u'\u2026';
}

bool hasNul(std::string_view text)
{
    return text.find('\0') != std::string_view::npos;
}

//! Parsers take the last of two equal keys; a checker and a doer that differ would be a hole.
std::optional<Error> breakIn(const dom::element &value, int depth = 1)
{
    std::string_view text;
    if (value.get_string().get(text) == simdjson::SUCCESS) {
        if (hasNul(text))
            return Error::badRequest({}, u"holds a NUL character"_s);
        return {};
    }
    // Counted here: the parser's own bound is one lower for what holds something.
    if (depth > kMaxDepth && (value.is_array() || value.is_object()))
        return Error::badRequest({}, u"is nested deeper than 16 levels"_s);
    dom::array array;
    if (value.get_array().get(array) == simdjson::SUCCESS) {
        qsizetype index = 0;
        for (const dom::element item : array) {
            if (auto error = breakIn(item, depth + 1)) {
                error->path = u"[%1]"_s.arg(index)
                    + (error->path.isEmpty() || error->path.startsWith(u'[') ? u""_s : u"."_s)
                    + error->path;
                return error;
            }
            ++index;
        }
        return {};
    }
    dom::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS)
        return {};
    std::vector<std::string_view> keys;
    for (const dom::key_value_pair pair : object) {
        if (hasNul(pair.key))
            return Error::badRequest({}, u"holds a NUL character in a key"_s);
        keys.push_back(pair.key);
        if (keys.size() > kMaxKeys)
            return Error::badRequest({}, u"has more than 256 keys"_s);
        if (auto error = breakIn(pair.value, depth + 1)) {
            const bool joined = error->path.isEmpty() || error->path.startsWith(u'[');
            error->path = pathPart(pair.key) + (joined ? u""_s : u"."_s) + error->path;
            return error;
        }
    }
    std::ranges::sort(keys);
    const auto twice = std::ranges::adjacent_find(keys);
    if (twice != keys.end())
        return Error::badRequest(pathPart(*twice), u"stands twice in its object"_s);
    return {};
}

} // namespace

JsonValue::JsonValue()
{
    const dom::element nothing;
    std::memcpy(m_element.data(), static_cast<const void *>(&nothing), sizeof nothing);
}

bool JsonValue::isNull() const
{
    return element(m_element).is_null();
}
bool JsonValue::isObject() const
{
    return element(m_element).is_object();
}
bool JsonValue::isArray() const
{
    return element(m_element).is_array();
}

std::optional<std::string_view> JsonValue::string() const
{
    std::string_view text;
    if (element(m_element).get_string().get(text) != simdjson::SUCCESS)
        return std::nullopt;
    return text;
}

std::optional<bool> JsonValue::boolean() const
{
    bool truth = false;
    if (element(m_element).get_bool().get(truth) != simdjson::SUCCESS)
        return std::nullopt;
    return truth;
}

std::optional<qint64> JsonValue::integer() const
{
    const dom::element value = element(m_element);
    int64_t number = 0;
    if (value.type() != dom::element_type::INT64 || value.get_int64().get(number))
        return std::nullopt;
    return number;
}

std::optional<JsonValue> JsonValue::member(std::string_view key) const
{
    dom::element found;
    if (element(m_element).at_key(key).get(found) != simdjson::SUCCESS)
        return std::nullopt;
    JsonValue value;
    std::memcpy(value.m_element.data(), static_cast<const void *>(&found), sizeof found);
    return value;
}

qsizetype JsonValue::size() const
{
    dom::array array;
    if (element(m_element).get_array().get(array) == simdjson::SUCCESS)
        return qsizetype(array.size());
    dom::object object;
    if (element(m_element).get_object().get(object) == simdjson::SUCCESS)
        return qsizetype(object.size());
    return 0;
}

void JsonValue::forEach(const std::function<bool(qsizetype, const JsonValue &)> &visit) const
{
    dom::array array;
    if (element(m_element).get_array().get(array) != simdjson::SUCCESS)
        return;
    qsizetype index = 0;
    for (const dom::element item : array) {
        JsonValue value;
        std::memcpy(value.m_element.data(), static_cast<const void *>(&item), sizeof item);
        if (!visit(index++, value))
            return;
    }
}

struct JsonParser::State {
    dom::parser parser;
    std::vector<char> text; // what is parsed, and the room behind it that simdjson reads over
    size_t size = 0; // of the last document

    void keep(QByteArrayView utf8)
    {
        size = size_t(utf8.size());
        if (text.size() < size + simdjson::SIMDJSON_PADDING)
            text.resize(size + simdjson::SIMDJSON_PADDING + size / 2);
        const auto end = std::copy(utf8.begin(), utf8.end(), text.begin());
        std::fill_n(end, simdjson::SIMDJSON_PADDING, '\0');
    }
};

JsonParser::JsonParser() : m_state(std::make_unique<State>())
{
    if (m_state->parser.allocate(kFirstCapacity, kMaxDepth + 2))
        qFatal("out of memory for a JSON parser");
}

JsonParser::~JsonParser() = default;

void JsonParser::forget()
{
    wipe(m_state->text.data(), std::min(m_state->size, m_state->text.size()));
    // The strings, unescaped: of a document of so many bytes they are no more than this.
    wipe(m_state->parser.doc.string_buf.get(),
         std::min(5 * m_state->size / 3, m_state->parser.doc.capacity()));
}

Result<JsonValue> JsonParser::parse(QByteArrayView utf8)
{
    // A byte order mark is no part of JSON text; newer simdjson versions would skip it.
    if (utf8.startsWith("\xEF\xBB\xBF"))
        return Error::badRequest({}, u"begins with a byte order mark"_s);
    dom::element root;
    m_state->keep(utf8);
    const auto failure =
        m_state->parser.parse(m_state->text.data(), m_state->size, false).get(root);
    if (failure)
        return Error::badRequest({}, QString::fromLatin1(simdjson::error_message(failure)));
    if (auto error = breakIn(root))
        return *std::move(error);
    JsonValue value;
    std::memcpy(value.m_element.data(), static_cast<const void *>(&root), sizeof root);
    return value;
}

} // namespace salon::wire
