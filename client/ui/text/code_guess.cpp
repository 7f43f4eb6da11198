// SPDX-License-Identifier: MIT
#include "client/ui/text/code_guess.h"

#include <QLatin1String>
#include <QList>
#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

bool isListItem(QStringView line)
{
    if (line.startsWith("- "_L1) || line.startsWith("* "_L1) || line.startsWith("+ "_L1)
        || line.startsWith(u'>') || line.startsWith(QChar(0x2022)))
        return true;
    const auto digits =
        std::find_if(line.begin(), line.end(), [](QChar c) { return !c.isDigit(); });
    return digits != line.begin() && digits != line.end() && (*digits == u'.' || *digits == u')');
}

bool beginsAsCode(QStringView line)
{
    constexpr std::array kWords{
        "#include"_L1,  "import "_L1, "from "_L1,   "def "_L1,    "class "_L1,   "return"_L1,
        "function "_L1, "const "_L1,  "let "_L1,    "var "_L1,    "static "_L1,  "public "_L1,
        "private "_L1,  "SELECT "_L1, "INSERT "_L1, "CREATE "_L1, "//"_L1,       "/*"_L1,
        "</"_L1,        "@@ "_L1,     "$ "_L1,      "#!"_L1,      "package "_L1, "using "_L1};
    // "from here" and "let us" are sentences, too; they do not end as those of code do.
    const bool isSentence =
        line.endsWith(u'.') || line.endsWith(u'!') || line.endsWith(u'?') || line.endsWith(u',');
    return !isSentence && std::any_of(kWords.begin(), kWords.end(), [line](QLatin1String word) {
        return line.startsWith(word);
    });
}

bool goesOnAsCode(QStringView line)
{
    constexpr std::array kSigns{" = "_L1, "=="_L1, "!="_L1,  "->"_L1, "=>"_L1, "::"_L1, "&&"_L1,
                                "||"_L1,  "+="_L1, "();"_L1, "</"_L1, "/>"_L1, "()"_L1, ":="_L1};
    constexpr std::array kEnds{u'{', u'}', u';', u'\\', u'[', u']'};
    return std::find(kEnds.begin(), kEnds.end(), line.back()) != kEnds.end()
        || std::any_of(kSigns.begin(), kSigns.end(),
                       [line](QLatin1String sign) { return line.contains(sign); });
}

qsizetype indentOf(QStringView line)
{
    return std::find_if(line.begin(), line.end(), [](QChar c) { return !c.isSpace(); })
        - line.begin();
}

bool isCodeLine(QStringView line, QStringView next)
{
    const QStringView words = line.trimmed();
    if (isListItem(words))
        return false;
    const bool isIndented = line.startsWith(u'\t') || line.startsWith("  "_L1);
    const bool opensBlock =
        words.endsWith(u':') && !isListItem(next.trimmed()) && indentOf(next) > indentOf(line);
    return isIndented || opensBlock || beginsAsCode(words) || goesOnAsCode(words);
}

} // namespace

bool looksLikeCode(QStringView text)
{
    constexpr qsizetype kLooked = 200; // lines tell enough
    QList<QStringView> lines;
    for (const QStringView line : text.split(u'\n')) {
        const QStringView words = line.trimmed();
        if (words.startsWith("```"_L1) || words.startsWith("~~~"_L1))
            return false;
        if (!words.isEmpty() && lines.size() < kLooked)
            lines.append(line);
    }
    qsizetype code = 0;
    for (qsizetype i = 0; i < lines.size(); ++i)
        code += isCodeLine(lines[i], lines.value(i + 1)) ? 1 : 0;
    return code >= 2 && code * 2 >= lines.size();
}

} // namespace salon::client
