// SPDX-License-Identifier: MIT
#include "client/ui/timeline/table_block.h"

#include "client/ui/timeline/code_block.h"
#include "client/ui/timeline/styled_text.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace salon::client {
namespace {

constexpr int kPadX = 8, kPadY = 4;
constexpr qreal kNarrowest = 40; // a column with its text broken

//! Lays out the cells of one table.
class TableBlock {
public:
    TableBlock(RowParts &parts, const Markup &markup, const MarkupTable &table,
               const TimelineStyle &style)
        : m_parts(parts), m_markup(markup), m_table(table), m_style(style),
          m_first(parts.boxes.size())
    {
    }

    //! False when it does not fit; nothing was changed then.
    bool add(qreal left, qreal width)
    {
        const size_t targets = m_parts.targets.size();
        const size_t words = m_parts.words.size();
        const size_t mentions = m_parts.mentions.size();
        const qreal pads = 2.0 * kPadX * static_cast<qreal>(columns()) + 1;
        const bool mayFit = width - pads >= static_cast<qreal>(columns()) * kNarrowest;
        if (mayFit)
            m_widths = columnWidths(measured(), width - pads);
        if (m_widths.empty()) {
            m_parts.boxes.erase(m_parts.boxes.begin() + static_cast<std::ptrdiff_t>(m_first),
                                m_parts.boxes.end());
            m_parts.targets.resize(targets);
            m_parts.words.resize(words);
            m_parts.mentions.resize(mentions);
            return false;
        }
        place(left);
        return true;
    }

private:
    size_t columns() const { return m_table.columns.size(); }

    std::vector<qreal> measured()
    {
        std::vector<qreal> wanted(columns(), 0);
        for (const auto &row : m_table.rows) {
            const bool isHead = &row == &m_table.rows.front();
            for (size_t i = 0; i < row.size(); ++i) {
                TextBox &box =
                    addStyledText(m_parts, m_markup, row[i],
                                  isHead ? m_style.theme.author : m_style.theme.body, m_style);
                box.layOut();
                wanted[i] = std::max(wanted[i], box.naturalWidth());
            }
        }
        return wanted;
    }

    void place(qreal left)
    {
        const qreal width = std::accumulate(m_widths.begin(), m_widths.end(), 0.0)
            + 2.0 * kPadX * static_cast<qreal>(columns()) + 1;
        const qreal top = m_parts.height;
        size_t box = m_first;
        addLine(QRectF(left, top, width, 1));
        for (const auto &row : m_table.rows) {
            placeRow(box, row.size(), left);
            box += row.size();
            addLine(QRectF(left, m_parts.height - 1, width, 1));
        }
        qreal x = left;
        addLine(QRectF(x, top, 1, m_parts.height - top));
        for (const qreal column : m_widths) {
            x += column + 2 * kPadX;
            addLine(QRectF(x, top, 1, m_parts.height - top));
        }
    }

    void placeRow(size_t first, size_t cells, qreal left)
    {
        qreal high = m_style.theme.body.line;
        qreal x = left + 1 + kPadX;
        for (size_t i = 0; i < cells; ++i) {
            TextBox &box = m_parts.boxes[first + i];
            const Qt::Alignment alignment = m_table.columns[i];
            const qreal room = m_widths[i] - box.rect().width();
            if (room < 0)
                box.layOut(m_widths[i], alignment);
            const qreal indent = room <= 0 || alignment == Qt::AlignLeft ? 0
                : alignment == Qt::AlignRight                            ? room
                                                                         : std::floor(room / 2);
            box.moveTo({x + indent, m_parts.height + 1 + kPadY});
            high = std::max(high, box.rect().height());
            x += m_widths[i] + 2 * kPadX;
        }
        m_parts.height += high + 2 * kPadY + 1;
    }

    void addLine(const QRectF &rect) { m_parts.shapes.push_back({RowShape::Kind::Hairline, rect}); }

    RowParts &m_parts;
    const Markup &m_markup;
    const MarkupTable &m_table;
    const TimelineStyle &m_style;
    size_t m_first; // box
    std::vector<qreal> m_widths;
};

//! The lines of the table, each character at its place.
MarkupText asSent(const QString &sent, int start, int end)
{
    MarkupText text;
    text.text = sent.sliced(start, end - start);
    text.text.remove(u'\r');
    for (int i = start; i <= end; ++i) {
        if (i == end || sent[i] != u'\r')
            text.offsets.push_back(i);
    }
    return text;
}

} // namespace

std::vector<qreal> columnWidths(const std::vector<qreal> &wanted, qreal room)
{
    std::vector<qreal> sorted = wanted;
    std::ranges::sort(sorted);
    qreal widest = 0; // of any column
    qreal left = room;
    for (size_t i = 0; i < sorted.size(); ++i) {
        widest = left / static_cast<qreal>(sorted.size() - i);
        if (sorted[i] > widest)
            break;
        left -= sorted[i];
        widest = sorted[i];
    }
    if (!sorted.empty() && widest < std::min(sorted.back(), kNarrowest))
        return {};
    std::vector<qreal> widths;
    widths.reserve(wanted.size());
    for (const qreal width : wanted)
        widths.push_back(std::min(width, std::floor(widest)));
    return widths;
}

void addTable(RowParts &parts, const Markup &markup, const MarkupBlock &block, const QString &sent,
              qreal left, qreal width, const TimelineStyle &style)
{
    if (TableBlock(parts, markup, block.table, style).add(left, width))
        return;
    addFramed(parts, asSent(sent, block.table.start, block.table.end), left, width, style);
}

} // namespace salon::client
