// SPDX-License-Identifier: MIT
#include "client/ui/text/code_scanner.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

// How far is looked for the end of what may turn out to be something else. Bounds keep the time in
// proportion to the length.
constexpr qsizetype kMostPrefix = 3;
constexpr qsizetype kMostDelimiter = 16;
constexpr qsizetype kMostVariable = 64;

bool isLineEnd(QChar c)
{
    return c == u'\n' || c == QChar::LineSeparator || c == QChar::ParagraphSeparator;
}

bool isOneOf(QChar c, QLatin1String characters)
{
    return !c.isNull() && characters.contains(c);
}

bool isCapitalized(QStringView word)
{
    return word.front().isUpper()
        && (word.size() == 1
            || std::any_of(word.begin(), word.end(), [](QChar c) { return c.isLower(); }));
}

} // namespace

std::vector<CodeToken> CodeScanner::tokens() &&
{
    while (m_at < m_code.size()) {
        const bool isTaken = takeComment() || takeSection() || takeDirective() || takeRawString()
            || takeString() || takePattern() || takeVariable() || takeNumber() || takeWord();
        if (!isTaken)
            goOn(m_at + 1);
    }
    return std::move(m_tokens);
}

void CodeScanner::goOn(qsizetype end)
{
    for (; m_at < end; ++m_at) {
        const QChar c = m_code[m_at];
        m_isAfterBlank = c.isSpace();
        if (isLineEnd(c))
            m_isLineStart = true;
        if (m_isAfterBlank)
            continue;
        m_isLineStart = false;
        m_before = c;
    }
}

bool CodeScanner::take(qsizetype end, CodeTokenKind kind)
{
    m_tokens.push_back({static_cast<int>(m_at), static_cast<int>(end - m_at), kind});
    goOn(end);
    return true;
}

bool CodeScanner::isWordCharacter(QChar c) const
{
    return c.isLetterOrNumber() || c == u'_' || isOneOf(c, m_language.wordCharacters);
}

qsizetype CodeScanner::wordEnd(qsizetype from) const
{
    while (isWordCharacter(at(from)))
        ++from;
    return from;
}

qsizetype CodeScanner::lineEnd(qsizetype from) const
{
    while (from < m_code.size() && !isLineEnd(m_code[from]))
        ++from;
    return from;
}

qsizetype CodeScanner::blanksEnd(qsizetype from) const
{
    while (at(from) == u' ' || at(from) == u'\t')
        ++from;
    return from;
}

bool CodeScanner::takeComment()
{
    if (!m_language.commentOpen.isEmpty() && isNext(m_language.commentOpen)) {
        const auto close =
            m_code.indexOf(m_language.commentClose, m_at + m_language.commentOpen.size());
        return take(close < 0 ? m_code.size() : close + m_language.commentClose.size(),
                    CodeTokenKind::Comment);
    }
    for (const QLatin1String mark : m_language.lineComments) {
        // A single sign means other things within a word: colours, anchors, "$#".
        if (isNext(mark) && (mark.size() > 1 || m_isAfterBlank))
            return take(lineEnd(m_at), CodeTokenKind::Comment);
    }
    return false;
}

bool CodeScanner::takeSection()
{
    const bool isFirst = m_at == 0 || isLineEnd(m_code[m_at - 1]);
    if (!m_language.hasSections || !isFirst || at(m_at) != u'[')
        return false;
    qsizetype end = m_at;
    while (end < m_code.size() && !isLineEnd(m_code[end]) && m_code[end] != u']')
        ++end;
    while (at(end) == u']')
        ++end;
    return take(end, CodeTokenKind::Heading);
}

bool CodeScanner::takeDirective()
{
    const QChar first = at(m_at);
    if (m_language.lineDirective && m_isLineStart
        && first == QLatin1Char(m_language.lineDirective)) {
        qsizetype begin = blanksEnd(m_at + 1);
        while (at(begin) == u'!' || at(begin) == u'[')
            ++begin;
        const qsizetype end = wordEnd(begin);
        if (end == begin)
            return false;
        const bool isInclude = m_code.sliced(begin, end - begin) == "include"_L1;
        take(end, CodeTokenKind::Directive);
        const qsizetype path = blanksEnd(end);
        if (isInclude && at(path) == u'<') {
            goOn(path);
            take(stringEnd(path + 1, {"<"_L1, ">"_L1, false, false}), CodeTokenKind::String);
        }
        return true;
    }
    const bool isInWord = m_at > 0 && isWordCharacter(m_code[m_at - 1]);
    if (!m_language.directive || first != QLatin1Char(m_language.directive) || isInWord
        || !at(m_at + 1).isLetter())
        return false;
    qsizetype end = wordEnd(m_at + 1);
    while (at(end) == u'.' && at(end + 1).isLetter())
        end = wordEnd(end + 1);
    return take(end, CodeTokenKind::Directive);
}

bool CodeScanner::takeVariable()
{
    if (!m_language.variable || at(m_at) != QLatin1Char(m_language.variable))
        return false;
    qsizetype end = m_at + 1;
    if (at(end) == u'{') {
        const auto close =
            m_code.sliced(end).first(std::min(kMostVariable, m_code.size() - end)).indexOf(u'}');
        if (close < 0)
            return false;
        return take(end + close + 1, CodeTokenKind::Type);
    }
    while (at(end).isLetterOrNumber() || at(end) == u'_')
        ++end;
    if (end == m_at + 1 && isOneOf(at(end), "?#@*!$"_L1))
        ++end;
    return end > m_at + 1 && take(end, CodeTokenKind::Type);
}

