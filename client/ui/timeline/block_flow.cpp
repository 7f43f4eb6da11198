// SPDX-License-Identifier: MIT
#include "client/ui/timeline/block_flow.h"

#include "client/ui/timeline/code_block.h"
#include "client/ui/timeline/styled_text.h"
#include "client/ui/timeline/table_block.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

namespace salon::client {
namespace {

using Kind = MarkupBlock::Kind;

constexpr int kBar = 3; // of a quote
constexpr int kQuoteIndent = 14;
constexpr int kListIndent = 24;
constexpr int kMarkerGap = 8;
constexpr int kRule = 17, kRuleMiddle = 8; // its height, and where the line is
constexpr int kTightGap = 2, kNearGap = 4, kGap = 8, kHeadingGap = 12;

bool isBoxed(const MarkupBlock &block)
{
    return block.kind == Kind::Code || block.kind == Kind::Table;
}

} // namespace

BlockFlow::BlockFlow(RowParts &parts, const Markup &markup, const QString &sent,
                     const TimelineStyle &style, int width)
    : m_parts(parts), m_markup(markup), m_sent(sent), m_style(style), m_width(width)
{
}

void BlockFlow::add(const TextStyle &plain, const UnfoldedBlocks &unfolded)
{
    readMarkers();
    for (size_t i = 0; i < m_markup.blocks.size(); ++i) {
        const MarkupBlock &block = m_markup.blocks[i];
        m_parts.height += gapBefore(i);
        const qreal top = m_parts.height;
        const bool isRightToLeft = block.content.text.isRightToLeft() && block.kind != Kind::Code;
        const Column column = columnOf(block, isRightToLeft);
        const size_t firstBox = m_parts.boxes.size();
        const auto index = static_cast<int>(i);
        if (block.kind == Kind::Code)
            addCode(m_parts, block, index, unfolded.contains(index), column.left, column.width,
                    m_style);
        else if (block.kind == Kind::Table)
            addTable(m_parts, m_markup, block, m_sent, column.left, column.width, m_style);
        else if (block.kind == Kind::Rule)
            addRule(block, column);
        else
            addText(block, plain);
        if (block.marker)
            addMarker(block, column, isRightToLeft, firstBox);
        addBars(block, top, isRightToLeft);
    }
    if (isBoxed(m_markup.blocks.back()))
        m_parts.height += m_style.theme.scaled(kNearGap);
}

qreal BlockFlow::gapBefore(size_t index) const
{
    const MarkupBlock &block = m_markup.blocks[index];
    if (index == 0)
        return isBoxed(block) ? m_style.theme.scaled(kNearGap) : 0;
    const MarkupBlock &before = m_markup.blocks[index - 1];
    if (block.kind == Kind::Heading)
        return m_style.theme.scaled(kHeadingGap);
    if (isBoxed(block) || isBoxed(before))
        return m_style.theme.scaled(kGap);
    if (block.isTight)
        return m_style.theme.scaled(kTightGap);
    if (block.blankLines == 0 || before.kind == Kind::Heading)
        return m_style.theme.scaled(kNearGap);
    return m_style.theme.scaled(kGap) + (block.blankLines - 1) * m_style.theme.body.line;
}

void BlockFlow::readMarkers()
{
    std::map<int, qsizetype> longest;
    const QFontMetricsF metrics(m_style.theme.body.font);
    for (const MarkupBlock &block : m_markup.blocks) {
        if (!block.marker)
            continue;
        const int list = block.levels[block.marker->level].id;
        if (block.marker->text.size() <= longest[list])
            continue;
        longest[list] = block.marker->text.size();
        m_markerWidths[list] = std::max(m_markerWidths[list],
                                        std::ceil(metrics.horizontalAdvance(block.marker->text)));
    }
}

qreal BlockFlow::indentOf(const MarkupLevel &level) const
{
    if (level.kind == MarkupLevel::Kind::Quote)
        return m_style.theme.scaled(kQuoteIndent);
    const auto found = m_markerWidths.find(level.id);
    const qreal marker = found == m_markerWidths.end() ? 0 : found->second;
    return std::max<qreal>(m_style.theme.scaled(kListIndent), marker + kMarkerGap);
}

BlockFlow::Column BlockFlow::columnOf(const MarkupBlock &block, bool isRightToLeft) const
{
    qreal indent = 0;
    for (const MarkupLevel &level : block.levels)
        indent += indentOf(level);
    indent = std::min(indent, m_width / 2);
    return {isRightToLeft ? 0 : indent, m_width - indent};
}

//! Each line has its own direction; those of one direction are laid out together.
void BlockFlow::addText(const MarkupBlock &block, const TextStyle &plain)
{
    const QString &text = block.content.text;
    const bool isHeading = block.kind == Kind::Heading;
    const TextStyle &look = !isHeading ? plain
        : block.heading == 1           ? m_style.theme.title
                                       : m_style.theme.author;
    const auto size = static_cast<int>(text.size());
    int first = 0; // of the lines that are laid out together
    bool isRightToLeft = false;
    for (int start = 0; start <= size;) {
        auto end = static_cast<int>(text.indexOf(u'\n', start));
        end = end < 0 ? size : end;
        const bool turns = QStringView(text).sliced(start, end - start).isRightToLeft();
        if (start > 0 && turns != isRightToLeft) {
            addLines(block.content.part(first, start - 1), look, columnOf(block, isRightToLeft));
            first = start;
        }
        isRightToLeft = turns;
        start = end + 1;
    }
    addLines(block.content.part(first, size), look, columnOf(block, isRightToLeft));
}

//! A long text in pieces, since laying one out takes the square of its length. They end where
//! lines do, so that nobody sees them.
void BlockFlow::addLines(const MarkupText &text, const TextStyle &look, const Column &column)
{
    constexpr int kPiece = 1000; // characters
    const auto size = static_cast<int>(text.text.size());
    int start = 0;
    while (size - start > 2 * kPiece) {
        const MarkupText piece = text.part(start, start + kPiece);
        TextBox box = styledText(m_markup, piece, look, m_style);
        box.layOut(column.width);
        const int lines = box.lineCount();
        if (lines < 2)
            break;
        const int end = start + box.linePosition(lines - 1);
        const bool isEnded = text.text[end - 1] == u'\n';
        addPiece(text.part(start, isEnded ? end - 1 : end), look, column);
        start = end;
    }
    addPiece(text.part(start, size), look, column);
}

void BlockFlow::addPiece(const MarkupText &text, const TextStyle &look, const Column &column)
{
    TextBox &box = addStyledText(m_parts, m_markup, text, look, m_style);
    box.layOut(column.width);
    box.moveTo({column.left, m_parts.height});
    m_parts.height += box.rect().height();
}

//! Beside the first line of its item.
void BlockFlow::addMarker(const MarkupBlock &block, const Column &column, bool isRightToLeft,
                          size_t firstBox)
{
    TextBox &beside = m_parts.boxes[firstBox];
    beside.setBefore(block.marker->offset);
    const qreal top = beside.lineTop(0);
    QTextCharFormat quiet;
    quiet.setForeground(m_style.theme.secondary);
    const QString &words = block.marker->text;
    TextBox &marker = m_parts.boxes.emplace_back(
        words, std::vector<int>{},
        TextBox::Look{m_style.theme.body, {{0, static_cast<int>(words.size()), quiet}}});
    marker.layOut();
    marker.moveTo({isRightToLeft ? column.width + kMarkerGap
                                 : column.left - kMarkerGap - marker.rect().width(),
                   top});
}

void BlockFlow::addRule(const MarkupBlock &block, const Column &column)
{
    const TextStyle look{m_style.theme.secondaryText.font, kRule};
    TextBox &box = addStyledText(m_parts, m_markup, block.content, look, m_style);
    box.layOut(column.width);
    box.moveTo({column.left, m_parts.height});
    m_parts.shapes.push_back({RowShape::Kind::Hairline,
                              QRectF(column.left, m_parts.height + kRuleMiddle, column.width, 1)});
    m_parts.height += box.rect().height();
}

//! One bar for each quote, along all of its blocks.
void BlockFlow::addBars(const MarkupBlock &block, qreal top, bool isRightToLeft)
{
    qreal x = 0;
    for (const MarkupLevel &level : block.levels) {
        if (level.kind == MarkupLevel::Kind::Quote) {
            const auto [bar, isNew] = m_bars.try_emplace(level.id, m_parts.shapes.size());
            if (isNew) {
                const qreal left = isRightToLeft ? m_width - x - kBar : x;
                m_parts.shapes.push_back({RowShape::Kind::QuoteBar, QRectF(left, top, kBar, 0)});
            }
            m_parts.shapes[bar->second].rect.setBottom(m_parts.height);
        }
        x = std::min(x + indentOf(level), m_width / 2);
    }
}

} // namespace salon::client
