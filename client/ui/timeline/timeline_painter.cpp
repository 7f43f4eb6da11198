// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_painter.h"

#include "client/ui/timeline/display_text.h"
#include "client/ui/timeline/timeline_texts.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPaintDevice>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr size_t kMostAvatars = 256;

QString say(const char *words)
{
    return QCoreApplication::translate("Timeline", words);
}

void drawRule(QPainter &painter, const QColor &color, int x, int y, int width)
{
    painter.fillRect(QRect(x, y, qMax(0, width), 1), color);
}

} // namespace

void TimelinePainter::paint(QPainter &painter, const TimelineModel *model, const TimelineLook &look)
{
    if (!model)
        return;
    if (model->rowCount() == 0) {
        if (look.showsSkeleton)
            paintSkeleton(painter, look.size);
        return;
    }
    for (const RowBox &box : m_geometry.boxes())
        paintRow(painter, *model, box, look);
}

void TimelinePainter::paintRow(QPainter &painter, const TimelineModel &model, const RowBox &box,
                               const TimelineLook &look)
{
    const TimelineRow &row = model.row(box.index);
    const bool isHovered = look.hovered.isValid() && look.hovered.index == box.index;
    int y = box.y;
    if (box.decoration.hasDayLine)
        y = paintDayLine(painter, y, row, look);
    if (box.decoration.hasUnreadLine)
        y = paintUnreadLine(painter, y, look);
    const int bodyTop = box.decoration.hasAuthor ? y + m_style.groupGap / 2 : y;
    const QRect body(0, bodyTop, look.wholeWidth, messageBottom(box) - bodyTop);
    if (row.isForMe)
        painter.fillRect(body, m_style.theme.mention);
    else if (isHovered)
        painter.fillRect(body, m_style.theme.hover);
    if (look.marked.isValid() && look.marked.index == box.index) {
        QColor tint = m_style.theme.selection;
        tint.setAlphaF(float(look.markStrength));
        painter.fillRect(body, tint);
    }
    if (box.decoration.hasAuthor)
        paintAuthor(painter, y + m_style.groupGap, row, isHovered);
    else if (isHovered)
        paintGutterTime(painter, box, row);
    const bool isPlain =
        row.delivery == Delivery::Delivered && !row.isDeleted && !row.isToBeDeleted;
    painter.setPen(isPlain ? m_style.theme.text : m_style.theme.secondary);
    const bool isFocused = look.focused.isValid() && look.focused.index == box.index;
    painter.setClipRect(
        QRect(0, box.y, look.size.width(), box.height)); // piles of accents end here
    m_geometry.layout(box.index).draw(painter, QPointF(m_style.gutter, box.textY),
                                      look.selection.rangeIn(model, box.index), m_style,
                                      isHovered || isFocused);
    painter.setClipping(false);
    if (isFocused)
        paintFocus(painter, box, look);
}

//! What was pinned after it is no part of the message.
int TimelinePainter::messageBottom(const RowBox &box)
{
    const RowLayout &layout = m_geometry.layout(box.index);
    return box.bottom() - (layout.height() - layout.messageHeight());
}

int TimelinePainter::paintDayLine(QPainter &painter, int y, const TimelineRow &row,
                                  const TimelineLook &look)
{
    const QDate day = QDateTime::fromMSecsSinceEpoch(row.at).date();
    const QString name = dayName(day, look.today);
    const int right = look.size.width() - m_style.margin;
    const int textWidth =
        qCeil(QFontMetricsF(m_style.theme.secondaryText.font).horizontalAdvance(name)) + 24;
    const int textLeft = (look.size.width() - textWidth) / 2;
    const int middle = y + m_style.dayLine / 2;
    drawRule(painter, m_style.theme.hairline, m_style.margin, middle, textLeft - m_style.margin);
    drawRule(painter, m_style.theme.hairline, textLeft + textWidth, middle,
             right - textLeft - textWidth);
    painter.setFont(m_style.theme.secondaryText.font);
    painter.setPen(m_style.theme.secondary);
    painter.drawText(QRect(textLeft, y, textWidth, m_style.dayLine), Qt::AlignCenter, name);
    return y + m_style.dayLine;
}

int TimelinePainter::paintUnreadLine(QPainter &painter, int y, const TimelineLook &look)
{
    const QString word = say("New");
    const QFontMetricsF metrics(m_style.theme.secondaryText.font);
    const int pillHeight = m_style.theme.secondaryText.line + 2;
    const int pillWidth = qCeil(metrics.horizontalAdvance(word)) + 16;
    const int pillLeft = look.size.width() - m_style.margin - pillWidth;
    const QRect pill(pillLeft, y + (m_style.unreadLine - pillHeight) / 2, pillWidth, pillHeight);
    drawRule(painter, m_style.theme.errorText, m_style.margin, y + m_style.unreadLine / 2,
             pillLeft - m_style.margin);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_style.theme.errorText);
    painter.drawRoundedRect(pill, pillHeight / 2.0, pillHeight / 2.0);
    painter.restore();
    painter.setFont(m_style.theme.secondaryText.font);
    painter.setPen(m_style.theme.background);
    painter.drawText(pill, Qt::AlignCenter, word);
    return y + m_style.unreadLine;
}