bool CodeScanner::takeRawString()
{
    if (!m_language.hasRawStrings)
        return false;
    qsizetype quote = m_at;
    while (quote - m_at < kMostPrefix && isOneOf(at(quote), m_language.stringPrefixes))
        ++quote;
    if (quote == m_at)
        return false;
    const QChar mark = m_code[quote - 1];
    QString close;
    qsizetype begin = quote;
    if (mark == u'R' && at(quote) == u'"') {
        for (++begin; begin - quote <= kMostDelimiter && at(begin) != u'('; ++begin) { }
        if (at(begin) != u'(')
            return false;
        close = u')' + m_code.sliced(quote + 1, begin - quote - 1).toString() + u'"';
    } else if (mark == u'r') {
        for (; begin - quote < kMostDelimiter && at(begin) == u'#'; ++begin) { }
        if (at(begin) != u'"')
            return false;
        close = u'"' + QString(begin - quote, u'#');
    } else {
        return false;
    }
    const auto found = m_code.indexOf(close, begin + 1);
    return take(found < 0 ? m_code.size() : found + close.size(), CodeTokenKind::String);
}

bool CodeScanner::takeString()
{
    qsizetype quote = m_at;
    while (quote - m_at < kMostPrefix && isOneOf(at(quote), m_language.stringPrefixes))
        ++quote;
    const QStringView rest = m_code.sliced(std::min(quote, m_code.size()));
    for (const CodeString &rule : m_language.strings) {
        if (!rest.startsWith(rule.open))
            continue;
        if (m_language.hasLifetimes && rule.open == "'"_L1 && !isCharacter(quote))
            return false;
        const qsizetype end = stringEnd(quote + rule.open.size(), rule);
        return take(end, isKey(end, false) ? CodeTokenKind::Type : CodeTokenKind::String);
    }
    return false;
}

qsizetype CodeScanner::stringEnd(qsizetype from, const CodeString &rule) const
{
    for (; from < m_code.size(); ++from) {
        const QChar c = m_code[from];
        if (rule.hasEscapes && c == u'\\') {
            if (!isLineEnd(at(from + 1)) || rule.spansLines)
                ++from;
        } else if (!rule.spansLines && isLineEnd(c)) {
            return from;
        } else if (m_code.sliced(from).startsWith(rule.close)) {
            return from + rule.close.size();
        }
    }
    return m_code.size();
}

bool CodeScanner::isCharacter(qsizetype quote) const
{
    const QChar first = at(quote + 1);
    return first == u'\\' || at(quote + (first.isHighSurrogate() ? 3 : 2)) == u'\'';
}

bool CodeScanner::takePattern()
{
    if (!m_language.hasPatterns || at(m_at) != u'/')
        return false;
    if (!m_before.isNull() && !isOneOf(m_before, "(,=:[!&|?{};+-*%~^"_L1))
        return false; // a division
    const qsizetype end = stringEnd(m_at + 1, {"/"_L1, "/"_L1, true, false});
    if (m_code[end - 1] != u'/' || end < m_at + 2)
        return false;
    return take(wordEnd(end), CodeTokenKind::String);
}

bool CodeScanner::takeNumber()
{
    const QChar first = at(m_at);
    const bool isFraction = first == u'.' && at(m_at + 1).isDigit();
    if (!first.isDigit() && !isFraction)
        return false;
    const bool isHex = first == u'0' && isOneOf(at(m_at + 1), "xX"_L1);
    qsizetype end = m_at + 1;
    for (;; ++end) {
        const QChar c = at(end);
        const bool isSign = !isHex && isOneOf(c, "+-"_L1) && isOneOf(m_code[end - 1], "eE"_L1);
        const bool isJoint = isOneOf(c, ".'"_L1) || isSign;
        if (!c.isLetterOrNumber() && c != u'_' && !(isJoint && at(end + 1).isDigit()))
            break;
    }
    return take(end, CodeTokenKind::Number);
}

bool CodeScanner::takeWord()
{
    const QChar first = at(m_at);
    if (!first.isLetter() && first != u'_' && !(first == u'$' && isWordCharacter(first)))
        return false;
    const QChar before = m_at > 0 ? m_code[m_at - 1] : QChar();
    const bool isPart = before == u'.' || (before == u'-' && isWordCharacter(before));
    const qsizetype end = wordEnd(m_at);
    const QStringView word = m_code.sliced(m_at, end - m_at);
    if (isKey(end, true))
        return take(end, CodeTokenKind::Type);
    const auto known =
        m_words.constFind(m_language.isCaseBlind ? word.toString().toLower()
                                                 : QString::fromRawData(word.data(), word.size()));
    if (known != m_words.constEnd() && !isPart)
        return take(end, *known);
    if (m_language.hasCapitalTypes && isCapitalized(word))
        return take(end, CodeTokenKind::Type);
    goOn(end);
    return true;
}

bool CodeScanner::isKey(qsizetype end, bool isWord) const
{
    if (!m_language.keyEnd)
        return false;
    const qsizetype mark = blanksEnd(end);
    if (at(mark) != QLatin1Char(m_language.keyEnd))
        return false;
    // Addresses and times have colons inside.
    return !isWord || m_language.keyEnd != ':' || mark + 1 == m_code.size()
        || m_code[mark + 1].isSpace();
}

} // namespace salon::client
