// SPDX-License-Identifier: MIT
#include "server/description/frame_schema.h"
#include "server/description/examples.h"
#include "shared/wire/envelope.h"
#include "shared/wire/schema.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

QJsonObject withDescription(QJsonObject schema, const QString &description)
{
    schema.insert(u"description"_s, description);
    return schema;
}

QJsonObject requestId()
{
    return {{u"type"_s, u"string"_s},
            {u"minLength"_s, 1},
            {u"maxLength"_s, 64},
            {u"description"_s, u"The client's own, unique while in flight"_s}};
}

QJsonObject framed(const QString &type, const QJsonObject &data, QJsonObject around)
{
    around.insert(u"type"_s, QJsonObject{{u"const"_s, type}});
    around.insert(u"data"_s, data);
    return wire::objectSchema(around);
}

//! Moreover members that may be absent.
QJsonObject withOptional(QJsonObject schema, const QString &key, const QJsonObject &member)
{
    QJsonObject properties = schema[u"properties"_s].toObject();
    properties.insert(key, member);
    schema.insert(u"properties"_s, properties);
    return schema;
}

QByteArray pushed(const KindRow &row, const QByteArray &around)
{
    return R"({"type":")" + row.kind.toLatin1() + '"' + around + R"(,"data":)" + row.data.example
        + '}';
}

} // namespace

QJsonObject requestFrameSchema(const KindRow &row)
{
    return framed(row.kind, row.data.schema, {{u"id"_s, requestId()}});
}

QJsonObject replyFrameSchema(const KindRow &row)
{
    const QJsonObject trace{{u"type"_s, u"string"_s},
                            {u"description"_s, u"Finds the request in the server's log"_s}};
    return withOptional(framed(u"reply"_s, row.reply.schema, {{u"id"_s, requestId()}}), u"trace"_s,
                        trace);
}

QJsonObject eventFrameSchema(const KindRow &row)
{
    const QJsonObject integer = wire::Codec<qint64>::schema();
    return framed(row.kind, row.data.schema,
                  {{u"room"_s, withDescription(wire::idSchema(), u"Where"_s)},
                   {u"seq"_s, withDescription(integer, u"Place in the room's log"_s)},
                   {u"at"_s, withDescription(integer, u"When, UTC milliseconds"_s)},
                   {u"by"_s, withDescription(wire::idSchema(), u"Who did it"_s)}});
}

QJsonObject pushFrameSchema(const KindRow &row)
{
    return framed(row.kind, row.data.schema, {});
}

QJsonObject errorFrameSchema()
{
    const QJsonObject schema = wire::objectSchema(
        {{u"type"_s, wire::constantSchema("error")}, {u"error"_s, wire::errorSchema()}});
    return withOptional(
        schema, u"id"_s,
        withDescription(requestId(),
                        u"Of the request; absent when the frame could not be read that far"_s));
}

QByteArray requestFrameExample(const KindRow &row)
{
    return pushed(row, R"(,"id":"17")");
}

QByteArray replyFrameExample(const KindRow &row)
{
    return wire::replyFrame(u"17", row.reply.example, u"b0a1f4c2d7e36985");
}

QByteArray eventFrameExample(const KindRow &row)
{
    return protocol::eventFrame(kExampleRoom, 991, kExampleTime, {7}, row.kind.toStdString(),
                                row.data.example);
}

QByteArray pushFrameExample(const KindRow &row)
{
    return pushed(row, {});
}

} // namespace salon::server
