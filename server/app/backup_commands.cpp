// SPDX-License-Identifier: MIT
// Commands that take the data to a safe place and back.
#include "server/app/answer_shape.h"
#include "server/app/command_table.h"
#include "server/app/folder.h"
#include "server/app/operator_answers.h"
#include "server/operation/text_table.h"
#include "server/service/backup.h"
#include "server/service/restore.h"
#include "shared/base/clock.h"
#include <QElapsedTimer>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

// Through a connection of this process, not by asking the server: so it works whether one runs or
// not, takes nothing from the server's threads, and may write where only the operator may.
int takeBackup(const CommandCall &call)
{
    const QString file = QFileInfo(call.arguments.first()).absoluteFilePath();
    QElapsedTimer timer;
    timer.start();
    if (const auto made =
            backUp(Folder::databasePath(call.settings.folder()), file, call.has(u"force"_s));
        !made)
        return fail(made.error());
    const BackupAnswer answer{file, QFileInfo(file).size(), timer.elapsed()};
    print(call.has(u"json"_s) ? QString::fromUtf8(wire::encoded(answer))
                              : u"%1: %2, checked"_s.arg(file, readableBytes(answer.bytes)));
    return Done;
}

QString textOf(const RestoreAnswer &answer)
{
    QString text = u"restored %1"_s.arg(answer.file);
    text += answer.latestEvent ? u", which ends at "_s + readableDate(*answer.latestEvent)
                               : u", in which nothing has happened yet"_s;
    if (answer.keptAs)
        text += u"\nwhat was there before is kept as "_s + *answer.keptAs;
    return text;
}

int putBack(const CommandCall &call)
{
    const auto folder = Folder::take(call.settings.folder());
    if (!folder)
        return fail(folder.error());
    const QString file = QFileInfo(call.arguments.first()).absoluteFilePath();
    const auto restored = restore({.file = file,
                                   .databasePath = (*folder)->databasePath(),
                                   .mayReplace = call.has(u"force"_s),
                                   .keepsSessions = call.has(u"keep-sessions"_s),
                                   .now = Clock::system().now()});
    if (!restored)
        return fail(u"%1 was not restored: %2"_s.arg(file, restored.error().message));
    RestoreAnswer answer{file, {}, {}};
    if (restored->latestEvent > 0)
        answer.latestEvent = restored->latestEvent;
    if (!restored->keptAs.isEmpty())
        answer.keptAs = restored->keptAs;
    print(call.has(u"json"_s) ? QString::fromUtf8(wire::encoded(answer)) : textOf(answer));
    return Done;
}

} // namespace

QList<CommandRow> backupCommands()
{
    return {
        {.words = u"backup"_s,
         .summary = u"Copy the database into one file, while salond runs or not."_s,
         .more =
             u"The file holds all that was acknowledged before the command began, is checked "
             u"before it "
             "gets its name, and only its owner may read it. It is the database alone: keep the "
             "configuration and the certificate elsewhere. token.key and metrics.token are not "
             "needed, as a new one is made."_s,
         .arguments = {{.name = u"FILE"_s, .help = u"Where to; another disk is a better place."_s}},
         .options = {{.name = u"force"_s, .help = u"Replace the file when there is one."_s}},
         .json = shapeOf<BackupAnswer>(),
         .examples = {{u"salond backup /var/backups/salon.db --force"_s,
                       u"Replaces the last one when the new one is whole."_s}},
         .exits = {{Failed, u"no backup was made, and no part of one is left"_s}},
         .run = takeBackup},
        {.words = u"restore"_s,
         .summary = u"Put a backup in the place of the database, while no salond runs."_s,
         .more =
             u"Checks the file first: it has to be whole, of salond, and not of a newer version. "
             "All accounts have to log in again, and clients forget what came after the backup. "
             "Passwords and disabled accounts are as they were then."_s,
         .arguments = {{.name = u"FILE"_s, .help = u"As salond backup made it."_s}},
         .options = {{.name = u"force"_s,
                      .help = u"Replace the database that is there, and keep it beside."_s},
                     {.name = u"keep-sessions"_s,
                      .help = u"Keep the sessions of then, also those that were ended since."_s}},
         .json = shapeOf<RestoreAnswer>(),
         .examples = {{u"salond restore /var/backups/salon.db --force"_s,
                       u"Says under which name the old one is kept."_s}},
         .exits = {{Failed, u"nothing was restored, and the database is as it was"_s}},
         .run = putBack},
    };
}

} // namespace salon::server
