// SPDX-License-Identifier: MIT
#include "server/app/command_help.h"
#include "server/app/command_table.h"
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

using Lines = QList<std::pair<QString, QString>>;

//! Two columns; a left cell that is too wide has a line of its own.
QString columns(const Lines &lines)
{
    constexpr qsizetype kWidest = 30;
    qsizetype width = 0;
    for (const auto &[left, right] : lines)
        width = std::max(width, left.size() > kWidest ? 0 : left.size());
    QString text;
    for (const auto &[left, right] : lines) {
        if (left.size() > width)
            text += u"  %1\n  %2  %3\n"_s.arg(left, QString(width, u' '), right);
        else
            text += u"  %1  %2\n"_s.arg(left.leftJustified(width), right);
    }
    return text;
}

QString withArguments(const CommandRow &row)
{
    QString text = row.words;
    for (const ArgumentRow &argument : row.arguments) {
        const QString name = argument.repeats ? argument.name + u"…"_s : argument.name;
        const bool mayMiss = argument.isOptional || !argument.unless.isEmpty();
        text += mayMiss ? u" ["_s + name + u']' : u' ' + name;
    }
    return text;
}

QString optionText(const OptionRow &option)
{
    return u"--"_s + option.name + (option.value.isEmpty() ? QString() : u' ' + option.value);
}

QString listOf(const QList<CommandRow> &rows)
{
    Lines lines;
    for (const CommandRow &row : rows)
        lines.append({withArguments(row), row.summary});
    return columns(lines);
}

QString helpOfRow(const CommandRow &row)
{
    QString text = u"Usage: %1\n\n%2\n"_s.arg(usageOf(row), row.summary);
    if (!row.more.isEmpty())
        text += row.more + u'\n';
    Lines arguments;
    for (const ArgumentRow &argument : row.arguments)
        arguments.append({argument.name, argument.help});
    if (!arguments.isEmpty())
        text += u'\n' + columns(arguments);
    Lines options;
    for (const OptionRow &option : optionsOf(row))
        options.append({optionText(option), option.help});
    text += u"\nOptions:\n"_s + columns(options);
    if (!row.json.isEmpty())
        text += u"\nPrints with --json:\n  %1\n"_s.arg(row.json);
    if (!row.examples.isEmpty())
        text += u"\nExamples:\n"_s;
    for (const ExampleRow &example : row.examples)
        text += u"  %1\n      %2\n"_s.arg(example.line, example.says);
    Lines exits;
    for (const ExitRow &exit : exitsOf(row))
        exits.append({QString::number(exit.code), exit.meaning});
    return text + u"\nExit codes:\n"_s + columns(exits);
}

} // namespace

QString usageOf(const CommandRow &row)
{
    QString text = u"salond "_s + withArguments(row);
    for (const OptionRow &option : row.options)
        text += u" [%1]"_s.arg(optionText(option));
    return row.json.isEmpty() ? text : text + u" [--json]"_s;
}

QString helpOfAll()
{
    return u"%1\n\nUsage: salond COMMAND [OPTIONS]\n\nCommands:\n%2\n"
           "\"salond help COMMAND\" says more of one.\n\n"
           "Options:\n%3\n"
           "Exit codes: 0 done, 1 failed, 2 not understood.\n"_s.arg(
               QString::fromLatin1(kAbout), listOf(commandTable()),
               columns({{u"-h, --help"_s, u"Print this, or the help of a command."_s},
                        {u"-v, --version"_s, u"Print the version."_s}}));
}

QString helpOf(const QString &words)
{
    if (const CommandRow *row = findCommand(words))
        return helpOfRow(*row);
    QList<CommandRow> rows;
    for (const CommandRow &row : commandTable()) {
        if (row.words.startsWith(words + u' '))
            rows.append(row);
    }
    if (rows.isEmpty())
        return {};
    return u"Usage: salond %1 …\n\n%2\n\"salond help %3\" says more of one.\n"_s.arg(
        words, listOf(rows), rows.first().words);
}

} // namespace salon::server
