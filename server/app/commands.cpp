// SPDX-License-Identifier: MIT
#include "server/app/commands.h"
#include "server/app/command_help.h"
#include "server/app/command_line.h"
#include "server/app/command_settings.h"
#include "server/app/folder.h"
#include "server/app/operator_client.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

int printHelp(const QStringList &words)
{
    QString text = words.isEmpty() ? helpOfAll() : QString();
    for (qsizetype count = words.size(); count > 0 && text.isEmpty(); --count)
        text = helpOf(words.first(count).join(u' '));
    if (text.isEmpty())
        return fail(u"unknown command \"%1\"; see salond --help"_s.arg(words.first()),
                    NotUnderstood);
    print(text);
    return Done;
}

int run(CommandCall &call)
{
    const CommandRow &row = *call.row;
    if (row.needs == Needs::Nothing || row.needs == Needs::Itself)
        return row.run(call);
    auto settings = settingsOf(call);
    if (!settings)
        return fail(settings.error());
    call.settings = *std::move(settings);
    const QString folder = call.settings.folder();
    if (row.needs == Needs::RunningServer && !Folder::isTaken(folder))
        return fail(u"no salond serves %1, and %2 is about a running one"_s.arg(folder, row.words));
    return row.run ? row.run(call) : askAndPrint(call.settings, call.request());
}

} // namespace

int runCommand(const QStringList &arguments)
{
    const auto line = splitCommandLine(arguments);
    if (!line)
        return fail(line.error(), NotUnderstood);
    if (line->has(u"help"_s))
        return printHelp(line->words);
    if (line->has(u"version"_s)) {
        print(u"salond "_s + QStringLiteral(SALON_VERSION));
        return Done;
    }
    auto call = commandCall(*line);
    return call ? run(*call) : fail(call.error(), NotUnderstood);
}

} // namespace salon::server
