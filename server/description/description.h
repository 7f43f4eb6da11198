// SPDX-License-Identifier: MIT
#pragma once
#include <QByteArray>

//! What others write clients from, made from the catalogue and the routes; the same bytes at each
//! call.
namespace salon::server {

//! JSON Schema 2020-12 of all that is said, `$defs` by kind.
QByteArray jsonSchema();
//! OpenAPI 3.1 of all that is asked over HTTP.
QByteArray openApi();
//! AsyncAPI 3.0 of the WebSocket.
QByteArray asyncApi();
//! For people: the prose of resources/protocol/guide.md around tables of all of it.
QByteArray protocolMarkdown();

} // namespace salon::server
