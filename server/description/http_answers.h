// SPDX-License-Identifier: MIT
#pragma once
#include "server/description/kind_rows.h"
#include "server/net/rest_routes.h"

//! The answers of an operation, as OpenAPI 3.1 says them.
namespace salon::server {

//! {"error":{…}}
QJsonObject errorBodySchema();
QJsonObject jsonContent(const QJsonObject &schema, const QJsonObject &example);
//! By status: success, what can be refused there and why, and "default" for what HTTP refuses.
QJsonObject answersOf(const RestRoute &route, const KindRow &kind, int success);
QJsonObject textAnswersOf(const RestRoute &route);
//! Those that many operations have in common, by name.
QJsonObject sharedAnswers();
//! Every way in which the request can be refused over HTTP.
QList<protocol::Fault> faultsOf(RestRoute::Access access, const KindRow &kind);

} // namespace salon::server
