// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_anchor.h"

#include <algorithm>
#include <tuple>

namespace salon::client {
namespace {

//! The row with that number, else the last one before it, else the first of the log; -1 when only
//! what is unsent is there.
int nearestRow(const TimelineModel &model, Seq seq)
{
    int nearest = -1;
    for (int i = 0; i < model.rowCount(); ++i) {
        const Seq found = model.row(i).seq;
        if (found > 0 && (found <= seq || nearest < 0))
            nearest = i;
        if (found >= seq)
            break;
    }
    return nearest;
}

} // namespace

void TimelineAnchor::open(const ReadingPlace &place)
{
    *this = {};
    m_lost = place;
    m_isOpening = true;
    m_sticks = m_follows = place.isEnd();
}

void TimelineAnchor::opened()
{
    m_isOpening = false;
    m_lost = {};
}

ReadingPlace TimelineAnchor::place() const
{
    if (!m_lost.isEnd())
        return m_lost;
    if (m_sticks || !isSet())
        return {};
    return m_seq == 0 ? ReadingPlace{}
                      : ReadingPlace{m_seq, m_offset, m_offset > 0 ? m_lineY : m_textY};
}

void TimelineAnchor::scrolled()
{
    m_isOpening = m_sticks = m_follows = m_isRewrapped = false;
    m_lost = {};
}

void TimelineAnchor::move(int pixels)
{
    m_textY += pixels;
    m_lineY += pixels;
    m_nextY += pixels;
}

void TimelineAnchor::put(const TimelineModel &model, int index, int textY)
{
    m_row = {model.row(index).id, index};
    m_textY = m_lineY = textY;
    m_offset = 0;
    m_next = {};
    m_seq = 0;
    for (int i = index; i >= 0 && m_seq == 0; --i)
        m_seq = model.row(i).seq;
    m_sticks = m_follows = m_isRewrapped = false;
}

void TimelineAnchor::stickToEnd()
{
    m_sticks = m_follows = true;
    m_lost = {};
}

//! Another text is what stays; what stays with the end does so further on.
void TimelineAnchor::handOver(const TimelineModel &model, int index, int textY)
{
    const auto end = std::pair(m_sticks, m_follows);
    put(model, index, textY);
    std::tie(m_sticks, m_follows) = end;
}

void TimelineAnchor::rowsInserted(int first, int count)
{
    m_row.inserted(first, count);
    m_next.inserted(first, count);
}

void TimelineAnchor::rowsRemoved(int first, int count)
{
    m_row.removed(first, count);
    m_next.removed(first, count);
}

// When its row goes, the next text that stays in view takes over, at its own pixel.
void TimelineAnchor::rowsAboutToBeRemoved(const TimelineModel &model,
                                          const std::vector<RowBox> &boxes, int first, int count)
{
    if (m_row.index < first || m_row.index >= first + count)
        return;
    const RowBox *heir = nullptr;
    for (const RowBox &box : boxes) {
        if (box.index >= first + count) {
            heir = &box;
            break;
        }
        if (box.index < first)
            heir = &box;
    }
    if (heir)
        handOver(model, heir->index, heir->textY);
    else if (first + count < model.rowCount())
        handOver(model, first + count, m_textY);
    else if (first > 0)
        handOver(model, first - 1, m_textY);
    else
        m_lost = place();
}

// Rows may have moved anywhere, or be others altogether.
void TimelineAnchor::reordered(const TimelineModel &model)
{
    if (!isSet())
        return;
    const qint64 id = m_row.id;
    const ReadingPlace place = this->place();
    m_row = m_next = {};
    for (int i = 0; i < model.rowCount(); ++i) {
        if (model.row(i).id == id) {
            m_row = {id, i};
            return;
        }
    }
    m_lost = place;
}

void TimelineAnchor::rowsGone()
{
    m_lost = place();
    m_row = m_next = {};
}

bool TimelineAnchor::findAgain(const TimelineModel &model)
{
    const ReadingPlace lost = m_lost;
    const int index = lost.isEnd() ? -1 : nearestRow(model, lost.seq);
    if (index < 0)
        return false;
    put(model, index, lost.y);
    if (model.row(index).seq == lost.seq) {
        m_offset = lost.offset;
        m_isRewrapped = true;
    }
    if (!m_isOpening)
        m_lost = {};
    return true;
}

void TimelineAnchor::layoutChanges()
{
    m_isRewrapped = true;
    m_follows = m_sticks;
}

void TimelineAnchor::followLine(const LayoutOf &layoutOf)
{
    if (m_isRewrapped && m_offset > 0)
        m_textY = m_lineY - layoutOf(m_row.index).lineTop(m_offset);
}

void TimelineAnchor::endsAbove(const TimelineModel &model)
{
    if (m_next.isValid())
        handOver(model, m_next.index, m_nextY);
}

bool TimelineAnchor::isInView(const RowBox &box, int height, const RowLayout &layout) const
{
    if (m_offset == 0)
        return box.textY >= 0 && box.textY < height;
    const int top = box.textY + layout.lineTop(m_offset);
    return top < height && box.textY + layout.lineBottom(m_offset) > 0;
}

// The first text that begins in view is what is read; or the one before it, when that fills more
// than the upper half.
void TimelineAnchor::settle(const TimelineModel &model, const std::vector<RowBox> &boxes,
                            int height, const LayoutOf &layoutOf)
{
    const auto own = std::ranges::find(boxes, m_row.index, &RowBox::index);
    const bool isKept = std::exchange(m_isRewrapped, false) && !m_sticks && isSet()
        && own != boxes.end() && isInView(*own, height, layoutOf(own->index));
    const auto begins = std::ranges::find_if(
        boxes, [height](const RowBox &box) { return box.textY >= 0 && box.textY < height; });
    const RowBox &front = boxes.front();
    const bool isFilled = front.textY < 0 && front.bottom() > height / 2;
    const RowBox &first = isFilled || begins == boxes.end() ? front : *begins;
    const RowBox &chosen = isKept ? *own : first;
    take(model, chosen, layoutOf(chosen.index));
    const bool isLast = &chosen == &boxes.back();
    const RowBox &next = isLast ? chosen : *(&chosen + 1);
    m_next = {model.row(next.index).id, next.index};
    m_nextY = isLast ? 0 : next.textY;
}

// The character stays the same as long as its line does: lines break elsewhere often, and each
// time at another one.
void TimelineAnchor::take(const TimelineModel &model, const RowBox &box, const RowLayout &layout)
{
    const int before = m_row.index == box.index ? m_offset : 0;
    put(model, box.index, box.textY);
    if (m_textY >= 0)
        return;
    m_offset = layout.lineStartAt(-m_textY);
    m_lineY = m_textY + layout.lineTop(m_offset);
    if (before > 0 && layout.lineTop(before) == layout.lineTop(m_offset))
        m_offset = before;
}

void TimelineAnchor::setEnd(bool isInView, bool isTight)
{
    m_follows = isInView;
    m_sticks = isInView && isTight;
}

} // namespace salon::client
