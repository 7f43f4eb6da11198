// SPDX-License-Identifier: MIT
#include "server/app/command_completion.h"
#include "server/app/command_table.h"
#include <QMap>

using namespace Qt::StringLiterals;

namespace salon::server {
namespace {

//! Words that may follow others, with what they do: "user" is followed by "add", "list" …
using Following = QMap<QString, QList<std::pair<QString, QString>>>;

Following followingWords()
{
    Following following;
    for (const CommandRow &row : commandTable()) {
        const QStringList words = row.words.split(u' ');
        for (qsizetype i = 0; i < words.size(); ++i) {
            auto &next = following[words.first(i).join(u' ')];
            const bool isLast = i + 1 == words.size();
            if (next.isEmpty() || next.last().first != words[i])
                next.append(
                    {words[i], isLast ? row.summary : u"Commands about a %1."_s.arg(words[i])});
        }
    }
    return following;
}

//! Options of any command that a value follows; those whose value is `value` when that is given.
QStringList valueOptions(const QString &value = {})
{
    QStringList names;
    for (const CommandRow &row : commandTable()) {
        for (const OptionRow &option : optionsOf(row)) {
            const QString name = u"--"_s + option.name;
            if (!option.value.isEmpty() && (value.isEmpty() || option.value == value)
                && !names.contains(name))
                names.append(name);
        }
    }
    return names;
}

//! In single quotes, for all three shells.
QString quoted(const QString &text)
{
    return u'\'' + QString(text).replace(u'\'', u"’"_s) + u'\'';
}

QStringList optionNames(const CommandRow &row)
{
    QStringList names;
    for (const OptionRow &option : optionsOf(row))
        names.append(u"--"_s + option.name);
    return names;
}

//! The lines, for bash and zsh alike, that say what may be chosen after this command.
QString choicesOf(const CommandRow &row)
{
    QString lines;
    for (const OptionRow &option : optionsOf(row)) {
        if (!option.choices.isEmpty())
            lines += u"            [[ $before == --%1 ]] && choices=%2\n"_s.arg(
                option.name, quoted(option.choices.join(u' ')));
    }
    if (!row.arguments.isEmpty() && !row.arguments.first().choices.isEmpty())
        lines += u"            [[ $given == %1 ]] && choices=${choices:-%2}\n"_s.arg(
            quoted(row.words), row.arguments.first().choices.join(u' '));
    return lines;
}

//! A case for each command, and one for the words on the way to it.
QString cases()
{
    QString text;
    for (const CommandRow &row : commandTable()) {
        text += u"        %1|%2*)\n            options=%3\n%4            ;;\n"_s.arg(
            quoted(row.words), quoted(row.words + u' '), quoted(optionNames(row).join(u' ')),
            choicesOf(row));
    }
    const Following following = followingWords();
    for (auto it = following.begin(); it != following.end(); ++it) {
        QStringList words;
        for (const auto &[word, says] : it.value())
            words.append(word);
        text += u"        %1)\n            options='--help'\n            choices=%2\n"
                "            ;;\n"_s.arg(quoted(it.key()), quoted(words.join(u' ')));
    }
    return text;
}

//! Fills `given` with the words before the cursor that are neither options nor their values.
QString wordsBefore(const QString &array, const QString &first, const QString &cursor)
{
    return u"    local given='' options='' choices='' skip=0 i\n"
           "    for ((i = %2; i < %3; i++)); do\n"
           "        if ((skip)); then skip=0; continue; fi\n"
           "        case ${%1[i]} in\n"
           "            %4) skip=1 ;;\n"
           "            -*|=) ;;\n"
           "            *) given+=\"${given:+ }${%1[i]}\" ;;\n"
           "        esac\n"
           "    done\n"_s.arg(array, first, cursor, valueOptions().join(u'|'));
}

} // namespace

QString bashCompletion()
{
    return u"# Completion of salond for bash, made by: salond completion bash\n"
           "_salond()\n{\n"
           "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"_s
        + wordsBefore(u"COMP_WORDS"_s, u"1"_s, u"COMP_CWORD"_s)
        + u"    case $given in\n%1    esac\n"
          "    local IFS=$' \\t\\n'\n"
          "    case $before in\n"
          "        %2) compopt -o filenames 2>/dev/null; IFS=$'\\n'\n"
          "            COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n"
          "        %3) compopt -o filenames 2>/dev/null; IFS=$'\\n'\n"
          "            COMPREPLY=($(compgen -d -- \"$word\")); return ;;\n"
          "        %4) [[ -n $choices ]] || return ;;\n"
          "    esac\n"
          "    [[ $word == -* || -z $choices ]] && choices=$options\n"
          "    COMPREPLY=($(compgen -W \"$choices\" -- \"$word\"))\n"
          "}\n"
          "complete -F _salond salond\n"_s.arg(cases(), valueOptions(u"FILE"_s).join(u'|'),
                                               valueOptions(u"DIR"_s).join(u'|'),
                                               valueOptions().join(u'|'));
}

QString zshCompletion()
{
    return u"#compdef salond\n"
           "# Completion of salond for zsh, made by: salond completion zsh\n"
           "_salond() {\n"
           "    local word=${words[CURRENT]} before=${words[CURRENT-1]}\n"_s
        + wordsBefore(u"words"_s, u"2"_s, u"CURRENT"_s)
        + u"    case $given in\n%1    esac\n"
          "    case $before in\n"
          "        %2) _files; return ;;\n"
          "        %3) _files -/; return ;;\n"
          "        %4) [[ -n $choices ]] || return ;;\n"
          "    esac\n"
          "    [[ $word == -* || -z $choices ]] && choices=$options\n"
          "    compadd -- ${=choices}\n"
          "}\n"
          "_salond \"$@\"\n"_s.arg(cases(), valueOptions(u"FILE"_s).join(u'|'),
                                   valueOptions(u"DIR"_s).join(u'|'), valueOptions().join(u'|'));
}

QString fishCompletion()
{
    QString text = u"# Completion of salond for fish, made by: salond completion fish\n"
                   "function __salond_given\n"
                   "    set -l given\n    set -l skip 0\n"
                   "    for word in (commandline -opc)[2..-1]\n"
                   "        if test $skip = 1\n            set skip 0\n            continue\n"
                   "        end\n"
                   "        switch $word\n"
                   "            case %1\n                set skip 1\n"
                   "            case '-*'\n"
                   "            case '*'\n                set -a given $word\n"
                   "        end\n    end\n    string join ' ' $given\nend\n"
                   "function __salond_is\n    test \"$(__salond_given)\" = \"$argv[1]\"\nend\n"
                   "function __salond_in\n"
                   "    string match -q -- \"$argv[1] *\" \"$(__salond_given) \"\nend\n"
                   "complete -c salond -f\n"_s.arg(valueOptions().join(u' '));
    const Following following = followingWords();
    for (auto it = following.begin(); it != following.end(); ++it) {
        for (const auto &[word, says] : it.value())
            text += u"complete -c salond -n \"__salond_is '%1'\" -a %2 -d %3\n"_s.arg(
                it.key(), word, quoted(says));
    }
    for (const CommandRow &row : commandTable()) {
        const QString in = u"complete -c salond -n \"__salond_in '%1'\" "_s.arg(row.words);
        if (!row.arguments.isEmpty() && !row.arguments.first().choices.isEmpty())
            text += in + u"-a %1\n"_s.arg(quoted(row.arguments.first().choices.join(u' ')));
        for (const OptionRow &option : optionsOf(row)) {
            const QString value = option.value.isEmpty() ? QString()
                : !option.choices.isEmpty() ? u" -x -a "_s + quoted(option.choices.join(u' '))
                : option.value == "DIR"_L1  ? u" -x -a '(__fish_complete_directories)'"_s
                : option.value == "FILE"_L1 ? u" -r -F"_s
                                            : u" -x"_s;
            text += in + u"-l %1%2 -d %3\n"_s.arg(option.name, value, quoted(option.help));
        }
    }
    return text;
}

} // namespace salon::server
