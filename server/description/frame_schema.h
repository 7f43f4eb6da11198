// SPDX-License-Identifier: MIT
#pragma once
#include "server/description/kind_rows.h"

//! JSON Schema of whole WebSocket frames, and an example of each.
namespace salon::server {

QJsonObject requestFrameSchema(const KindRow &row);
QJsonObject replyFrameSchema(const KindRow &row);
QJsonObject eventFrameSchema(const KindRow &row);
QJsonObject pushFrameSchema(const KindRow &row);
QJsonObject errorFrameSchema();

//! In the order of the wire.
QByteArray requestFrameExample(const KindRow &row);
QByteArray replyFrameExample(const KindRow &row);
QByteArray eventFrameExample(const KindRow &row);
QByteArray pushFrameExample(const KindRow &row);

} // namespace salon::server
