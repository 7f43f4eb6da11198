// SPDX-License-Identifier: MIT
#include "server/app/command_manual.h"
#include "server/app/command_help.h"
#include "server/app/command_table.h"

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

//! Text for roff: no character of it is a request or an escape, and a dash is one that can be
//! copied.
QString roff(QString text)
{
    text.replace(u'\\', u"\\e"_s).replace(u'-', u"\\-"_s).replace(u"…"_s, u"..."_s);
    text.replace(u'"', u"\\(dq"_s);
    return text.startsWith(u'.') || text.startsWith(u'\'') ? u"\\&"_s + text : text;
}

QString tagged(const QString &tag, const QString &text)
{
    return u".TP\n.B %1\n%2\n"_s.arg(roff(tag), roff(text));
}

QString optionTag(const OptionRow &option)
{
    return u"--"_s + option.name + (option.value.isEmpty() ? QString() : u' ' + option.value);
}

QString optionHelp(const OptionRow &option)
{
    if (option.choices.isEmpty())
        return option.help;
    return u"%1 One of %2."_s.arg(option.help, option.choices.join(u", "_s));
}

QString argumentHelp(const ArgumentRow &argument)
{
    QString help = argument.help;
    if (!argument.choices.isEmpty())
        help += u" One of %1."_s.arg(argument.choices.join(u", "_s));
    if (!argument.unless.isEmpty())
        help += u" Not with --%1."_s.arg(argument.unless);
    return help;
}

QString needsSentence(Needs needs)
{
    switch (needs) {
    case Needs::RunningServer:
        return u"Asks the salond that serves the data folder."_s;
    case Needs::Server:
        return u"Asks the salond that serves the data folder; when none does, works on the files."_s;
    case Needs::Nothing:
    case Needs::Itself:
    case Needs::Settings:
        break;
    }
    return {};
}

QString section(const CommandRow &row)
{
    QString text =
        u".SS %1\n.B %2\n.PP\n%3\n"_s.arg(roff(row.words), roff(usageOf(row)), roff(row.summary));
    for (const QString &more : {row.more, needsSentence(row.needs)}) {
        if (!more.isEmpty())
            text += roff(more) + u'\n';
    }
    for (const ArgumentRow &argument : row.arguments)
        text += tagged(argument.name, argumentHelp(argument));
    for (const OptionRow &option : row.options)
        text += tagged(optionTag(option), optionHelp(option));
    if (!row.json.isEmpty())
        text += tagged(u"--json"_s, u"Print "_s + row.json);
    for (const ExitRow &exit : row.exits)
        text += tagged(u"exit code %1"_s.arg(exit.code), exit.meaning);
    for (const ExampleRow &example : row.examples)
        text += u".PP\n.EX\n%1\n.EE\n%2\n"_s.arg(roff(example.line), roff(example.says));
    return text;
}

//! The options and exit codes that commands share.
CommandRow commonRow()
{
    CommandRow row;
    row.json = u"…"_s;
    return row;
}

QString markdownOf(const CommandRow &row)
{
    QString text = u"## %1\n\n```\n%2\n```\n\n%3"_s.arg(row.words, usageOf(row), row.summary);
    for (const QString &more : {row.more, needsSentence(row.needs)}) {
        if (!more.isEmpty())
            text += u' ' + more;
    }
    text += u"\n\n"_s;
    QStringList items;
    for (const ArgumentRow &argument : row.arguments)
        items.append(u"- `%1`: %2"_s.arg(argument.name, argumentHelp(argument)));
    for (const OptionRow &option : row.options)
        items.append(u"- `%1`: %2"_s.arg(optionTag(option), optionHelp(option)));
    if (!row.json.isEmpty())
        items.append(u"- `--json`: Print `%1`"_s.arg(row.json));
    for (const ExitRow &exit : row.exits)
        items.append(u"- exit code %1: %2"_s.arg(exit.code).arg(exit.meaning));
    if (!items.isEmpty())
        text += items.join(u'\n') + u"\n\n"_s;
    for (const ExampleRow &example : row.examples)
        text += u"    %1\n\n%2\n\n"_s.arg(example.line, example.says);
    return text;
}

} // namespace

QString manualPage()
{
    QString text = u".TH SALOND 8 \"\" \"salond %1\" \"Salon\"\n"
                   ".SH NAME\nsalond \\- group chat that people run themselves: the server\n"
                   ".SH SYNOPSIS\n.B salond\n.I COMMAND\n.RI [ OPTIONS ]\n"
                   ".SH DESCRIPTION\n"
                   "Each key of the configuration stands in a TOML file, or in the environment as "
                   "SALOND_SECTION_KEY, which wins; salond print\\-config prints all of them.\n"
                   ".SH OPTIONS\n"_s.arg(QStringLiteral(SALON_VERSION));
    for (const OptionRow &option : optionsOf(commonRow()))
        text += tagged(optionTag(option), option.help);
    text += tagged(u"--version"_s, u"Print the version."_s) + u".SH COMMANDS\n"_s;
    for (const CommandRow &row : commandTable())
        text += section(row);
    text += u".SH EXIT STATUS\n"_s;
    for (const ExitRow &exit : exitsOf(commonRow()))
        text += tagged(QString::number(exit.code), exit.meaning);
    return text;
}

QString manualMarkdown()
{
    QString text = u"# Commands of salond\n\nMade by `salond man --format markdown`; a test "
                   "compares the two.\n\n"
                   "Every command but those that need no configuration takes `--config FILE` and "
                   "`--data DIR`; every one takes `--help`.\n\n"
                   "| exit code | meaning |\n|---|---|\n"_s;
    for (const ExitRow &exit : exitsOf(commonRow()))
        text += u"| %1 | %2 |\n"_s.arg(exit.code).arg(exit.meaning);
    text += u'\n';
    for (const CommandRow &row : commandTable())
        text += markdownOf(row);
    return text.trimmed() + u'\n';
}

} // namespace salon::server
