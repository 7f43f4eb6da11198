// SPDX-License-Identifier: MIT
#include "server/description/description.h"
#include "server/description/frame_schema.h"
#include "shared/protocol/session_messages.h"
#include <QJsonDocument>

using namespace Qt::StringLiterals;
using salon::protocol::Fault;

namespace salon::server {
namespace {

const QString kChannel = u"#/channels/socket"_s;

QJsonObject ref(const QString &to)
{
    return {{u"$ref"_s, to}};
}

QJsonObject ofChannel(const QString &message)
{
    return ref(kChannel + u"/messages/"_s + message);
}

QJsonObject message(const QString &name, const QString &summary, const QJsonObject &schema,
                    const QByteArray &example)
{
    const QJsonObject payload = QJsonDocument::fromJson(example).object();
    return {{u"name"_s, name},
            {u"summary"_s, summary},
            {u"contentType"_s, u"application/json"_s},
            {u"payload"_s, schema},
            {u"examples"_s, QJsonArray{QJsonObject{{u"payload"_s, payload}}}}};
}

//! Every way in which the request can be refused on the socket.
QList<Fault> faultsOnSocket(const KindRow &row)
{
    QList<Fault> faults = row.faults;
    const auto add = [&](const auto &more) {
        for (const Fault &fault : more) {
            const auto isSame = [&](const Fault &other) { return other.isSame(fault); };
            if (std::ranges::none_of(row.faults, isSame))
                faults.append(fault);
        }
    };
    add(protocol::kFaultsOfSession);
    add(protocol::kFaultsOfAll);
    return faults;
}

QJsonObject errorMessage()
{
    const QJsonObject error = exampleOf({ErrorCode::NotFound});
    const QJsonObject frame{{u"type"_s, u"error"_s}, {u"id"_s, u"17"_s}, {u"error"_s, error}};
    return message(u"error"_s, u"Refuses a request, or what could not be read as one"_s,
                   errorFrameSchema(), QJsonDocument(frame).toJson());
}

QJsonObject messages()
{
    QJsonObject all;
    for (const KindRow &row : socketRequests()) {
        all.insert(
            row.kind,
            message(row.kind, row.summary, requestFrameSchema(row), requestFrameExample(row)));
        const QString reply = row.kind + u".reply"_s;
        all.insert(reply,
                   message(reply, u"Answers %1"_s.arg(row.kind), replyFrameSchema(row),
                           replyFrameExample(row)));
    }
    for (const KindRow &row : eventKinds())
        all.insert(row.kind,
                   message(row.kind, row.summary, eventFrameSchema(row), eventFrameExample(row)));
    for (const KindRow &row : pushKinds())
        all.insert(row.kind,
                   message(row.kind, row.summary, pushFrameSchema(row), pushFrameExample(row)));
    all.insert(u"error"_s, errorMessage());
    return all;
}

//! Seen from the server, as AsyncAPI wants it.
QJsonObject requestOperation(const KindRow &row)
{
    QJsonArray faults;
    for (const Fault &fault : faultsOnSocket(row))
        faults.append(faultJson(fault));
    const QJsonObject reply{
        {u"channel"_s, ref(kChannel)},
        {u"messages"_s, QJsonArray{ofChannel(row.kind + u".reply"_s), ofChannel(u"error"_s)}}};
    return {{u"action"_s, u"receive"_s}, {u"channel"_s, ref(kChannel)},
            {u"summary"_s, row.summary}, {u"messages"_s, QJsonArray{ofChannel(row.kind)}},
            {u"reply"_s, reply},         {u"x-faults"_s, faults}};
}

QJsonObject sendOperation(const KindRow &row, const QString &more)
{
    return {{u"action"_s, u"send"_s},
            {u"channel"_s, ref(kChannel)},
            {u"summary"_s, row.summary},
            {u"description"_s, more},
            {u"messages"_s, QJsonArray{ofChannel(row.kind)}}};
}

QJsonObject operations()
{
    QJsonObject all;
    for (const KindRow &row : socketRequests())
        all.insert(row.kind, requestOperation(row));
    for (const KindRow &row : eventKinds())
        all.insert(row.kind,
                   sendOperation(row,
                                 u"An event of a room's log, to every session of every "
                                 "member, in order and after its commit"_s));
    for (const KindRow &row : pushKinds())
        all.insert(row.kind,
                   sendOperation(row,
                                 row.isDroppable
                                     ? u"Outside of any room's log; dropped where much is unsent"_s
                                     : u"Outside of any room's log; never dropped"_s));
    return all;
}

QJsonObject channel()
{
    const QJsonObject authorization{
        {u"type"_s, u"string"_s},
        {u"description"_s, u"\"Bearer \" and the token; it may stand in session.hello instead"_s}};
    const QJsonObject handshake{
        {u"method"_s, u"GET"_s},
        {u"headers"_s,
         QJsonObject{{u"type"_s, u"object"_s},
                     {u"properties"_s, QJsonObject{{u"Authorization"_s, authorization}}}}}};
    return {{u"address"_s, u"/ws"_s},
            {u"title"_s, u"The WebSocket"_s},
            {u"description"_s,
             u"Text frames, one JSON object each. The first is session.hello, within ten seconds; "
             "anything else first is answered with unauthorized and closed. A request carries an "
             "`id`, and one reply or error comes with the same one. A refused handshake is "
             "answered over HTTP: 403 (origin_not_allowed), 426, 503 (too_many_sockets, "
             "stopping)."_s},
            {u"messages"_s, messages()},
            {u"bindings"_s, QJsonObject{{u"ws"_s, handshake}}}};
}

QJsonObject schemas()
{
    QJsonObject all;
    QJsonArray events;
    for (const KindRow &row : eventKinds()) {
        all.insert(row.kind, eventFrameSchema(row));
        events.append(ref(u"#/$defs/"_s + row.kind));
    }
    all.insert(u"event"_s, QJsonObject{{u"oneOf"_s, events}});
    for (const EntityRow &row : entities()) {
        QJsonObject schema = row.data.definition;
        schema.insert(u"description"_s, row.summary);
        all.insert(row.name, schema);
    }
    return all;
}

QJsonObject securitySchemes()
{
    return {{u"session"_s,
             QJsonObject{{u"type"_s, u"http"_s},
                         {u"scheme"_s, u"bearer"_s},
                         {u"bearerFormat"_s, u"JWT"_s},
                         {u"description"_s, u"The token of POST /api/login"_s}}}};
}

} // namespace

QByteArray asyncApi()
{
    const QJsonObject host{{u"default"_s, u"chat.example.org"_s},
                           {u"description"_s, u"Where the server is"_s}};
    const QJsonObject server{
        {u"host"_s, u"{host}"_s},
        {u"protocol"_s, u"wss"_s},
        {u"variables"_s, QJsonObject{{u"host"_s, host}}},
        {u"security"_s, QJsonArray{ref(u"#/components/securitySchemes/session"_s)}}};
    const QJsonObject info{
        {u"title"_s, u"Salon over the WebSocket"_s},
        {u"version"_s, QString::number(protocol::kProtocolVersion)},
        {u"license"_s, QJsonObject{{u"name"_s, u"MIT"_s}}},
        {u"description"_s,
         u"What is asked, answered and told on the WebSocket of a Salon server. A token comes "
         "from POST /api/login, which openapi.json describes; docs/protocol.md explains both. "
         "Unknown members and unknown kinds of events and pushes are to be ignored."_s}};
    const QJsonObject document{
        {u"asyncapi"_s, u"3.0.0"_s},
        {u"info"_s, info},
        {u"defaultContentType"_s, u"application/json"_s},
        {u"servers"_s, QJsonObject{{u"salond"_s, server}}},
        {u"channels"_s, QJsonObject{{u"socket"_s, channel()}}},
        {u"operations"_s, operations()},
        {u"components"_s,
         QJsonObject{{u"schemas"_s, schemas()}, {u"securitySchemes"_s, securitySchemes()}}},
        {u"x-close-codes"_s, closeCodesJson()},
        {u"x-limits"_s, limitsJson()},
        {u"x-reasons"_s, reasonsJson()}};
    return QJsonDocument(document).toJson().replace("#/$defs/", "#/components/schemas/");
}

} // namespace salon::server
