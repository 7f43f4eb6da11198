// SPDX-License-Identifier: MIT
// How the anchor lives through changes of the model and through scrolling.
#include "client/ui/timeline/timeline_geometry.h"

namespace salon::client {

void TimelineGeometry::unreadLineMoved(int before)
{
    for (const int index : {before, m_unread.index()}) {
        if (index >= 0 && index < rowCount())
            m_heights.set(index, guess(index));
    }
}

void TimelineGeometry::rowsInserted(int first, int count)
{
    const int lineBefore = m_unread.index();
    const bool lineMoved = m_unread.update(*m_model);
    m_anchor.inserted(first, count);
    m_held.inserted(first, count);
    std::vector<int> heights;
    heights.reserve(static_cast<size_t>(count));
    for (int i = first; i < first + count; ++i)
        heights.push_back(guess(i));
    m_heights.insert(first, heights);
    if (first + count < rowCount()) // may have lost its day line or its author
        m_heights.set(first + count, guess(first + count));
    if (lineMoved)
        unreadLineMoved(lineBefore);
    m_isDirty = true;
}

// When the anchor goes, the next text that stays in view takes over, at its own pixel.
void TimelineGeometry::rowsAboutToBeRemoved(int first, int count)
{
    boxes();
    if (m_anchor.index < first || m_anchor.index >= first + count)
        return;
    const RowBox *heir = nullptr;
    for (const RowBox &box : m_boxes) {
        if (box.index >= first + count) {
            heir = &box;
            break;
        }
        if (box.index < first)
            heir = &box;
    }
    if (heir)
        setAnchor(heir->index, heir->textY);
    else if (first + count < rowCount())
        setAnchor(first + count, m_anchorTextY);
    else if (first > 0)
        setAnchor(first - 1, m_anchorTextY);
}

void TimelineGeometry::rowsRemoved(int first, int count)
{
    const int lineBefore = m_unread.index();
    m_anchor.removed(first, count);
    m_held.removed(first, count);
    m_heights.remove(first, count);
    const bool lineMoved = m_unread.update(*m_model);
    if (first < rowCount())
        m_heights.set(first, guess(first));
    if (lineMoved)
        unreadLineMoved(lineBefore);
    m_isDirty = true;
}

void TimelineGeometry::rowsChanged(int first, int last)
{
    const int lineBefore = m_unread.index();
    const bool lineMoved = m_unread.update(*m_model);
    for (int i = first; i <= last; ++i) {
        m_cache.forget(m_model->row(i).id);
        m_heights.set(i, guess(i));
    }
    if (last + 1 < rowCount())
        m_heights.set(last + 1, guess(last + 1));
    if (lineMoved)
        unreadLineMoved(lineBefore);
    m_isDirty = true;
}

// Rows may have moved anywhere, or be others altogether: the anchor is found again by its id, else
// by its place in the log.
void TimelineGeometry::rowsReordered()
{
    m_unread.update(*m_model);
    const TrackedRow old = m_anchor;
    m_anchor = m_held = {};
    int nearest = -1;
    for (int i = 0; i < m_model->rowCount(); ++i) {
        const TimelineRow &row = m_model->row(i);
        if (row.id == old.id) {
            m_anchor = {row.id, i};
            break;
        }
        if (row.seq > 0 && row.seq <= m_anchorSeq)
            nearest = i;
    }
    m_cache.clear();
    guessAll();
    if (!m_anchor.isValid() && old.isValid() && nearest >= 0)
        setAnchor(nearest, m_anchorTextY);
}

void TimelineGeometry::boundsChanged()
{
    const int lineBefore = m_unread.index();
    if (m_unread.update(*m_model))
        unreadLineMoved(lineBefore);
    m_isDirty = true;
}

void TimelineGeometry::scrolled()
{
    m_isOpening = false;
    m_sticks = false;
    m_held = {};
}

void TimelineGeometry::scrollBy(qint64 pixels)
{
    constexpr int kFarInViewports = 4;
    if (boxes().empty() || pixels == 0)
        return;
    if (qAbs(pixels) > kFarInViewports * m_size.height()) {
        scrollTo(top() + pixels);
        return;
    }
    scrolled();
    m_anchorTextY -= static_cast<int>(pixels);
    settle();
}

void TimelineGeometry::scrollTo(qint64 y)
{
    if (rowCount() == 0)
        return;
    scrolled();
    y = qBound(qint64(0), y, qMax(qint64(0), contentHeight() - m_size.height()));
    const int index = m_heights.rowAt(y);
    setAnchor(index,
              static_cast<int>(m_heights.sumBefore(index) - y) + textOffset(decoration(index)));
    settle();
}

void TimelineGeometry::scrollToEnd()
{
    scrolled();
    m_sticks = true;
    m_isDirty = true;
}

void TimelineGeometry::showRow(int index)
{
    boxes();
    const RowBox *box = boxOf(index);
    const int bottom = m_size.height() - kEndGap;
    if (box && box->y >= 0 && box->bottom() <= bottom)
        return;
    scrolled();
    const RowBox target = measured(index, 0);
    const bool isAbove = !m_boxes.empty() && index <= m_boxes.front().index;
    const int y = isAbove || target.height > bottom ? 0 : bottom - target.height;
    setAnchor(index, y + target.textY);
    settle();
}

} // namespace salon::client
