// SPDX-License-Identifier: MIT
#include "client/ui/emoji/emoji_grid.h"

#include "client/ui/emoji/emoji_font.h"
#include "client/ui/theme/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyle>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kTile = 40;
constexpr int kPicture = 24;
constexpr int kHeading = 28;

} // namespace

EmojiGrid::EmojiGrid(QWidget *parent) : QAbstractScrollArea(parent)
{
    setObjectName(u"emojiGrid"_s);
    setFocusPolicy(Qt::NoFocus);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    connect(Theme::notifier(), &ThemeNotifier::changed, this, &EmojiGrid::arrange);
}

void EmojiGrid::setSections(const QList<Section> &sections)
{
    m_sections = sections;
    m_current = {};
    verticalScrollBar()->setValue(0);
    arrange();
    const auto first = std::find_if(m_lines.begin(), m_lines.end(),
                                    [](const Line &line) { return line.count > 0; });
    setCurrent({first == m_lines.end() ? -1 : int(first - m_lines.begin()), 0});
}

void EmojiGrid::arrange()
{
    m_lines.clear();
    m_height = 0;
    const auto add = [this](Line line) {
        line.y = m_height;
        m_lines.push_back(line);
        m_height += heightOf(line);
    };
    for (int section = 0; section < m_sections.size(); ++section) {
        const int count = int(m_sections[section].tiles.size());
        if (!m_sections[section].title.isEmpty())
            add({.section = section});
        for (int first = 0; first < count; first += kColumns)
            add({.section = section, .first = first, .count = std::min(kColumns, count - first)});
    }
    verticalScrollBar()->setRange(0, std::max(0, m_height - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(tileSize());
    viewport()->update();
}

int EmojiGrid::tileSize() const
{
    return Theme::current().scaled(kTile);
}

int EmojiGrid::widthOfColumns() const
{
    return kColumns * tileSize() + verticalScrollBar()->sizeHint().width();
}

int EmojiGrid::heightOf(const Line &line) const
{
    return line.count > 0 ? tileSize() : Theme::current().scaled(kHeading);
}

int EmojiGrid::page() const
{
    return std::max(1, viewport()->height() / tileSize() - 1);
}

QRect EmojiGrid::rectOf(const Place &place) const
{
    const Line &line = m_lines[static_cast<size_t>(place.line)];
    const int size = tileSize();
    const QRect rect(place.column * size, line.y - verticalScrollBar()->value(), size, size);
    return QStyle::visualRect(layoutDirection(), QRect(0, 0, kColumns * size, 0), rect);
}

QRect EmojiGrid::tileRect(int section, int tile) const
{
    for (size_t i = 0; i < m_lines.size(); ++i) {
        const Line &line = m_lines[i];
        if (line.section == section && tile >= line.first && tile < line.first + line.count)
            return rectOf({int(i), tile - line.first});
    }
    return {};
}

EmojiGrid::Place EmojiGrid::placeAt(QPoint point) const
{
    const int y = point.y() + verticalScrollBar()->value();
    const auto line = std::find_if(m_lines.begin(), m_lines.end(), [&](const Line &each) {
        return y >= each.y && y < each.y + heightOf(each);
    });
    if (line == m_lines.end())
        return {};
    for (int column = 0; column < line->count; ++column) {
        const Place place{int(line - m_lines.begin()), column};
        if (rectOf(place).contains(point))
            return place;
    }
    return {};
}

const EmojiGrid::Tile &EmojiGrid::tileAt(const Place &place) const
{
    const Line &line = m_lines[static_cast<size_t>(place.line)];
    return m_sections[line.section].tiles[line.first + place.column];
}

const EmojiGrid::Tile *EmojiGrid::current() const
{
    return m_current.line < 0 ? nullptr : &tileAt(m_current);
}

void EmojiGrid::setCurrent(const Place &place)
{
    m_current = place;
    viewport()->update();
    Q_EMIT currentChanged();
}

void EmojiGrid::move(int columns, int lines)
{
    if (m_current.line < 0)
        return;
    const auto isTiles = [this](int line) { return m_lines[static_cast<size_t>(line)].count > 0; };
    const int count = int(m_lines.size());
    Place place = m_current;
    const auto goLine = [&](int step) {
        for (int line = place.line + step; line >= 0 && line < count; line += step) {
            if (!isTiles(line))
                continue;
            place.line = line;
            return true;
        }
        return false;
    };
    for (; lines != 0 && goLine(lines > 0 ? 1 : -1); lines += lines > 0 ? -1 : 1) { }
    place.column += columns;
    if (place.column < 0)
        place.column = goLine(-1) ? kColumns - 1 : 0;
    else if (columns > 0 && place.column >= m_lines[static_cast<size_t>(place.line)].count)
        place.column = goLine(1) ? 0 : place.column - columns;
    place.column = std::min(place.column, m_lines[static_cast<size_t>(place.line)].count - 1);
    setCurrent(place);
    showCurrent();
}

void EmojiGrid::showCurrent()
{
    QScrollBar *bar = verticalScrollBar();
    const QRect rect = rectOf(m_current);
    // With what stands above the first line of tiles, its heading.
    const int above = m_current.line == 1 ? Theme::current().scaled(kHeading) : 0;
    if (rect.top() - above < 0)
        bar->setValue(bar->value() + rect.top() - above);
    else if (rect.bottom() >= viewport()->height())
        bar->setValue(bar->value() + rect.bottom() + 1 - viewport()->height());
}

void EmojiGrid::scrollTo(int section)
{
    const auto line = std::find_if(m_lines.begin(), m_lines.end(),
                                   [section](const Line &each) { return each.section == section; });
    if (line == m_lines.end())
        return;
    verticalScrollBar()->setValue(line->y);
    const auto tiles =
        std::find_if(line, m_lines.end(), [](const Line &each) { return each.count > 0; });
    setCurrent({tiles == m_lines.end() ? -1 : int(tiles - m_lines.begin()), 0});
}

int EmojiGrid::section() const
{
    int found = 0;
    for (const Line &line : m_lines) {
        if (line.y > verticalScrollBar()->value())
            break;
        found = line.section;
    }
    return found;
}

void EmojiGrid::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    const int top = event->rect().top() + verticalScrollBar()->value();
    const int bottom = event->rect().bottom() + verticalScrollBar()->value();
    for (size_t i = 0; i < m_lines.size(); ++i) {
        if (m_lines[i].y <= bottom && m_lines[i].y + heightOf(m_lines[i]) > top)
            paintLine(painter, i);
    }
}

void EmojiGrid::paintLine(QPainter &painter, size_t index) const
{
    const Theme &theme = Theme::current();
    const Line &line = m_lines[index];
    if (line.count == 0) {
        const QRect rect(Theme::kStep * 2, line.y - verticalScrollBar()->value(),
                         kColumns * tileSize() - Theme::kStep * 4, heightOf(line));
        painter.setFont(theme.sectionLabel.font);
        painter.setPen(theme.secondary);
        const auto side = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft);
        painter.drawText(rect, int(side | Qt::AlignVCenter), m_sections[line.section].title);
        return;
    }
    for (int column = 0; column < line.count; ++column) {
        const Place place{int(index), column};
        const QRect rect = rectOf(place);
        if (m_current.line == place.line && m_current.column == column) {
            painter.setPen(QPen(theme.accent, theme.isHighContrast ? 2 : 1));
            painter.setBrush(theme.selection);
            painter.drawRoundedRect(QRectF(rect).adjusted(1.5, 1.5, -1.5, -1.5),
                                    Theme::kControlRadius, Theme::kControlRadius);
        }
        drawEmoji(painter, rect, tileAt(place).text, theme.scaled(kPicture));
    }
}

void EmojiGrid::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    arrange();
}

void EmojiGrid::scrollContentsBy(int, int)
{
    viewport()->update();
    Q_EMIT scrolled();
}

void EmojiGrid::mouseMoveEvent(QMouseEvent *event)
{
    const Place place = placeAt(event->position().toPoint());
    if (place.line >= 0)
        setCurrent(place);
}

void EmojiGrid::mouseReleaseEvent(QMouseEvent *event)
{
    const Place place = placeAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && place.line >= 0)
        Q_EMIT picked(tileAt(place).text);
}

} // namespace salon::client
