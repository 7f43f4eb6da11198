// SPDX-License-Identifier: MIT
#include "server/description/description.h"
#include "server/description/frame_schema.h"
#include "server/description/kind_rows.h"
#include "shared/protocol/session_messages.h"
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace salon::server {

QByteArray jsonSchema()
{
    QJsonObject defs;
    for (const KindRow &row : socketRequests()) {
        defs.insert(row.kind, requestFrameSchema(row));
        defs.insert(row.kind + u".reply"_s, replyFrameSchema(row));
    }
    for (const KindRow &row : accountRequests()) {
        defs.insert(row.kind, row.data.definition);
        defs.insert(row.kind + u".reply"_s, row.reply.schema);
    }
    QJsonArray events;
    for (const KindRow &row : eventKinds()) {
        defs.insert(row.kind, eventFrameSchema(row));
        events.append(QJsonObject{{u"$ref"_s, u"#/$defs/"_s + row.kind}});
    }
    defs.insert(u"event"_s, QJsonObject{{u"oneOf"_s, events}});
    for (const KindRow &row : pushKinds())
        defs.insert(row.kind, pushFrameSchema(row));
    for (const EntityRow &row : entities())
        defs.insert(row.name, row.data.definition);
    defs.insert(u"error"_s, errorFrameSchema());
    const QJsonObject schema{{u"$schema"_s, u"https://json-schema.org/draft/2020-12/schema"_s},
                             {u"title"_s, u"Salon protocol %1"_s.arg(protocol::kProtocolVersion)},
                             {u"x-close-codes"_s, closeCodesJson()},
                             {u"x-reasons"_s, reasonsJson()},
                             {u"$defs"_s, defs}};
    return QJsonDocument(schema).toJson(QJsonDocument::Indented);
}

} // namespace salon::server
