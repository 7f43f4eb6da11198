// SPDX-License-Identifier: MIT
#pragma once
#include "shared/wire/codec.h"

namespace salon::wire {

//! What a WebSocket frame says before its data is looked at. Values live as long as the parser's
//! document.
struct Frame {
    QString type;
    QString id; //!< of requests, replies and errors; empty elsewhere
    JsonValue body; //!< the whole frame
};

//! Reads type and id. `id` is filled on errors too, as far as it could be read, so that they can be
//! answered.
Result<Frame> readFrame(JsonParser &parser, QByteArrayView utf8, QString *id = nullptr);
//! The frame's data; a frame without is an error at "data".
Result<JsonValue> frameData(const Frame &frame);

//! `trace` finds the request in the server's log; left out when empty.
QByteArray replyFrame(QStringView id, QByteArrayView data, QStringView trace = {});
//! The trace of a reply; empty when it carries none.
QString frameTrace(const Frame &frame);
QByteArray errorFrame(QStringView id, const Error &error);
//! The object of an error, {"code":…,…}, and its reading.
void encodeError(JsonWriter &writer, const Error &error);
std::optional<Error> decodeError(const JsonValue &json);
QJsonObject errorSchema();

template <class T>
QByteArray requestFrame(QStringView id, const T &request)
{
    JsonWriter writer;
    writer.beginObject();
    writer.key("type");
    writer.asciiString(T::kind);
    writer.key("id");
    writer.string(id);
    writer.key("data");
    Codec<T>::encode(writer, request);
    writer.endObject();
    return writer.take();
}

template <class T>
QByteArray pushFrame(const T &push)
{
    JsonWriter writer;
    writer.beginObject();
    writer.key("type");
    writer.asciiString(T::kind);
    writer.key("data");
    Codec<T>::encode(writer, push);
    writer.endObject();
    return writer.take();
}

} // namespace salon::wire