void TimelinePainter::paintAuthor(QPainter &painter, int y, const TimelineRow &row, bool isHovered)
{
    const qreal scale = painter.device()->devicePixelRatioF();
    painter.drawPixmap(QPointF(m_style.margin, y), avatar(row, scale));
    const QFontMetricsF metrics(m_style.theme.author.font);
    const QFontMetricsF smallMetrics(m_style.theme.secondaryText.font);
    const QString time = clockTime(row.at);
    const qreal room = m_geometry.columnWidth() - smallMetrics.horizontalAdvance(time) - 8;
    const QString name = isolated(metrics.elidedText(drawable(row.author), Qt::ElideRight, room));
    const qreal baseline = y + (m_style.theme.body.line - metrics.height()) / 2 + metrics.ascent();
    painter.setFont(m_style.theme.author.font);
    painter.setPen(m_style.theme.authorColor(row.by.value));
    painter.drawText(QPointF(m_style.gutter, baseline), name);
    painter.setFont(m_style.theme.secondaryText.font);
    painter.setPen(isHovered ? m_style.theme.text : m_style.theme.secondary);
    painter.drawText(QPointF(m_style.gutter + metrics.horizontalAdvance(name) + 8, baseline), time);
}

void TimelinePainter::paintGutterTime(QPainter &painter, const RowBox &box, const TimelineRow &row)
{
    const QString time = clockTime(row.at);
    painter.setFont(m_style.theme.secondaryText.font);
    painter.setPen(m_style.theme.secondary);
    const qreal width = QFontMetricsF(m_style.theme.secondaryText.font).horizontalAdvance(time);
    const qreal baseline = box.textY + m_geometry.layout(box.index).firstBaseline();
    const int gap = row.pin ? 16 : 12;
    painter.drawText(QPointF(m_style.gutter - gap - width, baseline), time);
}

void TimelinePainter::paintFocus(QPainter &painter, const RowBox &box, const TimelineLook &look)
{
    const RowLayout &layout = m_geometry.layout(box.index);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_style.theme.accent, 2));
    if (look.focusedTarget) {
        for (const QRectF &rect : layout.targetRects(*look.focusedTarget)) {
            const QRectF place = rect.translated(m_style.gutter, box.textY);
            painter.drawRoundedRect(place.adjusted(-3, -1, 3, 1), 4, 4);
        }
    } else {
        const int top = box.textY - (box.decoration.hasAuthor ? m_style.theme.body.line + 4 : 0);
        const QRectF ring(4, top - 1, look.size.width() - 8, messageBottom(box) - top);
        painter.drawRoundedRect(ring.adjusted(1, 1, -1, 0), 6, 6);
    }
    painter.restore();
}

void TimelinePainter::paintSkeleton(QPainter &painter, QSize size)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_style.theme.hairline);
    const int column = m_geometry.columnWidth();
    const int step = m_style.avatar + m_style.groupGap * 2;
    for (int i = 0; i < 5; ++i) {
        const int y = size.height() - (i + 1) * step;
        const int bar = m_style.theme.body.line / 2;
        painter.drawEllipse(m_style.margin, y, m_style.avatar, m_style.avatar);
        painter.drawRoundedRect(m_style.gutter, y, qMin(column, 120 + i % 2 * 40), bar, 4, 4);
        painter.drawRoundedRect(m_style.gutter, y + m_style.theme.body.line, column * (8 - i) / 10,
                                bar, 4, 4);
    }
    painter.restore();
}

const QPixmap &TimelinePainter::avatar(const TimelineRow &row, qreal scale)
{
    const QString letters = initials(row.author);
    const auto found = m_avatars.find(row.by.value);
    if (found != m_avatars.end() && found->second.first == letters
        && qFuzzyCompare(found->second.second.devicePixelRatio(), scale))
        return found->second.second;
    if (m_avatars.size() >= kMostAvatars)
        m_avatars.clear();
    const QRectF circle(0, 0, m_style.avatar, m_style.avatar);
    QPixmap picture((circle.size() * scale).toSize());
    picture.setDevicePixelRatio(scale);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_style.theme.avatar(row.by.value));
    painter.drawEllipse(circle);
    painter.setPen(Qt::white);
    painter.setFont(m_style.theme.author.font);
    painter.drawText(circle, Qt::AlignCenter, letters);
    painter.end();
    return m_avatars[row.by.value] = {letters, picture}, m_avatars[row.by.value].second;
}

} // namespace salon::client
