// SPDX-License-Identifier: MIT
#include "client/ui/code_fence.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

namespace salon::client {
namespace {

constexpr qsizetype kShortest = 3;

struct Fence {
    QChar sign;
    qsizetype length = 0;
    bool hasInfo = false; //!< a language behind it: it opens, and closes nothing
};

Fence fenceIn(const QString &line)
{
    constexpr qsizetype kMostIndent = 3; // as in CommonMark
    qsizetype begin = 0;
    while (begin < line.size() && begin <= kMostIndent && line[begin] == u' ')
        ++begin;
    if (begin > kMostIndent || begin == line.size() || (line[begin] != u'`' && line[begin] != u'~'))
        return {};
    const QChar sign = line[begin];
    qsizetype end = begin;
    while (end < line.size() && line[end] == sign)
        ++end;
    const QStringView info = QStringView(line).sliced(end).trimmed();
    if (end - begin < kShortest || (sign == u'`' && info.contains(u'`')))
        return {};
    return {sign, end - begin, !info.isEmpty()};
}

struct Place {
    bool isInside = false;
    bool isOnFence = false;
};

Place placeOf(const QTextCursor &cursor)
{
    Fence open;
    const QTextBlock here = cursor.block();
    for (QTextBlock block = cursor.document()->begin(); block.isValid(); block = block.next()) {
        const Fence fence = fenceIn(block.text());
        const bool isOpen = open.length > 0;
        const bool closes =
            isOpen && fence.sign == open.sign && fence.length >= open.length && !fence.hasInfo;
        const bool opens = !isOpen && fence.length > 0;
        if (block == here)
            return {isOpen && !closes, opens || closes};
        if (closes)
            open = {};
        else if (opens)
            open = fence;
    }
    return {};
}

} // namespace

bool isInFence(const QTextCursor &cursor)
{
    return placeOf(cursor).isInside;
}

bool isInCode(const QTextCursor &cursor)
{
    const Place place = placeOf(cursor);
    const QString before = cursor.block().text().first(cursor.positionInBlock());
    return place.isInside || place.isOnFence || before.count(u'`') % 2 == 1;
}

} // namespace salon::client
