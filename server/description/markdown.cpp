// SPDX-License-Identifier: MIT
#include "server/description/description.h"
#include "server/description/frame_schema.h"
#include "server/description/markdown_text.h"
#include "server/net/rest_routes.h"
#include "server/service/permissions.h"
#include <QFile>
#include <QHash>

using namespace Qt::StringLiterals;
using salon::protocol::Fault;

static void registerResources()
{
    Q_INIT_RESOURCE(protocol); // a static library does not do it by itself
}

namespace salon::server {
namespace {

QString fieldTable(const QList<FieldRow> &fields)
{
    QList<QStringList> rows;
    for (const FieldRow &field : fields) {
        rows.append({code(field.path),
                     typeText(field.schema) + (field.isRequired ? QString() : u", may be absent"_s),
                     field.schema[u"description"_s].toString()});
    }
    return table({u"member"_s, u"is"_s, u"meaning"_s}, rows);
}

//! The members of an object: by its name where it has one, nothing where it is empty.
QString membersOf(const QString &title, const DataRow &data)
{
    if (data.fields.isEmpty())
        return title + u": `{}`\n\n"_s;
    if (data.schema.contains(u"$ref"_s))
        return title + u": "_s + typeText(data.schema) + u"\n\n"_s;
    return title + u":\n\n"_s + fieldTable(data.fields) + u'\n';
}

QString refusalsOf(const KindRow &row)
{
    QStringList list;
    for (const Fault &fault : row.faults) {
        QString text = code(wire::fromUtf8(wireName(fault.code)));
        if (fault.reason != Reason::None)
            text += u' ' + code(wire::fromUtf8(wireName(fault.reason)));
        if (!fault.when.empty())
            text += u" ("_s + sentenceOf(fault) + u')';
        list.append(text);
    }
    return list.isEmpty() ? QString() : u"Errors of its own: "_s + list.join(u", "_s) + u"\n\n"_s;
}

QString requestSections()
{
    QString text;
    for (const KindRow &row : socketRequests()) {
        text += u"### "_s + row.kind + u"\n\n"_s + row.summary + u".\n\n"_s;
        text +=
            membersOf(u"Data"_s, row.data) + membersOf(u"Answer"_s, row.reply) + refusalsOf(row);
        text += jsonBlock({requestFrameExample(row), replyFrameExample(row)}) + u'\n';
    }
    return text;
}

const RestRoute &routeOf(const KindRow &row)
{
    const auto isIts = [&](const RestRoute &route) {
        return wire::fromUtf8(route.kind) == row.kind;
    };
    const auto route = std::ranges::find_if(restRoutes(), isIts);
    if (route == restRoutes().end())
        qFatal("no path for %s", qPrintable(row.kind));
    return *route;
}

QString accountSections()
{
    QString text;
    for (const KindRow &row : accountRequests()) {
        const RestRoute &route = routeOf(row);
        text += u"### "_s + QString::fromLatin1(route.method) + u' ' + route.path + u"\n\n"_s
            + row.summary + u'.'
            + (route.access == RestRoute::Anybody ? u" Needs no token."_s : QString()) + u"\n\n"_s;
        if (route.method == "POST" && !row.data.fields.isEmpty())
            text += membersOf(u"Body"_s, row.data);
        text += membersOf(u"Answer"_s, row.reply) + refusalsOf(row);
        QByteArrayList examples;
        if (route.method == "POST" && !row.data.fields.isEmpty())
            examples.append(row.data.example);
        if (!row.reply.fields.isEmpty())
            examples.append(row.reply.example);
        if (!examples.isEmpty())
            text += jsonBlock(examples) + u'\n';
    }
    return text;
}

QString frameSections(const QList<KindRow> &rows, QByteArray (*example)(const KindRow &))
{
    QString text;
    for (const KindRow &row : rows) {
        text += u"### "_s + row.kind + u"\n\n"_s + row.summary + u".\n\n"_s
            + membersOf(u"Data"_s, row.data) + jsonBlock({example(row)}) + u'\n';
    }
    return text;
}

QString entitySections()
{
    QString text;
    for (const EntityRow &row : entities())
        text += u"### "_s + row.name + u"\n\n"_s + row.summary + u".\n\n"_s
            + fieldTable(row.data.fields) + u'\n';
    return text;
}

QString pathTable()
{
    QList<QStringList> rows;
    for (const RestRoute &route : restRoutes()) {
        const QString kind = wire::fromUtf8(route.kind);
        QString what = route.more;
        if (!kind.isEmpty()) {
            const KindRow &request = requestOf(route.kind);
            const auto &onSocket = socketRequests();
            const bool isOnSocket =
                std::ranges::find(onSocket, kind, &KindRow::kind) != onSocket.end();
            what = isOnSocket ? u"As "_s + link(kind) : request.summary;
            if (!route.more.isEmpty())
                what += u". "_s + route.more;
        }
        if (route.isOfEachKind())
            what = u"Each of the [requests](#requests) but "_s + socketOnlyKinds();
        const QString access = route.access == RestRoute::Anybody ? u"nothing"_s
            : route.access == RestRoute::Session                  ? u"a session"_s
                                                                  : u"its own token"_s;
        rows.append({code(QString::fromLatin1(route.method) + u' ' + route.path), access, what});
    }
    return table({u"path"_s, u"needs"_s, u"what"_s}, rows);
}

QString limitTable()
{
    QList<QStringList> rows;
    const auto add = [&](const auto &field) {
        rows.append({code(wire::fromUtf8(field.key)), grouped(wire::Limits{}.*field.member),
                     wire::fromUtf8(field.description)});
    };
    std::apply([&](const auto &...fields) { (add(fields), ...); }, wire::Limits::fields());
    return table({u"limit"_s, u"unless set"_s, u"meaning"_s}, rows);
}

QString errorTable()
{
    QList<QStringList> rows;
    for (int i = 0; i < kErrorCodeCount; ++i) {
        const auto error = ErrorCode(i);
        const int status = httpStatus(error);
        rows.append({code(wire::fromUtf8(wireName(error))),
                     status ? QString::number(status) : u"–"_s, QString::number(closeCode(error)),
                     wire::fromUtf8(meaning(error))});
    }
    return table({u"code"_s, u"HTTP"_s, u"close"_s, u"meaning"_s}, rows);
}

QString reasonTable()
{
    QList<QStringList> rows;
    for (int i = 1; i < kReasonCount; ++i)
        rows.append(
            {code(wire::fromUtf8(wireName(Reason(i)))), wire::fromUtf8(meaning(Reason(i)))});
    return table({u"reason"_s, u"meaning"_s}, rows);
}

//! What the row makes of somebody's asking it of a room of that kind.
QString verdict(const PermissionRow &row, const QString &kind, const QString &role)
{
    RoomRow room;
    room.kind = kind;
    room.role = role;
    const auto permitted = permit(row, room);
    if (!permitted && permitted.error().code == ErrorCode::NotFound)
        return code(wire::fromUtf8(wireName(ErrorCode::NotFound)));
    if (!permitted)
        return code(wire::fromUtf8(wireName(permitted.error().reason)));
    using enum PermissionRow::Messages;
    const bool isOwn = row.messages == Own || (row.messages == OwnOrAsOwner && role != "owner"_L1);
    return isOwn ? u"one's own"_s : u"yes"_s;
}

QString whoMayAsk()
{
    const QString none, member = u"member"_s, owner = u"owner"_s;
    QList<QStringList> rows;
    for (const PermissionRow &row : permissionTable()) {
        if (row.least == Standing::Stranger)
            continue;
        const auto of = [&row](const char *kind, const QString &role) {
            return verdict(row, QString::fromLatin1(kind), role);
        };
        rows.append({link(wire::fromUtf8(row.kind)), of("public", none), of("public", member),
                     of("public", owner), of("private", none), of("private", member),
                     of("private", owner), of("direct", none), of("direct", member)});
    }
    return table({u"request"_s, u"public, not in it"_s, u"public, member"_s, u"public, owner"_s,
                  u"private, not in it"_s, u"private, member"_s, u"private, owner"_s,
                  u"direct, not in it"_s, u"direct, in it"_s},
                 rows);
}

QString refusalTable()
{
    QList<QStringList> rows;
    for (const HttpRefusal &row : kHttpRefusals)
        rows.append({QString::number(row.status), wire::fromUtf8(row.when)});
    return table({u"status"_s, u"when"_s}, rows);
}

} // namespace

QByteArray protocolMarkdown()
{
    registerResources();
    QFile guide(u":/protocol/guide.md"_s);
    if (!guide.open(QIODevice::ReadOnly))
        qFatal("the guide to the protocol is missing in this build");
    QString text = QString::fromUtf8(guide.readAll());
    const QHash<QString, QString> parts{
        {u"requests"_s, requestSections()},
        {u"accounts"_s, accountSections()},
        {u"events"_s, frameSections(eventKinds(), eventFrameExample)},
        {u"pushes"_s, frameSections(pushKinds(), pushFrameExample)},
        {u"entities"_s, entitySections()},
        {u"paths"_s, pathTable()},
        {u"limits"_s, limitTable()},
        {u"errors"_s, errorTable()},
        {u"reasons"_s, reasonTable()},
        {u"refusals"_s, refusalTable()},
        {u"permissions"_s, whoMayAsk()},
        {u"socket_only"_s, socketOnlyKinds()},
    };
    for (auto part = parts.begin(); part != parts.end(); ++part)
        text.replace(u"{{"_s + part.key() + u"}}"_s, part.value().trimmed());
    return text.toUtf8();
}

} // namespace salon::server
