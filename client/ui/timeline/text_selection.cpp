// SPDX-License-Identifier: MIT
#include "client/ui/timeline/text_selection.h"

#include "client/ui/text/shown_text.h"

#include <QDateTime>
#include <QTextBoundaryFinder>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

TextRange unitAround(const QString &text, int offset, TextSelection::Unit unit)
{
    const auto size = static_cast<int>(text.size());
    offset = qBound(0, offset, size);
    if (unit == TextSelection::Unit::Character)
        return {offset, offset};
    if (unit == TextSelection::Unit::Message)
        return {0, size};
    const ShownText shown = ShownText::of(text);
    const int at = shown.indexOf(offset);
    QTextBoundaryFinder words(QTextBoundaryFinder::Word, shown.text);
    words.setPosition(at);
    const bool begins = words.isAtBoundary() && at < shown.text.size();
    const auto start = begins ? at : qMax<qsizetype>(0, words.toPreviousBoundary());
    words.setPosition(at);
    const qsizetype next = words.toNextBoundary();
    const qsizetype end = next < 0 ? shown.text.size() : next;
    if (end <= start)
        return {offset, offset};
    return {shown.offsets[static_cast<size_t>(start)],
            shown.offsets[static_cast<size_t>(end) - 1] + 1};
}

TextPoint pointIn(const TextPoint &point, int offset)
{
    return {point.row, offset};
}

} // namespace

void TextSelection::begin(const TimelineModel &model, const TextPoint &point, Unit unit)
{
    const TextRange range = unitAround(model.row(point.row.index).text, point.offset, unit);
    m_unit = unit;
    m_originStart = m_first = pointIn(point, range.start);
    m_originEnd = m_last = pointIn(point, range.end);
}

void TextSelection::extend(const TimelineModel &model, const TextPoint &point)
{
    if (!hasBegun())
        return;
    const TextRange range = unitAround(model.row(point.row.index).text, point.offset, m_unit);
    const TextPoint start = pointIn(point, range.start);
    const TextPoint end = pointIn(point, range.end);
    const bool isBackwards = start.isBefore(m_originStart);
    m_first = isBackwards ? m_originEnd : m_originStart;
    m_last = isBackwards ? start : (end.isBefore(m_originEnd) ? m_originEnd : end);
}

void TextSelection::selectAll(const TimelineModel &model)
{
    const int last = model.rowCount() - 1;
    if (last < 0)
        return;
    m_unit = Unit::Character;
    m_originStart = m_originEnd = m_first = {{model.row(0).id, 0}, 0};
    m_last = {{model.row(last).id, last}, static_cast<int>(model.row(last).text.size())};
}

void TextSelection::clear()
{
    m_originStart = m_originEnd = m_first = m_last = {};
}

bool TextSelection::isEmpty() const
{
    return !hasBegun()
        || (m_first.row.index == m_last.row.index && m_first.offset == m_last.offset);
}

RowSpan TextSelection::rows() const
{
    return isEmpty() ? RowSpan() : RowSpan{start().row.index, end().row.index};
}

bool TextSelection::endsWithMessage(int index) const
{
    return m_unit == Unit::Message && hasBegun() && m_last.row.index == index;
}

TextRange TextSelection::rangeIn(const TimelineModel &model, int index) const
{
    const TextPoint from = start();
    const TextPoint to = end();
    if (isEmpty() || index < from.row.index || index > to.row.index)
        return {};
    const int size = static_cast<int>(model.row(index).text.size());
    return {index == from.row.index ? qMin(from.offset, size) : 0,
            index == to.row.index ? qMin(to.offset, size) : size};
}

QString TextSelection::text(const TimelineModel &model) const
{
    if (isEmpty())
        return {};
    const int first = start().row.index;
    const int last = end().row.index;
    QString all;
    for (int i = first; i <= last; ++i) {
        const TimelineRow &row = model.row(i);
        if (i > first)
            all += u'\n';
        if (first != last && (i == first || model.row(i - 1).by != row.by)) {
            const QDateTime at = QDateTime::fromMSecsSinceEpoch(row.at);
            all += row.author + u", "_s + at.toString(u"yyyy-MM-dd HH:mm"_s) + u'\n';
        }
        const TextRange range = rangeIn(model, i);
        all += ShownText::of(row.text).part(range.start, range.end);
    }
    return all;
}

void TextSelection::rowsInserted(int first, int count)
{
    for (TextPoint *point : {&m_originStart, &m_originEnd, &m_first, &m_last})
        point->row.inserted(first, count);
}

void TextSelection::rowsRemoved(int first, int count)
{
    for (TextPoint *point : {&m_originStart, &m_originEnd, &m_first, &m_last})
        point->row.removed(first, count);
    const bool isWhole = m_first.row.isValid() && m_last.row.isValid()
        && m_originStart.row.isValid() && m_originEnd.row.isValid();
    if (!isWhole)
        clear();
}

} // namespace salon::client
