// SPDX-License-Identifier: MIT
#include "shared/wire/schema.h"
#include <QRegularExpression>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace salon::wire {

qint64 codePoints(QStringView text)
{
    qint64 count = text.size();
    for (qsizetype i = 1; i < text.size(); ++i) {
        if (text[i].isLowSurrogate() && text[i - 1].isHighSurrogate())
            --count;
    }
    return count;
}

std::optional<Error> NotBlank::check(const QString &text, const Limits &) const
{
    const auto visible = [](QChar c) { return !c.isSpace() && c != QChar(0xFEFF); };
    if (std::ranges::any_of(text, visible))
        return {};
    return Error::badRequest({}, u"is blank"_s);
}

void NotBlank::describe(QJsonObject &schema) const
{
    schema.insert(u"minLength"_s, 1);
    schema.insert(u"pattern"_s, u"[^\\s\\uFEFF]"_s);
}

std::optional<Error> MaxLength::check(const QString &text, const Limits &limits) const
{
    if (codePoints(text) > limits.*limit)
        return Error::tooLarge({}, limits.*limit);
    return {};
}

void MaxLength::describe(QJsonObject &schema) const
{
    schema.insert(u"maxLength"_s, Limits{}.*limit);
    // The operator may set another, which hello announces under this name.
    const auto name = [&](const auto &field) {
        if (field.member == limit)
            schema.insert(u"x-limit"_s, fromUtf8(field.key));
    };
    std::apply([&](const auto &...fields) { (name(fields), ...); }, Limits::fields());
}

std::optional<Error> Length::check(const QString &text, const Limits &) const
{
    const qint64 length = codePoints(text);
    if (length > most)
        return Error::tooLarge({}, most);
    if (length < least)
        return Error::badRequest({}, u"is shorter than %1"_s.arg(least));
    return {};
}

void Length::describe(QJsonObject &schema) const
{
    schema.insert(u"minLength"_s, least);
    schema.insert(u"maxLength"_s, most);
}

std::optional<Error> Uuid::check(const QString &text, const Limits &) const
{
    if (text.size() == 36 && !QUuid::fromString(text).isNull())
        return {};
    return Error::badRequest({}, u"is no UUID"_s);
}

void Uuid::describe(QJsonObject &schema) const
{
    schema.insert(u"format"_s, u"uuid"_s);
    schema.insert(u"maxLength"_s, 36);
}

std::optional<Error> Range::check(qint64 number, const Limits &) const
{
    if (number >= least && number <= most)
        return {};
    return Error::badRequest({}, u"is not between %1 and %2"_s.arg(least).arg(most));
}

void Range::describe(QJsonObject &schema) const
{
    schema.insert(u"minimum"_s, least);
    schema.insert(u"maximum"_s, most);
}

void MaxItems::describe(QJsonObject &schema) const
{
    schema.insert(u"maxItems"_s, most);
}

bool wrongType(Error &error, const char *expected)
{
    error = Error::badRequest({}, u"expected "_s + QLatin1StringView(expected));
    return false;
}

void prepend(Error &error, std::string_view key)
{
    const bool joined = error.path.isEmpty() || error.path.startsWith(u'[');
    error.path = fromUtf8(key) + (joined ? QString() : u"."_s) + error.path;
}

void prependIndex(Error &error, qsizetype index)
{
    const bool joined = error.path.isEmpty() || error.path.startsWith(u'[');
    error.path = u"[%1]"_s.arg(index) + (joined ? QString() : u"."_s) + error.path;
}

QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

bool Codec<QString>::decode(const JsonValue &value, QString &out, const Limits &, Error &error)
{
    const auto text = value.string();
    if (!text)
        return wrongType(error, "a string");
    // QString::fromUtf8 drops a leading U+FEFF; texts are kept exactly.
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    std::string_view rest = *text;
    out.clear();
    while (rest.starts_with(kMark)) {
        out += QChar(0xFEFF);
        rest.remove_prefix(kMark.size());
    }
    out += fromUtf8(rest);
    return true;
}

QJsonObject Codec<QString>::schema()
{
    return {{u"type"_s, u"string"_s}};
}

bool Codec<qint64>::decode(const JsonValue &value, qint64 &out, const Limits &, Error &error)
{
    const auto number = value.integer();
    if (!number || *number > kMaxInteger || *number < -kMaxInteger)
        return wrongType(error, "an integer below 2^53");
    out = *number;
    return true;
}

QJsonObject Codec<qint64>::schema()
{
    return {{u"type"_s, u"integer"_s}};
}

bool Codec<bool>::decode(const JsonValue &value, bool &out, const Limits &, Error &error)
{
    const auto truth = value.boolean();
    if (!truth)
        return wrongType(error, "true or false");
    out = *truth;
    return true;
}

QJsonObject Codec<bool>::schema()
{
    return {{u"type"_s, u"boolean"_s}};
}

bool decodeId(const JsonValue &value, qint64 &out, Error &error)
{
    const auto text = value.string();
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    bool fine =
        text && !text->empty() && text->front() != '0' && std::ranges::all_of(*text, isDigit);
    if (fine)
        out = QByteArrayView(text->data(), qsizetype(text->size())).toLongLong(&fine);
    return fine || wrongType(error, "an id: a string of digits");
}

void encodeId(JsonWriter &writer, qint64 id)
{
    const QByteArray digits = QByteArray::number(id);
    writer.asciiString({digits.data(), size_t(digits.size())});
}

QJsonObject idSchema()
{
    return {{u"type"_s, u"string"_s}, {u"pattern"_s, u"^[1-9][0-9]{0,18}$"_s}};
}

QJsonObject constantSchema(std::string_view word)
{
    return {{u"const"_s, fromUtf8(word)}};
}

QJsonObject objectSchema(const QJsonObject &properties)
{
    return {{u"type"_s, u"object"_s},
            {u"properties"_s, properties},
            {u"required"_s, QJsonArray::fromStringList(properties.keys())}};
}

} // namespace salon::wire
