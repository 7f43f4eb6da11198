// SPDX-License-Identifier: MIT
#include "client/ui/timeline/code_colors.h"

namespace salon::client {

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

} // namespace salon::client
