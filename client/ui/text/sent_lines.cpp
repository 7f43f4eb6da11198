// SPDX-License-Identifier: MIT
#include "client/ui/text/sent_lines.h"

#include <algorithm>

namespace salon::client {
namespace {

bool endsLine(QChar c)
{
    return c == u'\n' || c == u'\r';
}

} // namespace

int lineStart(QStringView sent, int offset)
{
    while (offset > 0 && !endsLine(sent[offset - 1]))
        --offset;
    return offset;
}

int lineEnd(QStringView sent, int offset)
{
    while (offset < sent.size() && !endsLine(sent[offset]))
        ++offset;
    return offset;
}

bool isQuoteSign(QChar c)
{
    return c == u' ' || c == u'\t' || c == u'>';
}

bool isRule(QStringView line)
{
    constexpr auto kFewest = 3;
    const bool isOnly = std::ranges::all_of(line, [](QChar c) {
        return isQuoteSign(c) || QStringView(u"-*_+.)0123456789").contains(c);
    });
    return isOnly
        && (line.count(u'-') >= kFewest || line.count(u'*') >= kFewest
            || line.count(u'_') >= kFewest);
}

int blankLines(QStringView sent, int from, int to)
{
    int blank = 0;
    bool isBlank = false; // the line up to here; not the one that is begun before `from`
    for (int i = from; i < to; ++i) {
        if (sent[i] == u'\n') {
            blank += isBlank ? 1 : 0;
            isBlank = true;
        } else if (!isQuoteSign(sent[i]) && sent[i] != u'\r') {
            isBlank = false;
        }
    }
    return blank;
}

} // namespace salon::client
