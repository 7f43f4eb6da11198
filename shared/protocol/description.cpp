// SPDX-License-Identifier: MIT
#include "shared/protocol/description.h"
#include "shared/protocol/catalogue.h"
#include "shared/wire/envelope.h"
#include "shared/wire/schema.h"
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace salon::protocol {
namespace {

using wire::fromUtf8;

const QJsonObject kRequestId{{u"type"_s, u"string"_s}, {u"minLength"_s, 1}, {u"maxLength"_s, 64}};

const QJsonObject kTrace{{u"type"_s, u"string"_s},
                         {u"description"_s, u"Finds the request in the server's log"_s}};

template <class T>
QJsonObject framed(QJsonObject around)
{
    around.insert(u"type"_s, wire::constantSchema(T::kind));
    around.insert(u"data"_s, wire::Codec<T>::schema());
    return wire::objectSchema(around);
}

template <class T>
QJsonObject replySchema()
{
    QJsonObject schema =
        wire::objectSchema({{u"type"_s, wire::constantSchema("reply")},
                            {u"id"_s, kRequestId},
                            {u"data"_s, wire::Codec<typename T::Reply>::schema()}});
    QJsonObject properties = schema[u"properties"_s].toObject();
    properties.insert(u"trace"_s, kTrace); // not required
    schema.insert(u"properties"_s, properties);
    return schema;
}

void addRequests(QJsonObject &defs)
{
    Requests::forEach([&]<class T>(std::type_identity<T>) {
        defs.insert(fromUtf8(T::kind), framed<T>({{u"id"_s, kRequestId}}));
        defs.insert(fromUtf8(T::kind) + u".reply"_s, replySchema<T>());
    });
    AccountRequests::forEach([&]<class T>(std::type_identity<T>) {
        defs.insert(fromUtf8(T::kind), wire::Codec<T>::schema());
        defs.insert(fromUtf8(T::kind) + u".reply"_s, wire::Codec<typename T::Reply>::schema());
    });
    defs.insert(fromUtf8(ServerCard::kind), wire::Codec<ServerCard>::schema());
}

void addEvents(QJsonObject &defs)
{
    QJsonArray all;
    Events::forEach([&]<class T>(std::type_identity<T>) {
        defs.insert(fromUtf8(T::kind),
                    framed<T>({{u"room"_s, wire::idSchema()},
                               {u"seq"_s, wire::Codec<qint64>::schema()},
                               {u"at"_s, wire::Codec<qint64>::schema()},
                               {u"by"_s, wire::idSchema()}}));
        all.append(QJsonObject{{u"$ref"_s, u"#/$defs/"_s + fromUtf8(T::kind)}});
    });
    defs.insert(u"event"_s, QJsonObject{{u"oneOf"_s, all}});
    Pushes::forEach(
        [&]<class T>(std::type_identity<T>) { defs.insert(fromUtf8(T::kind), framed<T>({})); });
}

QJsonObject closeCodes()
{
    QJsonObject codes;
    for (int code = 0; code <= int(ErrorCode::ProtocolError); ++code)
        codes.insert(fromUtf8(wireName(ErrorCode(code))), closeCode(ErrorCode(code)));
    return codes;
}

} // namespace

QByteArray jsonSchema()
{
    QJsonObject defs;
    addRequests(defs);
    addEvents(defs);
    QJsonObject error = wire::objectSchema(
        {{u"type"_s, wire::constantSchema("error")}, {u"error"_s, wire::errorSchema()}});
    defs.insert(u"error"_s, error);
    const QJsonObject schema{{u"$schema"_s, u"https://json-schema.org/draft/2020-12/schema"_s},
                             {u"title"_s, u"Salon protocol %1"_s.arg(kProtocolVersion)},
                             {u"x-close-codes"_s, closeCodes()},
                             {u"$defs"_s, defs}};
    return QJsonDocument(schema).toJson(QJsonDocument::Indented);
}

} // namespace salon::protocol
