// SPDX-License-Identifier: MIT
#include "client/ui/code_fence.h"

#include "client/ui/text/chat_line.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

namespace salon::client {
namespace {

Fence fenceIn(const QString &line)
{
    return fenceOf(line, chatLines(line).front());
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
            isOpen && fence.sign == open.sign && fence.length >= open.length && fence.isBare;
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
