// SPDX-License-Identifier: MIT
// Commands about rooms.
#include "server/app/answer_shape.h"
#include "server/app/command_table.h"
#include "server/app/operator_answers.h"
#include "server/app/operator_desk.h"
#include "server/app/server_app.h"
#include "server/operation/text_table.h"
#include "server/service/name_rules.h"
#include "server/store/overview_store.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

using enum TextTable::Align;

struct RoomAndMembers {
    RoomOverview room;
    QList<MemberOverview> members;
};

RoomAnswer answerOfOne(const RoomOverview &r)
{
    return {r.id, r.name, r.kind, r.topic, r.members, r.messages, r.head, r.createdAt, r.lastAt};
}

RoomsAnswer answerOf(const QList<RoomOverview> &rows)
{
    RoomsAnswer answer;
    for (const RoomOverview &row : rows)
        answer.rooms.append(answerOfOne(row));
    return answer;
}

RoomDetailAnswer detailOf(const RoomAndMembers &found)
{
    RoomDetailAnswer answer{answerOfOne(found.room), {}};
    for (const MemberOverview &member : found.members)
        answer.members.append({member.user, member.role, member.unread});
    return answer;
}

QString shownName(const RoomAnswer &room)
{
    return room.name.isEmpty() ? u"(no name)"_s : room.name;
}

QString tableOf(const RoomsAnswer &answer)
{
    TextTable table({{u"ID"_s, Right},
                     {u"ROOM"_s},
                     {u"KIND"_s},
                     {u"MEMBERS"_s, Right},
                     {u"MESSAGES"_s, Right},
                     {u"LATEST EVENT"_s},
                     {u"TOPIC"_s}});
    for (const RoomAnswer &r : answer.rooms)
        table.add({r.id.toString(), shownName(r), r.kind, QString::number(r.members),
                   QString::number(r.messages), readableDate(r.lastAt), r.topic});
    return table.text();
}

QString textOf(const RoomDetailAnswer &answer)
{
    const RoomAnswer &r = answer.room;
    TextTable facts({{}, {}});
    facts.add({u"Room"_s, shownName(r)});
    facts.add({u"Id"_s, r.id.toString()});
    facts.add({u"Kind"_s, r.kind});
    facts.add({u"Topic"_s, r.topic.isEmpty() ? u"none"_s : r.topic});
    facts.add({u"Made"_s, readableDate(r.createdAt)});
    facts.add({u"Latest event"_s, u"%1, number %2"_s.arg(readableDate(r.lastAt)).arg(r.head)});
    facts.add({u"Messages"_s, QString::number(r.messages)});
    facts.add({u"Members"_s, QString::number(r.members)});
    if (answer.members.isEmpty())
        return facts.text();
    TextTable members({{u"MEMBER"_s}, {u"ROLE"_s}, {u"UNREAD"_s, Right}});
    for (const MemberAnswer &m : answer.members)
        members.add({m.user, m.role, QString::number(m.unread)});
    return facts.text() + u'\n' + members.text();
}

void serveList(ServerApp &app, const OperatorRequest &request, const Told &told)
{
    app.dispatcher().look<QList<RoomOverview>>(
        [](ReadContext &c) { return OverviewStore(c.database).rooms(); },
        telling<QList<RoomOverview>>(request.json, told, answerOf, tableOf));
}

void serveShow(ServerApp &app, const OperatorRequest &request, const Told &told)
{
    const QString name = request.value(u"name");
    auto read = [name](ReadContext &c) -> Result<RoomAndMembers> {
        OverviewStore overview(c.database);
        const qint64 id = name.toLongLong(); // no name has only digits
        TRY_ASSIGN(const auto room,
                   id > 0 ? overview.room(RoomId{id}) : overview.room(nameKey(name)));
        TRY_ASSIGN(const auto members, overview.members(room.id));
        return RoomAndMembers{room, members};
    };
    app.dispatcher().look<RoomAndMembers>(
        read, telling<RoomAndMembers>(request.json, told, detailOf, textOf));
}

} // namespace

QList<CommandRow> roomCommands()
{
    return {
        {.words = u"room list"_s,
         .summary = u"List all rooms by name."_s,
         .json = shapeOf<RoomsAnswer>(),
         .examples = {{u"salond room list"_s, u"Shows how large and how busy each room is."_s}},
         .needs = Needs::Server,
         .serve = serveList},
        {.words = u"room show"_s,
         .summary = u"Show a room and its members."_s,
         .arguments = {{.name = u"NAME"_s, .help = u"The room; its id where it is not public."_s}},
         .json = shapeOf<RoomDetailAnswer>(),
         .examples = {{u"salond room show general"_s,
                       u"Shows who is in it, and who has not read it."_s}},
         .needs = Needs::Server,
         .serve = serveShow},
    };
}

} // namespace salon::server
