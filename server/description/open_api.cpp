// SPDX-License-Identifier: MIT
#include "server/description/description.h"
#include "server/description/frame_schema.h"
#include "server/description/http_answers.h"
#include "server/dispatch/request_table.h"
#include "shared/protocol/session_messages.h"
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

using Access = RestRoute::Access;

//! "room.create" as a program would call it: "roomCreate".
QString camelCase(const QString &kind)
{
    QString name;
    for (const QString &word : kind.split(u'.'))
        name += name.isEmpty() ? word : word.front().toUpper() + word.sliced(1);
    for (qsizetype at; (at = name.indexOf(u'_')) >= 0;)
        name.replace(at, 2, name.mid(at + 1, 1).toUpper());
    return name;
}

QJsonObject pathParameter(const QString &name, const KindRow &kind)
{
    QJsonObject schema = kind.data.definition[u"properties"_s][name].toObject();
    QString description = schema.take(u"description"_s).toString();
    QJsonValue example = kind.data.exampleObject().value(name);
    if (name == "room"_L1) {
        schema = {{u"type"_s, u"string"_s}, {u"minLength"_s, 1}};
        description = u"Its id, or its name"_s;
        example = u"tea"_s;
    }
    return {{u"name"_s, name},     {u"in"_s, u"path"_s},    {u"required"_s, true},
            {u"schema"_s, schema}, {u"example"_s, example}, {u"description"_s, description}};
}

//! What a GET takes in its query: the members that the path does not name.
QJsonArray parameters(const RestRoute &route, const KindRow &kind)
{
    QJsonArray list;
    const QStringList inPath = route.parameters();
    for (const QString &name : inPath)
        list.append(pathParameter(name, kind));
    if (route.method != "GET")
        return list;
    for (const FieldRow &field : kind.data.fields) {
        if (inPath.contains(field.path))
            continue;
        QJsonObject schema = field.schema;
        const QJsonValue description = schema.take(u"description"_s);
        list.append(QJsonObject{{u"name"_s, field.path},
                                {u"in"_s, u"query"_s},
                                {u"schema"_s, schema},
                                {u"description"_s, description}});
    }
    return list;
}

//! The members that a body must have beside those that the path names.
QJsonObject bodySchema(const RestRoute &route, const KindRow &kind)
{
    QJsonObject schema = kind.data.definition;
    QJsonArray required;
    for (const QJsonValue &name : schema[u"required"_s].toArray()) {
        if (!route.parameters().contains(name.toString()))
            required.append(name);
    }
    schema.remove(u"required"_s);
    if (!required.isEmpty())
        schema.insert(u"required"_s, required);
    return schema;
}

QJsonArray securityOf(Access access)
{
    if (access == Access::Anybody)
        return {};
    const QString scheme = access == Access::Metrics ? u"metricsToken"_s : u"session"_s;
    return {QJsonObject{{scheme, QJsonArray()}}};
}

void addBody(QJsonObject &operation, const RestRoute &route, const KindRow &kind)
{
    if (route.method != "POST")
        return;
    const QJsonObject schema = bodySchema(route, kind);
    QJsonObject example = kind.data.exampleObject();
    for (const QString &name : route.parameters())
        example.remove(name);
    operation.insert(u"requestBody"_s,
                     QJsonObject{{u"required"_s, schema.contains(u"required"_s)},
                                 {u"content"_s, jsonContent(schema, example)}});
}

QJsonObject operationOf(const RestRoute &route, const KindRow &kind, const QString &name)
{
    const RequestRow *row = findRequest(kind.kind.toStdString());
    QJsonObject operation{{u"operationId"_s, name},
                          {u"tags"_s, QJsonArray{route.group}},
                          {u"summary"_s, kind.summary},
                          {u"x-kind"_s, kind.kind},
                          {u"security"_s, securityOf(route.access)}};
    if (!route.more.isEmpty())
        operation.insert(u"description"_s, route.more);
    if (const QJsonArray list = parameters(route, kind); !list.isEmpty())
        operation.insert(u"parameters"_s, list);
    addBody(operation, route, kind);
    operation.insert(u"responses"_s, answersOf(route, kind, row ? row->createdStatus : 200));
    return operation;
}

QJsonObject textOperation(const RestRoute &route)
{
    QJsonObject operation{{u"operationId"_s, route.name},
                          {u"tags"_s, QJsonArray{route.group}},
                          {u"summary"_s, route.more},
                          {u"security"_s, securityOf(route.access)},
                          {u"responses"_s, textAnswersOf(route)}};
    QJsonArray inPath;
    for (const QString &name : route.parameters()) {
        const QJsonObject number{{u"type"_s, u"string"_s}, {u"pattern"_s, u"^[1-9][0-9]{0,15}$"_s}};
        inPath.append(QJsonObject{{u"name"_s, name},
                                  {u"in"_s, u"path"_s},
                                  {u"required"_s, true},
                                  {u"schema"_s, number},
                                  {u"example"_s, u"42"_s},
                                  {u"description"_s, u"A number"_s}});
    }
    if (!inPath.isEmpty())
        operation.insert(u"parameters"_s, inPath);
    return operation;
}

