// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_geometry.h"

#include "client/platform/loop_watch.h"

#include <QFontMetricsF>
#include <algorithm>

namespace salon::client {
namespace {

constexpr int kRowBottom = 1;

} // namespace

void TimelineGeometry::open(const TimelineModel *model, const ReadingPlace &place)
{
    m_model = model;
    m_cache.clear();
    m_unfolded.clear();
    m_boxes.clear();
    m_anchor.open(place);
    m_unread.close();
    if (m_model)
        m_unread.open(*m_model);
    guessAll();
}

void TimelineGeometry::opened()
{
    const bool isLoaded = rowCount() > 0 && (m_model->row(0).seq > 0 || !m_model->hasOlder());
    if (isLoaded)
        m_anchor.opened();
}

std::optional<ReadingPlace> TimelineGeometry::place()
{
    boxes();
    if (isOpening() || !m_model)
        return std::nullopt;
    const ReadingPlace place = m_anchor.place();
    if (place.isEnd() || !m_anchor.isSet())
        return place;
    // What is unsent has no place in the log: the end of the last message before it has.
    int index = m_anchor.index();
    int y = m_anchor.textY() - textOffset(decoration(index));
    if (m_model->row(index).seq > 0)
        return place;
    while (index > 0 && m_model->row(index).seq == 0)
        y -= measured(--index, 0).height;
    const auto end = int(m_model->row(index).text.size());
    y += textOffset(decoration(index)) + layout(index).lineTop(end);
    return ReadingPlace{m_model->row(index).seq, end, y};
}

void TimelineGeometry::setViewport(QSize size)
{
    if (size == m_size)
        return;
    m_anchor.layoutChanges();
    m_isDirty = true;
    m_size = size;
}

void TimelineGeometry::styleChanged()
{
    m_anchor.layoutChanges();
    m_cache.clear();
    guessAll();
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
    const int notes = int(row.isEdited) + int(row.isToBeDeleted);
    const int edited = notes * m_style.theme.secondaryText.line;
    const int quote = row.quote ? QuoteLine::height(m_style) : 0;
    return textOffset(decoration(index)) + quote + lines * m_style.theme.body.line + edited
        + ReactionChips::guessedHeight(row, m_style) + failure
        + static_cast<int>(row.pinLines.size()) * PinLine::height(m_style) + kRowBottom;
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
    static const UnfoldedBlocks kNone;
    const TimelineRow &row = m_model->row(index);
    const auto unfolded = m_unfolded.find(row.id);
    return m_cache.layout(row, columnWidth(), m_style,
                          unfolded == m_unfolded.end() ? kNone : unfolded->second);
}

RowBox TimelineGeometry::measured(int index, int y)
{
    const RowDecoration above = decoration(index);
    const int textY = textOffset(above);
    const int height = textY + layout(index).height() + kRowBottom;
    m_heights.set(index, height);
    return {index, y, height, y + textY, above};
}

// Rows from (index, y) to the end of the viewport.
void TimelineGeometry::fillFrom(int index, int y)
{
    m_boxes.clear();
    for (int i = index; i < rowCount() && (m_boxes.empty() || y < m_size.height()); ++i) {
        m_boxes.push_back(measured(i, y));
        y = m_boxes.back().bottom();
    }
}

bool TimelineGeometry::isLastInView() const
{
    return m_boxes.back().index == rowCount() - 1
        && m_boxes.back().bottom() + kEndGap <= m_size.height();
}

// Nothing could be scrolled to show more: the end is where it belongs, or all rows are in view.
bool TimelineGeometry::isTight() const
{
    return m_boxes.back().bottom() + kEndGap == m_size.height()
        || (m_boxes.front().index == 0 && m_boxes.front().y >= 0);
}

void TimelineGeometry::placeAnchor()
{
    m_anchor.followLine([this](int row) -> const RowLayout & { return layout(row); });
    int index = m_anchor.index();
    int y = m_anchor.textY() - textOffset(decoration(index));
    while (y > 0 && index > 0)
        y -= measured(--index, 0).height;
    for (int end = y + measured(index, 0).height; end <= 0 && index < rowCount() - 1;) {
        y = end;
        end += measured(++index, 0).height;
    }
    fillFrom(index, y);
}

// Few rows stay where they are as long as all are in view; they begin at the top, or above the end
// where older ones are on their way.
void TimelineGeometry::placeEnd()
{
    const int end = m_size.height() - kEndGap;
    int y = end;
    int index = rowCount();
    while (index > 0 && y > 0)
        y -= measured(--index, 0).height;
    if (y <= 0)
        return fillFrom(index, y);
    const int lowest = y;
    int wanted = m_model->hasOlder() ? lowest : 0;
    if (m_anchor.isSet() && !isOpening()) {
        placeAnchor();
        wanted = m_boxes.front().index == 0 ? m_boxes.front().y : 0;
    }
    fillFrom(0, qBound(0, wanted, lowest));
}

void TimelineGeometry::placeOpening()
{
    const int line = m_unread.index();
    if (line >= 0) {
        m_anchor.put(*m_model, line, m_size.height() / 3 + measured(line, 0).textY);
        placeAnchor();
        keepWithin(naturalReach());
    } else if (m_anchor.findAgain(*m_model)) {
        placeText();
    } else {
        placeEnd();
    }
}

void TimelineGeometry::placeText()
{
    placeAnchor();
    if (m_boxes.front().index > m_anchor.index()) {
        m_anchor.endsAbove(*m_model);
        placeAnchor();
    }
    const bool isBlank = m_boxes.back().bottom() <= 0 || m_boxes.front().y >= m_size.height();
    if (isBlank)
        keepWithin(naturalReach());
}

void TimelineGeometry::keepWithin(const Reach &reach)
{
    const RowBox &last = m_boxes.back();
    if (last.index == rowCount() - 1 && last.bottom() < reach.end) {
        m_anchor.move(reach.end - last.bottom());
        placeAnchor();
    }
    const RowBox &first = m_boxes.front();
    if (first.index == 0 && first.y > reach.top) {
        m_anchor.move(reach.top - first.y);
        placeAnchor();
    }
}

TimelineGeometry::Reach TimelineGeometry::presentReach()
{
    Reach reach = naturalReach();
    if (boxes().empty())
        return reach;
    if (m_boxes.front().index == 0)
        reach.top = qMax(reach.top, m_boxes.front().y);
    if (m_boxes.back().index == rowCount() - 1)
        reach.end = qMin(reach.end, m_boxes.back().bottom());
    return reach;
}

void TimelineGeometry::settle()
{
    m_isDirty = false;
    m_boxes.clear();
    m_isAtEnd = true;
    if (rowCount() == 0)
        return m_anchor.rowsGone();
    if (m_size.height() <= 0)
        return;
    if (isOpening()) {
        placeOpening();
    } else if (m_anchor.findAgain(*m_model)) {
        placeText();
    } else if (m_anchor.sticksToEnd() || !m_anchor.isSet()) {
        placeEnd();
    } else {
        placeText();
        if (m_anchor.followsEnd() && !m_model->hasNewer() && !isLastInView())
            placeEnd();
    }
    stand();
}

// A person moved the anchor.
void TimelineGeometry::settleWithin(const Reach &reach)
{
    m_isDirty = false;
    placeAnchor();
    keepWithin(reach);
    stand();
}

void TimelineGeometry::stand()
{
    m_anchor.settle(*m_model, m_boxes, m_size.height(),
                    [this](int row) -> const RowLayout & { return layout(row); });
    m_isAtEnd = isLastInView();
    m_anchor.setEnd(m_isAtEnd && !m_model->hasNewer(), isTight());
}

const std::vector<RowBox> &TimelineGeometry::boxes()
{
    if (m_isDirty) {
        const StageScope stage(LoopStage::Layout);
        settle();
    }
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
