// SPDX-License-Identifier: MIT
#include "client/ui/code_fence.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

namespace salon::client {

FenceReader::Line FenceReader::read(const QString &line)
{
    const Fence fence = fenceOf(line, chatLines(line).front());
    const bool isOpen = m_open.length > 0;
    if (!isOpen && fence.length == 0)
        return Line::Text;
    if (!isOpen) {
        m_open = fence;
        return Line::Opening;
    }
    const bool closes = fence.sign == m_open.sign && fence.length >= m_open.length && fence.isBare;
    if (!closes)
        return Line::Code;
    m_open = {};
    return Line::Closing;
}

int FenceReader::state() const
{
    return 2 * m_open.length + (m_open.length > 0 && m_open.sign == u'~' ? 1 : 0);
}

FenceReader FenceReader::from(int state)
{
    FenceReader reader;
    if (state > 1)
        reader.m_open = {state % 2 == 1 ? u'~' : u'`', state / 2, false};
    return reader;
}

FenceReader::Line fencedLine(const QTextCursor &cursor)
{
    FenceReader reader;
    QTextBlock block = cursor.document()->begin();
    for (; block.isValid() && block != cursor.block(); block = block.next())
        reader.read(block.text());
    return reader.read(cursor.block().text());
}

bool isInFence(const QTextCursor &cursor)
{
    return fencedLine(cursor) == FenceReader::Line::Code;
}

bool isInCode(const QTextCursor &cursor)
{
    const QString before = cursor.block().text().first(cursor.positionInBlock());
    return fencedLine(cursor) != FenceReader::Line::Text || before.count(u'`') % 2 == 1;
}

} // namespace salon::client
