// SPDX-License-Identifier: MIT
#include "tests/fault/timeline_oracle.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace salon::test {

using namespace client;

namespace {

//! The row that somebody reads: the first text that begins in view, or the one before it when that
//! fills more than the upper half.
size_t firstRead(const std::vector<RowBox> &boxes, int height)
{
    const auto begins = std::ranges::find_if(
        boxes, [height](const RowBox &box) { return box.textY >= 0 && box.textY < height; });
    const bool isFilled = boxes.front().textY < 0 && boxes.front().bottom() > height / 2;
    return isFilled || begins == boxes.end() ? 0 : size_t(begins - boxes.begin());
}

const RowBox *boxOf(TimelineView &view, const Sight::Text &text)
{
    for (const RowBox &box : view.geometry().boxes()) {
        if (text.isOf(view.model()->row(box.index)))
            return &box;
    }
    return nullptr;
}

std::optional<int> indexOf(const TimelineModel &model, const Sight::Text &text)
{
    for (int i = 0; i < model.rowCount(); ++i) {
        if (text.isOf(model.row(i)))
            return i;
    }
    return {};
}

//! It is gone, or was cut so short that it would end above the view.
bool isLost(TimelineView &view, const Sight::Text &text, Effect effect)
{
    const auto index = indexOf(*view.model(), text);
    return !index
        || (effect == Effect::Rows && text.y + view.geometry().layout(*index).height() < 0);
}

QImage drawn(const RowLayout &layout, const TimelineStyle &style)
{
    QImage image(layout.width() + 40, layout.height() + 4, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    layout.draw(painter, {0, 0}, {}, style);
    return image;
}

} // namespace

bool Sight::Text::isOf(const TimelineRow &row) const
{
    return seq > 0 ? row.seq == seq : row.id == id;
}

QString Sight::text() const
{
    QString all = u"end %1 whole %2 spaces %3 %4 of %5 read %6 offset %7 line %8:"_s.arg(isEnd)
                      .arg(isWhole)
                      .arg(spaceAbove)
                      .arg(spaceBelow)
                      .arg(height)
                      .arg(first)
                      .arg(offset)
                      .arg(lineY);
    for (const Text &text : texts)
        all += u" %1/%2@%3"_s.arg(text.id).arg(text.seq).arg(text.y);
    return all;
}

Sight sightOf(TimelineView &view)
{
    Sight sight;
    const auto &boxes = view.geometry().boxes();
    sight.height = view.viewport()->height();
    sight.column = view.geometry().columnWidth();
    if (boxes.empty())
        return sight;
    const TimelineModel &model = *view.model();
    for (const RowBox &box : boxes) {
        const TimelineRow &row = model.row(box.index);
        sight.texts.push_back({row.id, row.seq, box.textY});
    }
    sight.first = firstRead(boxes, sight.height);
    const RowBox &read = boxes[sight.first];
    const RowLayout &layout = view.geometry().layout(read.index);
    if (read.textY < 0) {
        sight.offset = layout.lineStartAt(-read.textY);
        sight.offsetEnd = sight.offset;
        for (int y = -read.textY; sight.offsetEnd == sight.offset && y < layout.height(); ++y)
            sight.offsetEnd = layout.lineStartAt(y);
        if (sight.offsetEnd == sight.offset) // the last one
            sight.offsetEnd = qMax(sight.offset, int(model.row(read.index).text.size()));
    }
    sight.lineY = read.textY + layout.lineTop(sight.offset);
    const int endGap = TimelineGeometry::kEndGap;
    const bool hasLast = boxes.back().index == model.rowCount() - 1;
    if (hasLast)
        sight.spaceBelow = qMax(0, sight.height - endGap - boxes.back().bottom());
    const bool isLastWhole = hasLast && boxes.back().bottom() + endGap <= sight.height;
    if (boxes.front().index == 0)
        sight.spaceAbove = qMax(0, boxes.front().y);
    sight.isEnd = isLastWhole && !model.hasNewer();
    sight.isWhole = isLastWhole && boxes.front().index == 0 && boxes.front().y >= 0;
    return sight;
}

void TimelineOracle::look(TimelineView &view)
{
    const Sight before = std::exchange(m_kept, {});
    m_kept = m_before = sightOf(view);
    // While lines break elsewhere, one goes on reading the same row and character.
    if (!m_wasLayout || before.isEmpty() || before.follows() || m_before.follows())
        return;
    const Sight::Text &read = before.texts[before.first];
    const RowBox *box = boxOf(view, read);
    if (!box)
        return;
    const RowLayout &layout = view.geometry().layout(box->index);
    int line = before.offset;
    while (line + 1 < before.offsetEnd && box->textY + layout.lineTop(line) != before.lineY)
        ++line;
    const int lineY = box->textY + layout.lineTop(line);
    const bool isInView = read.y < 0 ? box->textY + layout.lineBottom(line) > 0
                                     : box->textY >= 0 && box->textY < m_before.height;
    if (!isInView)
        return;
    m_kept.first = size_t(box - view.geometry().boxes().data());
    m_kept.offset = before.offset;
    m_kept.offsetEnd = before.offsetEnd;
    m_kept.lineY = lineY;
}

std::optional<QString> TimelineOracle::complaint(TimelineView &view, Effect effect, bool areMany)
{
    const Sight now = sightOf(view);
    // Whether the view took notice of what changed nothing in it, nobody can tell.
    const bool isVain =
        (effect == Effect::Person || effect == Effect::Rows) && m_before.texts == now.texts;
    const bool isUnsure = m_isUnsure;
    if (isVain)
        m_isUnsure = m_isUnsure || m_wasLayout;
    else if (effect != Effect::Still)
        m_wasLayout = effect == Effect::Layout;
    if (!isVain && !m_wasLayout)
        m_isUnsure = false;
    if (m_before.isEmpty() || now.isEmpty())
        return {};
    const Sight &before = effect == Effect::Layout ? m_kept : m_before;
    std::optional<QString> wrong;
    if (effect == Effect::Person)
        wrong = scrolled(now);
    else if (effect == Effect::Still)
        wrong = m_before.texts == now.texts ? std::nullopt : std::optional(u"a row moved"_s);
    else if (m_before.follows())
        wrong = areMany ? std::nullopt : followed(view, now);
    else if (!isUnsure)
        wrong = moved(view, before, now, effect, areMany);
    // Among many the layout may have changed as well: the panels beside it, the bar above it.
    const bool isLaidOut = now.height != m_before.height || now.column != m_before.column;
    if (areMany && isLaidOut && effect == Effect::Rows) {
        m_wasLayout = m_isUnsure = true;
        if (wrong && !moved(view, m_kept, now, Effect::Layout, areMany))
            wrong.reset();
    }
    if (!wrong)
        return {};
    return u"%1\nbefore: %2\nafter:  %3"_s.arg(*wrong, before.text(), now.text());
}

// A person who scrolls closes an empty space, and never makes one.
std::optional<QString> TimelineOracle::scrolled(const Sight &now) const
{
    if (now.height != m_before.height || now.isWhole)
        return {};
    if (now.spaceAbove > m_before.spaceAbove || now.spaceBelow > m_before.spaceBelow)
        return u"scrolling made an empty space"_s;
    return {};
}

std::optional<QString> TimelineOracle::followed(const TimelineView &view, const Sight &now) const
{
    if (!view.model()->hasNewer() && !now.isEnd)
        return u"the end, which was followed, is out of view"_s;
    if (now.spaceBelow > 0 && !now.isWhole)
        return u"there is an empty space below the end, which was followed"_s;
    return {};
}

std::optional<QString> TimelineOracle::moved(TimelineView &view, const Sight &before,
                                             const Sight &now, Effect effect, bool areMany)
{
    const auto &texts = before.texts;
    const auto isLost = [&](size_t i) { return test::isLost(view, texts[i], effect); };
    size_t read = before.first;
    while (read < texts.size() && isLost(read))
        ++read;
    if (read == texts.size()) { // all from there on are gone: the one before
        read = before.first;
        while (read > 0 && isLost(read))
            --read;
    }
    if (isLost(read) || (areMany && read != before.first))
        return {};
    // What comes at the end in view fills the space below it, and then is followed.
    if (before.isEnd && effect == Effect::Rows && now.isEnd && now.spaceBelow == 0)
        return {};
    const RowBox *box = boxOf(view, texts[read]);
    const bool isLine = effect == Effect::Layout && read == before.first && texts[read].y < 0;
    const int y = isLine ? before.lineY : texts[read].y;
    if (y >= now.height)
        return {}; // the view became so low that it is outside
    if (!box)
        return u"row %1 was at %2 and is not in view"_s.arg(texts[read].id).arg(y);
    int isAt = box->textY;
    // The line's characters may stand in several lines now: one of these is where it was.
    for (int c = before.offset; isLine && c < qMax(before.offsetEnd, before.offset + 1); ++c) {
        isAt = box->textY + view.geometry().layout(box->index).lineTop(c);
        if (isAt == y)
            break;
    }
    ++m_checked;
    if (isAt == y)
        return {};
    // A line of which a pixel was in view became lower: where nothing else is, the end is shown.
    const RowLayout &layout = view.geometry().layout(box->index);
    if (isLine && y + layout.lineBottom(before.offset) - layout.lineTop(before.offset) <= 0)
        return {};
    return u"row %1 was at %2 and is at %3"_s.arg(texts[read].id).arg(y).arg(isAt);
}

std::optional<QString> brokenBoxes(TimelineView &view, bool isThorough)
{
    const auto &boxes = view.geometry().boxes();
    const int rows = view.model()->rowCount();
    const int height = view.viewport()->height();
    if (boxes.empty())
        return rows == 0 ? std::nullopt : std::optional(u"nothing is in view"_s);
    if (boxes.front().y > 0 && boxes.front().index > 0)
        return u"an empty space above row %1"_s.arg(boxes.front().index);
    if (boxes.back().bottom() < height && boxes.back().index < rows - 1)
        return u"an empty space below row %1"_s.arg(boxes.back().index);
    if (boxes.back().bottom() <= 0 || boxes.front().y >= height)
        return u"no row is in view"_s;
    for (size_t i = 1; i < boxes.size(); ++i) {
        if (boxes[i].y != boxes[i - 1].bottom() || boxes[i].index != boxes[i - 1].index + 1)
            return u"row %1 does not follow row %2"_s.arg(boxes[i].index).arg(boxes[i - 1].index);
    }
    const TimelineStyle style = TimelineStyle::current();
    for (size_t i = 0; isThorough && i < boxes.size(); ++i) {
        const RowBox &box = boxes[i];
        const RowLayout &shown = view.geometry().layout(box.index);
        const RowLayout fresh(view.model()->row(box.index), view.geometry().columnWidth(), style);
        if (shown.height() != fresh.height() || box.bottom() < box.textY + fresh.height())
            return u"row %1 is not as high as its text"_s.arg(box.index);
        if (drawn(shown, style) != drawn(fresh, style))
            return u"row %1 shows another text"_s.arg(box.index);
    }
    return {};
}

} // namespace salon::test
