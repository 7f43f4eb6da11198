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
    m_anchor.rowsInserted(first, count);
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

void TimelineGeometry::rowsAboutToBeRemoved(int first, int count)
{
    m_anchor.rowsAboutToBeRemoved(*m_model, boxes(), first, count);
}

void TimelineGeometry::rowsRemoved(int first, int count)
{
    const int lineBefore = m_unread.index();
    m_anchor.rowsRemoved(first, count);
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
    m_anchor.rowsChanged();
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
    m_anchor.reordered(*m_model);
    m_cache.clear();
    guessAll();
}

void TimelineGeometry::boundsChanged()
{
    const int lineBefore = m_unread.index();
    if (m_unread.update(*m_model))
        unreadLineMoved(lineBefore);
    m_anchor.rowsChanged();
    m_isDirty = true;
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
    const Reach reach = presentReach();
    m_anchor.scrolled();
    m_anchor.move(-static_cast<int>(pixels));
    settleWithin(reach);
}

void TimelineGeometry::scrollTo(qint64 y)
{
    if (boxes().empty())
        return;
    m_anchor.scrolled();
    y = qBound(qint64(0), y, qMax(qint64(0), contentHeight() - m_size.height()));
    const int index = m_heights.rowAt(y);
    m_anchor.put(*m_model, index,
                 static_cast<int>(m_heights.sumBefore(index) - y) + textOffset(decoration(index)));
    settleWithin(naturalReach());
}

void TimelineGeometry::scrollToEnd()
{
    m_anchor.scrolled();
    m_anchor.stickToEnd();
    m_isDirty = true;
}

void TimelineGeometry::showThirdDown(int index)
{
    m_anchor.scrolled();
    m_anchor.put(*m_model, index, 0);
    m_isDirty = true;
    if (m_size.height() <= 0)
        return; // nobody sees where
    const RowBox target = measured(index, 0);
    const int whole = m_size.height() - kEndGap - target.height;
    m_anchor.put(*m_model, index, qBound(0, whole, m_size.height() / 3) + target.textY);
    settleWithin(naturalReach());
}

void TimelineGeometry::goTo(const ReadingPlace &place)
{
    m_anchor.seek(place);
    m_isDirty = true;
}

void TimelineGeometry::showRow(int index)
{
    if (boxes().empty())
        return;
    const RowBox *box = boxOf(index);
    const int bottom = m_size.height() - kEndGap;
    if (box && box->y >= 0 && box->bottom() <= bottom)
        return;
    const bool isAbove = index <= m_boxes.front().index;
    m_anchor.scrolled();
    const RowBox target = measured(index, 0);
    const int y = isAbove || target.height > bottom ? 0 : bottom - target.height;
    m_anchor.put(*m_model, index, y + target.textY);
    settleWithin(naturalReach());
}

void TimelineGeometry::toggleFold(int index, int block)
{
    const RowBox *box = boxOf(index);
    if (!box)
        return;
    const int textY = box->textY;
    const qint64 id = m_model->row(index).id;
    if (m_unfolded[id].erase(block) == 0)
        m_unfolded[id].insert(block);
    m_cache.forget(id);
    m_anchor.scrolled();
    m_anchor.put(*m_model, index, textY);
    settleWithin(naturalReach());
}

} // namespace salon::client
