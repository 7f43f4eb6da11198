// SPDX-License-Identifier: MIT
#include "server/app/command_line.h"
#include "server/app/command_help.h"
#include "server/app/command_table.h"
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

Error notUnderstood(const QString &sentence)
{
    return Error::badRequest({}, sentence);
}

const OptionRow *findOption(const QList<OptionRow> &options, const QString &name)
{
    const auto found = std::ranges::find(options, name, &OptionRow::name);
    return found == options.end() ? nullptr : &*found;
}

//! Whether a value follows the option, whichever command it is of; nothing when none has it.
std::optional<bool> takesValue(const QString &name)
{
    if (name == "help"_L1 || name == "version"_L1)
        return false;
    for (const CommandRow &row : commandTable()) {
        const auto options = optionsOf(row);
        if (const OptionRow *option = findOption(options, name))
            return !option->value.isEmpty();
    }
    return {};
}

//! The row whose words the line begins with, the longest of them.
const CommandRow *rowOf(const QStringList &words)
{
    for (qsizetype count = words.size(); count > 0; --count) {
        if (const CommandRow *row = findCommand(words.first(count).join(u' ')))
            return row;
    }
    return nullptr;
}

Error noSuchCommand(const QStringList &words)
{
    if (words.isEmpty())
        return notUnderstood(u"expected a command; see salond --help"_s);
    QStringList following;
    for (const CommandRow &row : commandTable()) {
        if (row.words.startsWith(words.first() + u' '))
            following.append(row.words.section(u' ', 1));
    }
    if (following.isEmpty())
        return notUnderstood(u"unknown command \"%1\"; see salond --help"_s.arg(words.first()));
    return notUnderstood(u"expected one of %2 after %1; see salond %1 --help"_s.arg(
        words.first(), following.join(u", "_s)));
}

Error mustBeOneOf(const QString &what, const QStringList &choices)
{
    return notUnderstood(u"expected %1 to be one of %2"_s.arg(what, choices.join(u", "_s)));
}

Result<> checkOptions(const CommandCall &call)
{
    const auto options = optionsOf(*call.row);
    for (auto given = call.options.begin(); given != call.options.end(); ++given) {
        const OptionRow *option = findOption(options, given.key());
        if (!option)
            return notUnderstood(u"salond %1 has no option --%2; see salond %1 --help"_s.arg(
                call.row->words, given.key()));
        if (!option->choices.isEmpty() && !option->choices.contains(given.value()))
            return mustBeOneOf(u"--"_s + option->name, option->choices);
    }
    return {};
}

Result<> checkArguments(const CommandCall &call)
{
    qsizetype least = 0;
    qsizetype most = 0;
    for (const ArgumentRow &argument : call.row->arguments) {
        if (!argument.unless.isEmpty() && call.has(argument.unless))
            continue;
        const QString given = call.arguments.value(most);
        if (!given.isEmpty() && !argument.choices.isEmpty() && !argument.choices.contains(given))
            return mustBeOneOf(argument.name, argument.choices);
        least += argument.isOptional ? 0 : 1;
        most = argument.repeats ? std::max(most + 1, call.arguments.size()) : most + 1;
    }
    const qsizetype count = call.arguments.size();
    if (count >= least && count <= most)
        return {};
    const QString sentence = count < least ? u"expected: %1"_s.arg(usageOf(*call.row))
                                           : u"\"%1\" is a word too many; expected: %2"_s.arg(
                                               call.arguments.at(most), usageOf(*call.row));
    return notUnderstood(sentence + u"; see salond %1 --help"_s.arg(call.row->words));
}

} // namespace

Result<SplitLine> splitCommandLine(const QStringList &arguments)
{
    SplitLine line;
    bool onlyWords = false;
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        const QString &text = arguments.at(i);
        if (onlyWords || !text.startsWith(u'-') || text == "-"_L1) {
            line.words.append(text);
            continue;
        }
        if (text == "--"_L1) {
            onlyWords = true;
            continue;
        }
        const QString name = text == "-h"_L1 ? u"help"_s
            : text == "-v"_L1                ? u"version"_s
                                             : text.section(u'=', 0, 0).mid(2);
        const auto takes = takesValue(name);
        if (!takes)
            return notUnderstood(u"unknown option %1; see salond --help"_s.arg(text));
        const qsizetype equals = text.indexOf(u'=');
        if (*takes && equals < 0 && i + 1 == arguments.size())
            return notUnderstood(u"expected a value after %1"_s.arg(text));
        if (!*takes && equals >= 0)
            return notUnderstood(u"--%1 takes no value"_s.arg(name));
        line.options[name] = !*takes ? QString()
            : equals >= 0            ? text.mid(equals + 1)
                                     : arguments.at(++i);
    }
    return line;
}

Result<CommandCall> commandCall(const SplitLine &line)
{
    const CommandRow *row = rowOf(line.words);
    if (!row)
        return noSuchCommand(line.words);
    CommandCall call;
    call.row = row;
    call.arguments = line.words.sliced(row->words.count(u' ') + 1);
    call.options = line.options;
    TRY(checkOptions(call));
    TRY(checkArguments(call));
    return call;
}

} // namespace salon::server
