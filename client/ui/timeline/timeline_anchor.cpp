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
    if (m_spot.seq == 0)
        return {};
    return {m_spot.seq, m_spot.offset, m_spot.offset > 0 ? m_spot.lineY : m_spot.textY};
}

void TimelineAnchor::scrolled()
{
    m_isOpening = m_sticks = m_follows = m_isRewrapped = false;
    m_lost = {};
    m_first.reset();
}

void TimelineAnchor::move(int pixels)
{
    m_spot.textY += pixels;
    m_spot.lineY += pixels;
}

TimelineAnchor::Spot TimelineAnchor::spotAt(const TimelineModel &model, int index, int textY)
{
    Spot spot{.row = {model.row(index).id, index}, .textY = textY, .lineY = textY};
    for (int i = index; i >= 0 && spot.seq == 0; --i)
        spot.seq = model.row(i).seq;
    return spot;
}

void TimelineAnchor::put(const TimelineModel &model, int index, int textY)
{
    m_spot = spotAt(model, index, textY);
    m_first.reset();
    m_sticks = m_follows = m_isRewrapped = false;
}

void TimelineAnchor::readFirst()
{
    if (m_first)
        m_spot = *std::exchange(m_first, std::nullopt);
}

void TimelineAnchor::stickToEnd()
{
    m_sticks = m_follows = true;
    m_lost = {};
}

void TimelineAnchor::seek(const ReadingPlace &place)
{
    scrolled();
    m_lost = place;
    m_spot.row = m_spot.next = {};
}

//! Another text is what stays; what stays with the end does so further on.
void TimelineAnchor::handOver(const TimelineModel &model, int index, int textY)
{
    const auto end = std::pair(m_sticks, m_follows);
    put(model, index, textY);
    std::tie(m_sticks, m_follows) = end;
}

void TimelineAnchor::Spot::inserted(int first, int count)
{
    row.inserted(first, count);
    next.inserted(first, count);
}

void TimelineAnchor::Spot::removed(int first, int count)
{
    row.removed(first, count);
    next.removed(first, count);
}

void TimelineAnchor::rowsInserted(int first, int count)
{
    readFirst();
    m_spot.inserted(first, count);
}

void TimelineAnchor::rowsRemoved(int first, int count)
{
    m_spot.removed(first, count);
}

// When its row goes, the next text that stays in view takes over, at its own pixel.
void TimelineAnchor::rowsAboutToBeRemoved(const TimelineModel &model,
                                          const std::vector<RowBox> &boxes, int first, int count)
{
    readFirst();
    if (index() < first || index() >= first + count)
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
        handOver(model, first + count, textY());
    else if (first > 0)
        handOver(model, first - 1, textY());
    else
        m_lost = place();
}

// Rows may have moved anywhere, or be others altogether.
void TimelineAnchor::reordered(const TimelineModel &model)
{
    readFirst();
    if (!isSet())
        return;
    const qint64 id = m_spot.row.id;
    const ReadingPlace place = this->place();
    m_spot.row = m_spot.next = {};
    for (int i = 0; i < model.rowCount(); ++i) {
        if (model.row(i).id == id) {
            m_spot.row = {id, i};
            return;
        }
    }
    m_lost = place;
}

void TimelineAnchor::rowsGone()
{
    m_lost = place();
    m_spot.row = m_spot.next = {};
}

bool TimelineAnchor::findAgain(const TimelineModel &model)
{
    const ReadingPlace lost = m_lost;
    const int index = lost.isEnd() ? -1 : nearestRow(model, lost.seq);
    if (index < 0)
        return false;
    put(model, index, lost.y);
    if (model.row(index).seq == lost.seq) {
        m_spot.offset = lost.offset;
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
    m_first.reset();
}

void TimelineAnchor::followLine(const LayoutOf &layoutOf)
{
    if (m_isRewrapped && m_spot.offset > 0)
        m_spot.textY = m_spot.lineY - layoutOf(index()).lineTop(m_spot.offset);
}

void TimelineAnchor::endsAbove(const TimelineModel &model)
{
    if (m_spot.next.isValid())
        handOver(model, m_spot.next.index, m_spot.nextY);
}

//! Its place is the end of a text: what is unsent behind it was read.
bool TimelineAnchor::isBehindText(const TimelineModel &model) const
{
    return m_spot.offset > 0 && m_spot.offset >= model.row(index()).text.size();
}

bool TimelineAnchor::isInView(const RowBox &box, int height, const RowLayout &layout) const
{
    if (m_spot.textY >= 0)
        return box.textY >= 0 && box.textY < height;
    const int top = box.textY + layout.lineTop(m_spot.offset);
    return top < height && box.textY + layout.lineBottom(m_spot.offset) > 0;
}

// The first text that begins in view is what is read; or the one before it, when that fills more
// than the upper half.
void TimelineAnchor::settle(const TimelineModel &model, const std::vector<RowBox> &boxes,
                            int height, const LayoutOf &layoutOf)
{
    const auto own = std::ranges::find(boxes, index(), &RowBox::index);
    const bool isKept = std::exchange(m_isRewrapped, false) && !m_sticks && isSet()
        && own != boxes.end() && !isBehindText(model)
        && isInView(*own, height, layoutOf(own->index));
    const auto begins = std::ranges::find_if(
        boxes, [height](const RowBox &box) { return box.textY >= 0 && box.textY < height; });
    const RowBox &front = boxes.front();
    const bool isFilled = front.textY < 0 && front.bottom() > height / 2;
    const auto first = isFilled || begins == boxes.end() ? boxes.begin() : begins;
    const Spot read = spotIn(model, boxes, size_t(first - boxes.begin()), layoutOf);
    if (isKept) {
        m_spot = spotIn(model, boxes, size_t(own - boxes.begin()), layoutOf);
        m_first = read;
    } else {
        m_spot = read;
        m_first.reset();
    }
}

// The character stays the same as long as its line does: lines break elsewhere often, and each
// time at another one.
TimelineAnchor::Spot TimelineAnchor::spotIn(const TimelineModel &model,
                                            const std::vector<RowBox> &boxes, size_t at,
                                            const LayoutOf &layoutOf) const
{
    const bool isLast = at + 1 == boxes.size();
    const RowBox &box = boxes[at];
    const RowBox &next = boxes[isLast ? at : at + 1];
    Spot spot = spotAt(model, box.index, box.textY);
    spot.next = {model.row(next.index).id, next.index};
    spot.nextY = isLast ? 0 : next.textY;
    if (box.textY >= 0)
        return spot;
    const RowLayout &layout = layoutOf(box.index);
    const int before = index() == box.index ? m_spot.offset : 0;
    spot.offset = layout.lineStartAt(-box.textY);
    spot.lineY = box.textY + layout.lineTop(spot.offset);
    if (before > 0 && layout.lineTop(before) == layout.lineTop(spot.offset))
        spot.offset = before;
    return spot;
}

void TimelineAnchor::setEnd(bool isInView, bool isTight)
{
    m_follows = isInView;
    m_sticks = isInView && isTight;
}

} // namespace salon::client