QJsonObject paths()
{
    QJsonObject paths;
    const auto add = [&](const QString &path, const QByteArray &method, const QJsonObject &what) {
        QJsonObject item = paths.value(path).toObject();
        item.insert(QString::fromLatin1(method.toLower()), what);
        paths.insert(path, item);
    };
    for (const RestRoute &route : restRoutes()) {
        if (route.isOfEachKind()) {
            for (const RequestRow &row : requestTable()) {
                if (row.isSocketOnly)
                    continue;
                RestRoute one = route;
                one.path.replace(u"{kind}"_s, wire::fromUtf8(row.kind));
                const KindRow &kind = requestOf(row.kind);
                add(one.path, one.method, operationOf(one, kind, camelCase(kind.kind)));
            }
        } else if (route.kind.empty()) {
            add(route.path, route.method, textOperation(route));
        } else {
            add(route.path, route.method, operationOf(route, requestOf(route.kind), route.name));
        }
    }
    return paths;
}

//! Those that a path names, and those that these are made of.
void addEntities(QJsonObject &all)
{
    QByteArray document = QJsonDocument(paths()).toJson();
    for (bool isWhole = false; !isWhole;) {
        isWhole = true;
        for (const EntityRow &row : entities()) {
            if (all.contains(row.name) || !document.contains("#/$defs/" + row.name.toUtf8() + '"'))
                continue;
            QJsonObject schema = row.data.definition;
            schema.insert(u"description"_s, row.summary);
            all.insert(row.name, schema);
            document += QJsonDocument(schema).toJson();
            isWhole = false;
        }
    }
}

QJsonObject schemas()
{
    QJsonObject all{{u"Error"_s, errorBodySchema()}};
    QJsonArray events;
    for (const KindRow &row : eventKinds()) {
        all.insert(row.kind, eventFrameSchema(row));
        events.append(QJsonObject{{u"$ref"_s, u"#/$defs/"_s + row.kind}});
    }
    all.insert(u"event"_s, QJsonObject{{u"oneOf"_s, events}});
    addEntities(all);
    return all;
}

QJsonObject securitySchemes()
{
    return {{u"session"_s,
             QJsonObject{{u"type"_s, u"http"_s},
                         {u"scheme"_s, u"bearer"_s},
                         {u"bearerFormat"_s, u"JWT"_s},
                         {u"description"_s, u"The token of POST /api/login"_s}}},
            {u"metricsToken"_s,
             QJsonObject{{u"type"_s, u"http"_s},
                         {u"scheme"_s, u"bearer"_s},
                         {u"description"_s,
                          u"The text of the file metrics.token in the server's data folder"_s}}}};
}

QJsonArray tags()
{
    return {QJsonObject{{u"name"_s, u"Account"_s},
                        {u"description"_s, u"The server, its accounts, and their sessions"_s}},
            QJsonObject{{u"name"_s, u"Rooms"_s}, {u"description"_s, u"Rooms under plain paths"_s}},
            QJsonObject{{u"name"_s, u"Requests"_s},
                        {u"description"_s,
                         u"Every request of the WebSocket but %1, under its own name"_s.arg(
                             socketOnlyKinds())}},
            QJsonObject{{u"name"_s, u"Operation"_s},
                        {u"description"_s, u"For those who run the server"_s}}};
}

QJsonObject info()
{
    return {
        {u"title"_s, u"Salon over HTTP"_s},
        {u"version"_s, QString::number(protocol::kProtocolVersion)},
        {u"license"_s, QJsonObject{{u"name"_s, u"MIT"_s}, {u"identifier"_s, u"MIT"_s}}},
        {u"description"_s,
         u"Group chat that people run themselves. Whoever wants to be told of what happens opens "
         "the WebSocket at /ws, which asyncapi.json describes; docs/protocol.md explains both. "
         "JSON in UTF-8 everywhere. Every GET answers HEAD too, every path OPTIONS with `Allow`. "
         "An answer is never to be stored (`Cache-Control: no-store`). Unknown members are to be "
         "ignored."_s}};
}

} // namespace

QByteArray openApi()
{
    const QJsonObject components{{u"schemas"_s, schemas()},
                                 {u"responses"_s, sharedAnswers()},
                                 {u"securitySchemes"_s, securitySchemes()}};
    const QJsonObject host{{u"default"_s, u"chat.example.org"_s},
                           {u"description"_s, u"Where the server is"_s}};
    const QJsonArray servers{QJsonObject{{u"url"_s, u"https://{host}"_s},
                                         {u"variables"_s, QJsonObject{{u"host"_s, host}}}}};
    const QJsonObject document{{u"openapi"_s, u"3.1.0"_s},    {u"info"_s, info()},
                               {u"servers"_s, servers},       {u"tags"_s, tags()},
                               {u"paths"_s, paths()},         {u"components"_s, components},
                               {u"x-limits"_s, limitsJson()}, {u"x-reasons"_s, reasonsJson()}};
    return QJsonDocument(document).toJson().replace("#/$defs/", "#/components/schemas/");
}

} // namespace salon::server
