// SPDX-License-Identifier: MIT
#include "client/ui/timeline/text_box.h"

#include "client/ui/emoji/emoji_text.h"

#include <QFontMetricsF>
#include <QGlyphRun>
#include <QPainter>
#include <QRawFont>
#include <algorithm>
#include <cmath>

namespace salon::client {
namespace {

constexpr qreal kUnbroken = 1e6;
constexpr int kTab = 8; // blanks

QString broken(QString text)
{
    return text.replace(u'\n', QChar::LineSeparator);
}

bool isRightToLeft(QChar c)
{
    return c.direction() == QChar::DirR || c.direction() == QChar::DirAL;
}

bool hasBothDirections(const QString &text)
{
    return std::ranges::any_of(text, isRightToLeft)
        && !std::ranges::all_of(text, [](QChar c) { return isRightToLeft(c) || c.isSpace(); });
}

//! Left and right of a character.
std::pair<qreal, qreal> extent(const QTextLine &line, int position)
{
    return std::minmax(line.cursorToX(position, QTextLine::Leading),
                       line.cursorToX(position, QTextLine::Trailing));
}

//! The same, of what is drawn for it; nothing wide where that is drawn with the one before.
std::pair<qreal, qreal> drawnExtent(const QTextLine &line, int position)
{
    qreal left = 0;
    qreal right = 0;
    for (const QGlyphRun &run : line.glyphRuns(position, 1)) {
        const QList<QPointF> places = run.positions();
        const QList<QPointF> advances =
            run.rawFont().advancesForGlyphIndexes(run.glyphIndexes(), QRawFont::UseDesignMetrics);
        for (qsizetype i = 0; i < places.size(); ++i) {
            const qreal end = places[i].x() + advances[i].x();
            left = left == right ? places[i].x() : std::min(left, places[i].x());
            right = std::max(right, end);
        }
    }
    return {left, right};
}

bool touch(const QRectF &one, const QRectF &other)
{
    constexpr qreal kTouching = 0.5;
    return one.left() <= other.right() + kTouching && one.right() >= other.left() - kTouching;
}

//! Stretches of both directions that follow each other on the line, though not in the text.
void uniteTouching(std::vector<QRectF> &rects)
{
    std::ranges::sort(rects, {}, &QRectF::left);
    std::vector<QRectF> united;
    for (const QRectF &rect : rects) {
        if (!united.empty() && touch(united.back(), rect))
            united.back() = united.back().united(rect);
        else
            united.push_back(rect);
    }
    rects = united;
}

} // namespace

TextBox::TextBox(const QString &text, std::vector<int> offsets, const Look &look)
    : m_layout(std::make_unique<QTextLayout>(inDrawingOrder(broken(text)), look.style.font)),
      m_offsets(std::move(offsets)), m_lineHeight(look.style.line)
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    const bool isRightToLeft = !look.isCode && text.isRightToLeft();
    option.setTextDirection(isRightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
    option.setTabStopDistance(QFontMetricsF(look.style.font).horizontalAdvance(u' ') * kTab);
    m_layout->setTextOption(option);
    m_layout->setFormats(look.formats + pictureFormats(text));
    m_layout->setCacheEnabled(true);
}

void TextBox::layOut(std::optional<qreal> width, Qt::Alignment alignment)
{
    QTextOption option = m_layout->textOption();
    const bool turns = option.textDirection() == Qt::RightToLeft && alignment == Qt::AlignLeft;
    option.setAlignment(!width ? Qt::AlignLeft : turns ? Qt::AlignRight : alignment);
    m_layout->setTextOption(option);
    qreal y = 0;
    m_layout->beginLayout();
    for (QTextLine line = m_layout->createLine(); line.isValid(); line = m_layout->createLine()) {
        line.setLineWidth(std::max<qreal>(1, width.value_or(kUnbroken)));
        const qreal natural = std::ceil(line.height());
        const qreal high = std::max<qreal>(natural, m_lineHeight);
        line.setPosition({0, y + std::floor((high - natural) / 2)});
        m_naturalWidth = std::max(m_naturalWidth, std::ceil(line.naturalTextWidth()));
        y += high;
    }
    m_layout->endLayout();
    m_rect.setSize({width.value_or(m_naturalWidth), std::ceil(y)});
}

qreal TextBox::firstBaseline() const
{
    const QTextLine line = m_layout->lineAt(0);
    return line.isValid() ? m_rect.top() + line.y() + line.ascent() : 0;
}

qreal TextBox::lineTop(int line) const
{
    return m_rect.top() + (line == 0 ? 0 : m_layout->lineAt(line).y());
}

qreal TextBox::lineBottom(int line) const
{
    const QTextLine at = m_layout->lineAt(line);
    return m_rect.top() + at.y() + at.height();
}

int TextBox::lineStart(int line) const
{
    return m_offsets[static_cast<size_t>(m_layout->lineAt(line).textStart())];
}

//! Position of the line's end: before the sign that ends it.
int TextBox::behindText(const QTextLine &line) const
{
    const int end = line.textStart() + line.textLength();
    const bool isEnded =
        line.textLength() > 0 && m_layout->text().at(end - 1) == QChar::LineSeparator;
    return isEnded ? end - 1 : end;
}

int TextBox::offsetAt(QPointF point) const
{
    if (m_before && point.x() < m_rect.left())
        return *m_before;
    int at = 0;
    while (at + 1 < lineCount() && lineTop(at + 1) <= point.y())
        ++at;
    const QTextLine line = m_layout->lineAt(at);
    const int position = std::min(line.xToCursor(point.x() - m_rect.left()), behindText(line));
    return m_offsets[static_cast<size_t>(position)];
}

TextRange TextBox::positionsOf(TextRange offsets) const
{
    const auto end = m_offsets.empty() ? m_offsets.end() : m_offsets.end() - 1;
    const auto position = [&](int offset) {
        return static_cast<int>(std::lower_bound(m_offsets.begin(), end, offset)
                                - m_offsets.begin());
    };
    return {position(offsets.start), position(offsets.end)};
}

//! Where both directions meet, characters that follow each other may stand apart, and a place
//! between two of them is at two places of the line: there the drawn letters tell.
std::vector<QRectF> TextBox::lineRects(const QTextLine &line, int from, int to) const
{
    const QRectF natural = line.naturalTextRect();
    const QString text = m_layout->text().sliced(line.textStart(), line.textLength());
    const bool isMixed = hasBothDirections(text);
    std::vector<QRectF> found;
    for (int i = from; i < to; ++i) {
        const auto [left, right] = isMixed ? drawnExtent(line, i) : extent(line, i);
        const QRectF one(left, natural.top(), right - left, natural.height());
        if (one.width() <= 0)
            continue;
        if (!found.empty() && touch(found.back(), one))
            found.back() = found.back().united(one);
        else
            found.push_back(one);
    }
    if (isMixed)
        uniteTouching(found);
    for (QRectF &rect : found)
        rect = rect.intersected(natural);
    return found;
}

std::vector<QRectF> TextBox::rects(TextRange positions) const
{
    std::vector<QRectF> found;
    for (int i = 0; i < lineCount() && !positions.isEmpty(); ++i) {
        const QTextLine line = m_layout->lineAt(i);
        const int from = std::max(positions.start, line.textStart());
        const int to = std::min(positions.end, behindText(line));
        if (from >= to)
            continue;
        for (const QRectF &rect : lineRects(line, from, to))
            found.push_back(rect.translated(m_rect.topLeft()));
    }
    return found;
}

void TextBox::draw(QPainter &painter, QPointF origin, TextRange selected,
                   const QColor &selection) const
{
    const QRectF clip = painter.hasClipping() ? painter.clipBoundingRect() : QRectF();
    if (!clip.isNull() && !clip.intersects(m_rect.translated(origin)))
        return;
    Formats selections;
    if (!selected.isEmpty()) {
        QTextCharFormat format;
        format.setBackground(selection);
        selections.append({selected.start, selected.end - selected.start, format});
    }
    m_layout->draw(&painter, origin + m_rect.topLeft(), selections, clip);
}

} // namespace salon::client
