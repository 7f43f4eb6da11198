// SPDX-License-Identifier: MIT
#include "client/ui/text/chat_line.h"

namespace salon::client {
namespace {

constexpr int kLongestNumber = 9; // digits of a list item's number

bool isBlank(QChar c)
{
    return c == u' ' || c == u'\t';
}

int afterBlanks(QStringView text, int from, int end)
{
    while (from < end && isBlank(text[from]))
        ++from;
    return from;
}

int afterSigns(QStringView text, int from, int end, QChar sign)
{
    while (from < end && text[from] == sign)
        ++from;
    return from;
}

//! Behind "- ", "1. " and their like at `from`, or `from`.
int afterMarker(QStringView text, int from, int end)
{
    int i = from;
    if (i < end && QStringView(u"-+*").contains(text[i])) {
        ++i;
    } else {
        while (i < end && i - from < kLongestNumber && text[i] >= u'0' && text[i] <= u'9')
            ++i;
        if (i == from || i == end || (text[i] != u'.' && text[i] != u')'))
            return from;
        ++i;
    }
    return i == end || isBlank(text[i]) ? afterBlanks(text, i, end) : from;
}

ChatLine lineOf(QStringView text, int start, int end)
{
    ChatLine line{.start = start, .end = end};
    int from = start;
    while (true) {
        line.content = afterBlanks(text, from, end);
        line.indent = line.content - from;
        line.lead = from == start ? line.indent : line.lead;
        if (line.content == end || text[line.content] != u'>')
            break;
        ++line.quotes;
        from = line.content + 1;
        if (from < end && text[from] == u' ') // belongs to the sign
            ++from;
    }
    line.item = line.content;
    for (int next = afterMarker(text, line.item, end); next != line.item;) {
        line.item = next;
        next = afterMarker(text, line.item, end);
    }
    return line;
}

} // namespace

std::vector<ChatLine> chatLines(QStringView text)
{
    std::vector<ChatLine> lines;
    const auto size = static_cast<int>(text.size());
    int start = 0;
    for (int i = 0; i < size; ++i) {
        if (text[i] != u'\n' && text[i] != u'\r')
            continue;
        lines.push_back(lineOf(text, start, i));
        if (text[i] == u'\r' && i + 1 < size && text[i + 1] == u'\n')
            ++i;
        start = i + 1;
    }
    lines.push_back(lineOf(text, start, size));
    return lines;
}

Fence fenceOf(QStringView text, const ChatLine &line)
{
    constexpr int kShortest = 3;
    const int from = line.item;
    if (from == line.end || (text[from] != u'`' && text[from] != u'~'))
        return {};
    const int behind = afterSigns(text, from, line.end, text[from]);
    const QStringView info = text.sliced(behind, line.end - behind);
    if (behind - from < kShortest || (text[from] == u'`' && info.contains(u'`')))
        return {};
    return {text[from], behind - from, afterBlanks(text, behind, line.end) == line.end};
}

bool isTableRule(QStringView text, const ChatLine &line)
{
    bool hasBar = false;
    bool hasDash = false;
    for (int i = line.content; i < line.end; ++i) {
        hasBar = hasBar || text[i] == u'|';
        hasDash = hasDash || text[i] == u'-';
        if (!QStringView(u"|-: \t").contains(text[i]))
            return false;
    }
    return hasBar && hasDash;
}

int onlyOf(QStringView text, const ChatLine &line, QChar sign)
{
    const int behind = afterSigns(text, line.content, line.end, sign);
    return afterBlanks(text, behind, line.end) == line.end ? behind - line.content : 0;
}

} // namespace salon::client
