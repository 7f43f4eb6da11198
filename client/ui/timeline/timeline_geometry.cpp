// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_geometry.h"

#include <QFontMetricsF>
#include <algorithm>

namespace salon::client {
namespace {

constexpr int kRowBottom = 1;

} // namespace

void TimelineGeometry::open(const TimelineModel *model)
{
    m_model = model;
    m_cache.clear();
    m_boxes.clear();
    m_anchor = m_held = {};
    m_sticks = true;
    m_isOpening = true;
    m_unread.close();
    if (m_model)
        m_unread.open(*m_model);
    guessAll();
}

void TimelineGeometry::opened()
{
    if (m_isOpening && rowCount() > 0)
        m_isOpening = false;
}

void TimelineGeometry::setViewport(QSize size)
{
    if (size == m_size)
        return;
    holdAnchor();
    m_isDirty = true;
    m_size = size;
}

void TimelineGeometry::styleChanged()
{
    holdAnchor();
    m_cache.clear();
    guessAll();
}

// A window is resized in many small steps; without this each step might measure from another row.
void TimelineGeometry::holdAnchor()
{
    if (m_held.isValid())
        setAnchor(m_held.index, m_heldTextY);
}

int TimelineGeometry::textOffset(const RowDecoration &decoration) const
{
    int y = decoration.hasAuthor ? m_style.groupGap + m_style.theme.body.line : m_style.rowGap;
    if (decoration.hasDayLine)
        y += m_style.dayLine;
    if (decoration.hasUnreadLine)
        y += m_style.unreadLine;
    return y;
}

int TimelineGeometry::guess(int index)
{
    const TimelineRow &row = m_model->row(index);
    const auto perLine = qMax(10, static_cast<int>(columnWidth() / m_characterWidth));
    const auto lines =
        1 + static_cast<int>(row.text.size()) / perLine + static_cast<int>(row.text.count(u'\n'));
    const int failure = row.delivery == Delivery::Failed ? m_style.theme.secondaryText.line + 8 : 0;
    return textOffset(decoration(index)) + lines * m_style.theme.body.line + failure + kRowBottom;
}

void TimelineGeometry::guessAll()
{
    m_heights.clear();
    m_isDirty = true;
    m_characterWidth = QFontMetricsF(m_style.theme.body.font).averageCharWidth();
    std::vector<int> heights;
    const int count = m_model ? m_model->rowCount() : 0;
    heights.reserve(static_cast<size_t>(count));
    for (int i = 0; i < count; ++i)
        heights.push_back(guess(i));
    m_heights.insert(0, heights);
}

RowDecoration TimelineGeometry::decoration(int index)
{
    return decorationOf(*m_model, index, m_unread.index(), m_days);
}

const RowLayout &TimelineGeometry::layout(int index)
{
    return m_cache.layout(m_model->row(index), columnWidth(), m_style);
}

RowBox TimelineGeometry::measured(int index, int y)
{
    const RowDecoration above = decoration(index);
    const int textY = textOffset(above);
    const int height = textY + layout(index).height() + kRowBottom;
    m_heights.set(index, height);
    return {index, y, height, y + textY, above};
}

void TimelineGeometry::setAnchor(int index, int textY)
{
    const TimelineRow &row = m_model->row(index);
    m_anchor = {row.id, index};
    m_anchorTextY = textY;
    m_anchorSeq = row.seq;
}

// Rows from (index, y) to the end of the viewport; returns where the last one ends.
int TimelineGeometry::fillFrom(int index, int y)
{
    m_boxes.clear();
    for (int i = index; i < rowCount() && y < m_size.height(); ++i) {
        m_boxes.push_back(measured(i, y));
        y = m_boxes.back().bottom();
    }
    return y;
}

void TimelineGeometry::placeEnd()
{
    int y = m_size.height() - kEndGap;
    int index = rowCount();
    while (index > 0 && y > 0)
        y -= measured(--index, 0).height;
    fillFrom(index, qMin(y, 0));
}

void TimelineGeometry::placeOpening()
{
    m_sticks = m_unread.index() < 0;
    if (m_sticks)
        return;
    const RowBox first = measured(m_unread.index(), 0);
    setAnchor(m_unread.index(), m_size.height() / 3 + first.textY);
}

void TimelineGeometry::settle()
{
    m_isDirty = false;
    m_boxes.clear();
    m_isAtEnd = true;
    if (rowCount() == 0) {
        m_anchor = m_held = {};
        return;
    }
    if (m_isOpening)
        placeOpening();
    if (m_sticks || !m_anchor.isValid()) {
        placeEnd();
    } else {
        int index = m_anchor.index;
        int y = m_anchorTextY - textOffset(decoration(index));
        while (y > 0 && index > 0)
            y -= measured(--index, 0).height;
        for (int end = y + measured(index, 0).height; end <= 0 && index < rowCount() - 1;) {
            y = end;
            end += measured(++index, 0).height;
        }
        const int end = fillFrom(index, qMin(y, 0));
        if (end + kEndGap < m_size.height())
            placeEnd();
    }
    chooseAnchor();
}

// The first text that begins in the viewport is what is being read; a text that fills it all, else.
void TimelineGeometry::chooseAnchor()
{
    if (m_boxes.empty()) // a viewport without height
        return;
    const auto isInView = [this](const RowBox &box) {
        return box.textY >= 0 && box.textY < m_size.height();
    };
    const auto first = std::find_if(m_boxes.begin(), m_boxes.end(), isInView);
    const auto chosen = first == m_boxes.end() ? m_boxes.begin() : first;
    setAnchor(chosen->index, chosen->textY);
    auto held = std::find_if(m_boxes.begin(), m_boxes.end(), [&](const RowBox &box) {
        return m_held.isValid() && box.index == m_held.index && isInView(box);
    });
    if (held == m_boxes.end())
        held = chosen;
    m_held = {m_model->row(held->index).id, held->index};
    m_heldTextY = held->textY;
    const RowBox &last = m_boxes.back();
    m_isAtEnd = last.index == rowCount() - 1 && last.bottom() + kEndGap <= m_size.height();
    m_sticks = m_isAtEnd && !m_model->hasNewer();
}

const std::vector<RowBox> &TimelineGeometry::boxes()
{
    if (m_isDirty)
        settle();
    return m_boxes;
}

const RowBox *TimelineGeometry::boxOf(int index)
{
    for (const RowBox &box : boxes()) {
        if (box.index == index)
            return &box;
    }
    return nullptr;
}

bool TimelineGeometry::isAtEnd()
{
    boxes();
    return m_isAtEnd;
}

qint64 TimelineGeometry::top()
{
    return boxes().empty() ? 0 : m_heights.sumBefore(m_boxes.front().index) - m_boxes.front().y;
}

} // namespace salon::client
