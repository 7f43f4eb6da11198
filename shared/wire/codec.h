// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"
#include "shared/base/result.h"
#include "shared/wire/field.h"
#include "shared/wire/json_value.h"
#include "shared/wire/json_writer.h"
#include "shared/wire/limits.h"
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <array>

namespace salon::wire {

//! How a type stands on the wire: `encode`, `decode` (false with `error`, its path relative to the
//! value) and `schema`.
template <class T>
struct Codec;

//! Integers above are not exact in every JSON reader.
inline constexpr qint64 kMaxInteger = qint64(1) << 53;

bool wrongType(Error &error, const char *expected);
void prepend(Error &error, std::string_view key);
void prependIndex(Error &error, qsizetype index);
QString fromUtf8(std::string_view text);

//! Present but empty: null on the wire.
template <class T>
struct Nullable {
    std::optional<T> value;
    friend bool operator==(const Nullable &, const Nullable &) = default;
};

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

template <>
struct Codec<QString> {
    static void encode(JsonWriter &writer, const QString &text) { writer.string(text); }
    static bool decode(const JsonValue &value, QString &out, const Limits &, Error &error);
    static QJsonObject schema();
};

template <>
struct Codec<qint64> {
    static void encode(JsonWriter &writer, qint64 number) { writer.integer(number); }
    static bool decode(const JsonValue &value, qint64 &out, const Limits &, Error &error);
    static QJsonObject schema();
};

template <>
struct Codec<bool> {
    static void encode(JsonWriter &writer, bool truth) { writer.boolean(truth); }
    static bool decode(const JsonValue &value, bool &out, const Limits &, Error &error);
    static QJsonObject schema();
};

bool decodeId(const JsonValue &value, qint64 &out, Error &error);
void encodeId(JsonWriter &writer, qint64 id);
QJsonObject idSchema();

template <class Tag>
struct Codec<Id<Tag>> {
    static void encode(JsonWriter &writer, Id<Tag> id) { encodeId(writer, id.value); }
    static bool decode(const JsonValue &value, Id<Tag> &out, const Limits &, Error &error)
    {
        return decodeId(value, out.value, error);
    }
    static QJsonObject schema() { return idSchema(); }
};

template <class T>
struct Codec<QList<T>> {
    static void encode(JsonWriter &writer, const QList<T> &list)
    {
        writer.beginArray();
        for (const T &item : list)
            Codec<T>::encode(writer, item);
        writer.endArray();
    }
    static bool decode(const JsonValue &value, QList<T> &out, const Limits &limits, Error &error)
    {
        if (!value.isArray())
            return wrongType(error, "an array");
        out.clear();
        out.reserve(value.size());
        bool fine = true;
        value.forEach([&](qsizetype index, const JsonValue &item) {
            T decoded{};
            fine = Codec<T>::decode(item, decoded, limits, error);
            if (!fine)
                prependIndex(error, index);
            out.append(std::move(decoded));
            return fine;
        });
        return fine;
    }
    static QJsonObject schema()
    {
        return {{QStringLiteral("type"), QStringLiteral("array")},
                {QStringLiteral("items"), Codec<T>::schema()}};
    }
};

template <class T>
struct Codec<std::optional<T>> {
    static void encode(JsonWriter &writer, const std::optional<T> &value)
    {
        Codec<T>::encode(writer, *value); // an absent one is never asked for
    }
    static bool decode(const JsonValue &value, std::optional<T> &out, const Limits &limits,
                       Error &error)
    {
        return Codec<T>::decode(value, out.emplace(), limits, error);
    }
    static QJsonObject schema() { return Codec<T>::schema(); }
};

template <class T>
struct Codec<Nullable<T>> {
    static void encode(JsonWriter &writer, const Nullable<T> &nullable)
    {
        if (nullable.value)
            Codec<T>::encode(writer, *nullable.value);
        else
            writer.null();
    }
    static bool decode(const JsonValue &value, Nullable<T> &out, const Limits &limits, Error &error)
    {
        out.value.reset();
        return value.isNull() || Codec<T>::decode(value, out.value.emplace(), limits, error);
    }
    static QJsonObject schema()
    {
        return {{QStringLiteral("oneOf"),
                 QJsonArray{Codec<T>::schema(),
                            QJsonObject{{QStringLiteral("type"), QStringLiteral("null")}}}}};
    }
};

//! Does not compile when a struct of up to 18 members has one that fields() forgot.
template <class T>
constexpr void checkAllListed(const T &t)
{
    constexpr size_t kListed = std::tuple_size_v<decltype(T::fields())>;
    static_assert(kListed <= 18, "extend checkAllListed");
    // clang-format off
    if constexpr (kListed == 0) static_assert(std::is_empty_v<T>, "a member is missing in fields()");
    else if constexpr (kListed == 1) { [[maybe_unused]] const auto &[a] = t; }
    else if constexpr (kListed == 2) { [[maybe_unused]] const auto &[a, b] = t; }
    else if constexpr (kListed == 3) { [[maybe_unused]] const auto &[a, b, c] = t; }
    else if constexpr (kListed == 4) { [[maybe_unused]] const auto &[a, b, c, d] = t; }
    else if constexpr (kListed == 5) { [[maybe_unused]] const auto &[a, b, c, d, e] = t; }
    else if constexpr (kListed == 6) { [[maybe_unused]] const auto &[a, b, c, d, e, f] = t; }
    else if constexpr (kListed == 7) { [[maybe_unused]] const auto &[a, b, c, d, e, f, g] = t; }
    else if constexpr (kListed == 8) { [[maybe_unused]] const auto &[a, b, c, d, e, f, g, h] = t; }
    else if constexpr (kListed == 9) { [[maybe_unused]] const auto &[a, b, c, d, e, f, g, h, i] = t; }
    else if constexpr (kListed == 10) { [[maybe_unused]] const auto &[a, b, c, d, e, f, g, h, i, j] = t; }
    else if constexpr (kListed == 11) { [[maybe_unused]] const auto &[a, b, c, d, e, f, g, h, i, j, k] = t; }
    else if constexpr (kListed == 12) { [[maybe_unused]] const auto &[a, b, c, d, e, f, g, h, i, j, k, l] = t; }
    else if constexpr (kListed == 13) { [[maybe_unused]] const auto &[a, b, c, d, e, f, g, h, i, j, k, l, m] = t; }
    else if constexpr (kListed == 14) { [[maybe_unused]] const auto &[a, b, c, d, e, f, g, h, i, j, k, l, m, n] = t; }
    else if constexpr (kListed == 15) { [[maybe_unused]] const auto &[a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = t; }
    else if constexpr (kListed == 16) { [[maybe_unused]] const auto &[a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = t; }
    else if constexpr (kListed == 17) { [[maybe_unused]] const auto &[a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q] = t; }
    else { [[maybe_unused]] const auto &[a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r] = t; }
    // clang-format on
}

template <class T>
consteval bool keysDiffer()
{
    return std::apply(
        [](const auto &...fields) {
            const std::array<std::string_view, sizeof...(fields)> keys{fields.key...};
            for (size_t i = 0; i < keys.size(); ++i) {
                for (size_t j = i + 1; j < keys.size(); ++j) {
                    if (keys[i] == keys[j])
                        return false;
                }
            }
            return true;
        },
        T::fields());
}

template <Described T>
struct Codec<T> {
    static_assert(keysDiffer<T>(), "two members share a key");

    static void encode(JsonWriter &writer, const T &message)
    {
        checkAllListed(message);
        writer.beginObject();
        std::apply([&](const auto &...fields) { (encodeField(writer, message, fields), ...); },
                   T::fields());
        writer.endObject();
    }
    static bool decode(const JsonValue &value, T &out, const Limits &limits, Error &error)
    {
        if (!value.isObject())
            return wrongType(error, "an object");
        return std::apply(
            [&](const auto &...fields) {
                return (decodeField(value, out, fields, limits, error) && ...);
            },
            T::fields());
    }
    //! By its name where it has one, so that the description says it once.
    static QJsonObject schema()
    {
        if constexpr (requires { T::entity; })
            return {{QStringLiteral("$ref"), QStringLiteral("#/$defs/") + fromUtf8(T::entity)}};
        else
            return definition();
    }
    static QJsonObject definition()
    {
        QJsonObject properties;
        QJsonArray required;
        std::apply([&](const auto &...fields) { (describe(properties, required, fields), ...); },
                   T::fields());
        QJsonObject object{{QStringLiteral("type"), QStringLiteral("object")},
                           {QStringLiteral("properties"), properties}};
        if (!required.isEmpty())
            object.insert(QStringLiteral("required"), required);
        return object;
    }

private:
    template <class F>
    static void encodeField(JsonWriter &writer, const T &message, const F &field)
    {
        using Value = typename F::Value;
        const Value &value = message.*field.member;
        if constexpr (kIsOptional<Value>) {
            if (!value)
                return;
        }
        writer.key(field.key);
        Codec<Value>::encode(writer, value);
    }
    template <class F>
    static bool decodeField(const JsonValue &object, T &out, const F &field, const Limits &limits,
                            Error &error)
    {
        using Value = typename F::Value;
        const auto member = object.member(field.key);
        if (!member) {
            if constexpr (kIsOptional<Value>)
                return true;
            error = Error::badRequest(fromUtf8(field.key), QStringLiteral("is missing"));
            return false;
        }
        Value &value = out.*field.member;
        bool fine = Codec<Value>::decode(*member, value, limits, error);
        const auto obeys = [&](const auto &rule) {
            if (auto broken = checkRule(rule, value, limits)) {
                error = *std::move(broken);
                return false;
            }
            return true;
        };
        fine = fine
            && std::apply([&](const auto &...rules) { return (obeys(rules) && ...); }, field.rules);
        if (!fine)
            prepend(error, field.key);
        return fine;
    }
    template <class F>
    static void describe(QJsonObject &properties, QJsonArray &required, const F &field)
    {
        using Value = typename F::Value;
        QJsonObject schema = Codec<Value>::schema();
        schema.insert(QStringLiteral("description"), fromUtf8(field.description));
        std::apply([&](const auto &...rules) { (rules.describe(schema), ...); }, field.rules);
        properties.insert(fromUtf8(field.key), schema);
        if (!kIsOptional<Value>)
            required.append(fromUtf8(field.key));
    }
};

template <class T>
QByteArray encoded(const T &value)
{
    JsonWriter writer;
    Codec<T>::encode(writer, value);
    return writer.take();
}

//! The value, or an error whose path begins with `root`, e.g. "data".
template <class T>
Result<T> decoded(const JsonValue &json, const Limits &limits, std::string_view root = {})
{
    T value{};
    Error error;
    if (Codec<T>::decode(json, value, limits, error))
        return value;
    if (!root.empty())
        prepend(error, root);
    return error;
}

} // namespace salon::wire
