// SPDX-License-Identifier: MIT
#pragma once
#include "shared/protocol/fault.h"
#include <QJsonObject>
#include <QList>
#include <QString>
#include <optional>

//! The catalogue of the protocol in plain values, for what is printed of it.
namespace salon::server {

//! A member of a message, or of an object inside it: "rooms[].after".
struct FieldRow {
    QString path;
    QJsonObject schema;
    bool isRequired = true;
};

//! What stands in `data`, in a body, or in a part that has a name.
struct DataRow {
    QJsonObject schema; //!< "$ref" where it has a name of its own
    QJsonObject definition; //!< the object itself
    QList<FieldRow> fields; //!< in the order of the wire
    QByteArray example; //!< JSON, in the order of the wire
    QJsonObject exampleObject() const;
};

struct KindRow {
    QString kind;
    QString summary;
    DataRow data;
    DataRow reply; //!< of requests
    QList<protocol::Fault> faults; //!< of requests: their own
    QString whenKnown; //!< of requests that make something: when nothing new was made
    bool isSocketOnly = false; //!< of requests: none over HTTP
    bool isDroppable = false; //!< of pushes
};

struct EntityRow {
    QString name;
    QString summary;
    DataRow data;
};

const QList<KindRow> &socketRequests(); //!< over the WebSocket; most over HTTP as well
const QList<KindRow> &accountRequests(); //!< over HTTP only
const QList<KindRow> &eventKinds();
const QList<KindRow> &pushKinds();
const QList<EntityRow> &entities();
//! Those that are about a socket, as "`a`, `b` and `c`".
QString socketOnlyKinds();
//! A request of either list; it must exist.
const KindRow &requestOf(std::string_view kind);

//! "The name is taken": what the fault says, else what its reason or its code means.
QString sentenceOf(const protocol::Fault &fault);
//! {"code":…,"reason":…,"when":…}
QJsonObject faultJson(const protocol::Fault &fault);
//! The error object of such an answer, as an example.
QJsonObject exampleOf(const protocol::Fault &fault);
//! By name: what the operator may set, with its default.
QJsonObject limitsJson();
//! By code: what a WebSocket is closed with.
QJsonObject closeCodesJson();
//! By reason: what it means.
QJsonObject reasonsJson();

} // namespace salon::server
