// SPDX-License-Identifier: MIT
#include "server/app/command_table.h"
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::server {

OperatorRequest CommandCall::request() const
{
    OperatorRequest request{row->words, {}, has(u"json"_s)};
    for (qsizetype i = 0; i < arguments.size(); ++i)
        request.arguments.append({row->arguments.at(i).name.toLower(), arguments.at(i)});
    for (const OptionRow &option : row->options) {
        if (has(option.name))
            request.arguments.append({option.name, this->option(option.name)});
    }
    return request;
}

const QList<CommandRow> &commandTable()
{
    static const QList<CommandRow> table = basicCommands() + accountCommands() + sessionCommands()
        + roomCommands() + QList{statsCommand(), doctorCommand(), checkCommand()} + backupCommands()
        + operationCommands();
    return table;
}

const CommandRow *findCommand(const QString &words)
{
    const auto &table = commandTable();
    const auto row = std::ranges::find(table, words, &CommandRow::words);
    return row == table.end() ? nullptr : &*row;
}

QList<OptionRow> optionsOf(const CommandRow &row)
{
    QList<OptionRow> options = row.options;
    if (!row.json.isEmpty())
        options.append({.name = u"json"_s, .help = u"Print JSON."_s});
    if (row.needs != Needs::Nothing) {
        options.append(
            {.name = u"config"_s, .value = u"FILE"_s, .help = u"Read this TOML file."_s});
        options.append(
            {.name = u"data"_s, .value = u"DIR"_s, .help = u"Keep everything in this folder."_s});
    }
    options.append({.name = u"help"_s, .help = u"Print this."_s});
    return options;
}

QList<ExitRow> exitsOf(const CommandRow &row)
{
    QList<ExitRow> exits{{Done, u"done"_s},
                         {Failed, u"failed; a sentence on standard error says why"_s},
                         {NotUnderstood, u"the command line was not understood"_s}};
    for (const ExitRow &own : row.exits) {
        const auto usual = std::ranges::find(exits, own.code, &ExitRow::code);
        if (usual == exits.end())
            exits.append(own);
        else
            *usual = own;
    }
    return exits;
}

} // namespace salon::server
