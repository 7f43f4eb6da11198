// SPDX-License-Identifier: MIT
#include "shared/wire/envelope.h"
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::wire {
namespace {

constexpr qint64 kMaxId = 64;
constexpr qint64 kLongestWaitMs = 24 * 3600 * 1000;

//! 1 to 64 characters, or absent.
std::optional<Error> readId(const JsonValue &body, QString &id)
{
    const auto member = body.member("id");
    if (!member)
        return {};
    Error error;
    if (!Codec<QString>::decode(*member, id, Limits{}, error))
        return error.at(u"id"_s);
    if (id.isEmpty() || codePoints(id) > kMaxId) {
        id.clear();
        return Error::badRequest(u"id"_s, u"has not 1 to 64 characters"_s);
    }
    return {};
}

//! What a timer can wait, which takes no month; what is no time to wait says nothing.
std::optional<qint64> waitable(std::optional<qint64> ms)
{
    if (!ms || *ms <= 0)
        return {};
    return std::min(*ms, kLongestWaitMs);
}

} // namespace

Result<Frame> readFrame(JsonParser &parser, QByteArrayView utf8, QString *id)
{
    Frame frame;
    TRY_ASSIGN(frame.body, parser.parse(utf8));
    if (!frame.body.isObject())
        return Error::badRequest({}, u"expected an object"_s);
    if (auto error = readId(frame.body, frame.id))
        return *std::move(error);
    if (id)
        *id = frame.id;
    const auto type = frame.body.member("type");
    if (!type || !type->string())
        return Error::badRequest(u"type"_s, u"expected a string"_s);
    frame.type = fromUtf8(*type->string());
    return frame;
}

Result<JsonValue> frameData(const Frame &frame)
{
    if (const auto data = frame.body.member("data"))
        return *data;
    return Error::badRequest(u"data"_s, u"is missing"_s);
}

QByteArray replyFrame(QStringView id, QByteArrayView data, QStringView trace)
{
    JsonWriter writer(data.size() + 96);
    writer.beginObject();
    writer.key("type");
    writer.asciiString("reply");
    writer.key("id");
    writer.string(id);
    if (!trace.isEmpty()) {
        writer.key("trace");
        writer.string(trace);
    }
    writer.key("data");
    writer.raw(data);
    writer.endObject();
    return writer.take();
}

QString frameTrace(const Frame &frame)
{
    const auto trace = frame.body.member("trace");
    return trace && trace->string() ? fromUtf8(*trace->string()) : QString();
}

QByteArray errorFrame(QStringView id, const Error &error)
{
    JsonWriter writer;
    writer.beginObject();
    writer.key("type");
    writer.asciiString("error");
    if (!id.isEmpty()) {
        writer.key("id");
        writer.string(id);
    }
    writer.key("error");
    encodeError(writer, error);
    writer.endObject();
    return writer.take();
}

void encodeError(JsonWriter &writer, const Error &error)
{
    writer.beginObject();
    writer.key("code");
    writer.asciiString(wireName(error.code));
    if (error.reason != Reason::None) {
        writer.key("reason");
        writer.asciiString(wireName(error.reason));
    }
    writer.key("message");
    // What broke inside is for the log only.
    writer.string(error.code == ErrorCode::Internal ? u"internal error"_s : error.message);
    if (!error.path.isEmpty()) {
        writer.key("path");
        writer.string(error.path);
    }
    if (error.limit) {
        writer.key("limit");
        writer.integer(*error.limit);
    }
    if (error.retryAfterMs) {
        writer.key("retry_after_ms");
        writer.integer(*error.retryAfterMs);
    }
    if (!error.trace.isEmpty()) {
        writer.key("trace");
        writer.string(error.trace);
    }
    writer.endObject();
}

std::optional<Error> decodeError(const JsonValue &json)
{
    const auto text = [&](std::string_view key) -> QString {
        const auto member = json.member(key);
        return member && member->string() ? fromUtf8(*member->string()) : QString();
    };
    const auto number = [&](std::string_view key) {
        const auto member = json.member(key);
        return member ? member->integer() : std::nullopt;
    };
    const QString word = text("code");
    if (!json.isObject() || word.isEmpty())
        return {};
    // A newer server may know more codes: what it says and its trace are of use all the same.
    const auto code = errorCodeFromWire(word.toStdString());
    Error error(code.value_or(ErrorCode::ProtocolError),
                reasonFromWire(text("reason").toStdString()), text("message"));
    error.path = text("path");
    error.trace = text("trace");
    error.limit = number("limit");
    error.retryAfterMs = waitable(number("retry_after_ms"));
    return error;
}

QJsonObject errorSchema()
{
    QJsonArray codes;
    for (int code = 0; code < kErrorCodeCount; ++code)
        codes.append(fromUtf8(wireName(ErrorCode(code))));
    const auto text = [](const QString &description) {
        return QJsonObject{{u"type"_s, u"string"_s}, {u"description"_s, description}};
    };
    const auto number = [](const QString &description) {
        return QJsonObject{{u"type"_s, u"integer"_s}, {u"description"_s, description}};
    };
    const QJsonObject properties{
        {u"code"_s,
         QJsonObject{{u"enum"_s, codes}, {u"description"_s, u"What kind of failure it is"_s}}},
        {u"reason"_s, text(u"Why, as a word; a newer server may know more of them"_s)},
        {u"message"_s, text(u"English, for developers and logs"_s)},
        {u"path"_s, text(u"What it is about, e.g. data.topic or query.limit"_s)},
        {u"limit"_s, number(u"The bound that was passed"_s)},
        {u"retry_after_ms"_s, number(u"When trying again makes sense"_s)},
        {u"trace"_s, text(u"Finds the request in the server's log"_s)},
    };
    return {{u"type"_s, u"object"_s},
            {u"properties"_s, properties},
            {u"required"_s, QJsonArray{u"code"_s, u"message"_s}}};
}

} // namespace salon::wire
