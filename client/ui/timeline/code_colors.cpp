// SPDX-License-Identifier: MIT
#include "client/ui/timeline/code_colors.h"

#include <algorithm>

namespace salon::client {
namespace {

constexpr qsizetype kLongestLine = 1000;

qsizetype longestLine(const QString &text)
{
    qsizetype longest = 0;
    for (qsizetype start = 0; start <= text.size();) {
        const qsizetype end = text.indexOf(u'\n', start);
        longest = std::max(longest, (end < 0 ? text.size() : end) - start);
        start = end < 0 ? text.size() + 1 : end + 1;
    }
    return longest;
}

} // namespace

QColor codeColor(const Theme &theme, CodeTokenKind kind)
{
    switch (kind) {
    case CodeTokenKind::Keyword:
        return theme.codeInks.keyword;
    case CodeTokenKind::Type:
        return theme.codeInks.type;
    case CodeTokenKind::String:
        return theme.codeInks.string;
    case CodeTokenKind::Number:
        return theme.codeInks.number;
    case CodeTokenKind::Comment:
        return theme.codeInks.comment;
    case CodeTokenKind::Directive:
        return theme.codeInks.directive;
    case CodeTokenKind::Added:
        return theme.codeInks.added;
    case CodeTokenKind::Removed:
        return theme.codeInks.removed;
    case CodeTokenKind::Heading:
        return theme.codeInks.heading;
    }
    return theme.text;
}

QList<QTextLayout::FormatRange> codeFormats(const QString &code, const QString &language,
                                            const Theme &theme)
{
    QList<QTextLayout::FormatRange> formats;
    if (longestLine(code) > kLongestLine)
        return formats;
    for (const CodeToken &token : tokenized(code, language)) {
        QTextCharFormat format;
        format.setForeground(codeColor(theme, token.kind));
        formats.append({token.start, token.length, format});
    }
    return formats;
}

} // namespace salon::client
