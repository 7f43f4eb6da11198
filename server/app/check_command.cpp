// SPDX-License-Identifier: MIT
// The command that compares the database with its log.
#include "server/app/answer_shape.h"
#include "server/app/command_table.h"
#include "server/app/folder.h"
#include "server/app/operator_answers.h"
#include "server/operation/text_table.h"
#include "server/service/store_repair.h"
#include "server/store/database.h"
#include "server/store/migrator.h"
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

CheckAnswer answerOf(const RepairReport &report)
{
    CheckAnswer answer{{}, 0, report.before.rooms, report.before.events};
    for (const CheckFinding &finding : report.before.findings) {
        const bool isLeft = report.left.contains(finding);
        answer.findings.append(
            {finding.kind,
             finding.room.isValid() ? std::optional<RoomId>(finding.room) : std::nullopt,
             finding.says, finding.canHeal, !isLeft});
        answer.left += isLeft ? 1 : 0;
    }
    return answer;
}

Result<CheckAnswer> examine(const QString &path)
{
    Database database;
    TRY(database.open(path, Database::Access::ReadOnly));
    TRY(schemaOf(database));
    TRY_ASSIGN(auto report, StoreCheck(database, StoreCheck::Snapshots::EachRoom).run());
    return answerOf({report, report.findings});
}

Result<CheckAnswer> repair(const QString &path)
{
    Database database;
    TRY(database.open(path, Database::Access::ReadWrite));
    TRY(schemaOf(database));
    TRY(migrate(database));
    TRY_ASSIGN(const auto report, repairStore(database));
    return answerOf(report);
}

QString wordOf(const CheckFindingAnswer &finding)
{
    return finding.isHealed ? u"healed"_s : finding.canHeal ? u"heals"_s : u"stays"_s;
}

QString textOf(const CheckAnswer &answer)
{
    if (answer.findings.isEmpty())
        return u"sound: %1 rooms, %2 events"_s.arg(answer.rooms).arg(answer.events);
    TextTable table({{u"FINDING"_s}, {u"ROOM"_s}, {u"REPAIR"_s}, {u"WHAT"_s}});
    for (const CheckFindingAnswer &finding : answer.findings)
        table.add({finding.kind, finding.room ? finding.room->toString() : QString(),
                   wordOf(finding), finding.says});
    return table.text();
}

int check(const CommandCall &call)
{
    const QString place = call.settings.folder();
    const QString path = Folder::databasePath(place);
    if (!QFileInfo::exists(path))
        return fail(u"there is no database at "_s + path);
    std::unique_ptr<Folder> folder;
    if (call.has(u"repair"_s)) {
        auto taken = Folder::take(place);
        if (!taken)
            return fail(taken.error());
        folder = *std::move(taken);
    }
    const auto answer = folder ? repair(path) : examine(path);
    if (!answer)
        return fail(answer.error());
    print(call.has(u"json"_s) ? QString::fromUtf8(wire::encoded(*answer)) : textOf(*answer));
    return answer->left ? Failed : Done;
}

} // namespace

CommandRow checkCommand()
{
    return {
        .words = u"check"_s,
        .summary = u"Read the whole database, and compare what is quick to read with the log."_s,
        .more =
            u"A line for each thing that is wrong: in the file, in an index, a row that refers to "
            "nothing, a number without event in a room's log, and rooms, messages, members and "
            "read markers that are not as the log says. Without --repair it changes nothing "
            "and may run beside a salond."_s,
        .options = {{.name = u"repair"_s,
                     .help = u"Make what is wrong anew from the log, which itself stays as it is; "
                             "only while no salond runs."_s}},
        .json = shapeOf<CheckAnswer>(),
        .examples = {{u"salond check"_s, u"Says \"sound\", or what is not."_s},
                     {u"salond check --repair"_s, u"Heals what the log can heal."_s}},
        .exits = {{Done, u"nothing is wrong (any more)"_s},
                  {Failed, u"something is wrong, or could not be read"_s}},
        .run = check};
}

} // namespace salon::server
