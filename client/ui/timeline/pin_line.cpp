// SPDX-License-Identifier: MIT
#include "client/ui/timeline/pin_line.h"

#include "client/ui/timeline/display_text.h"
#include "client/ui/timeline/row_drawing.h"
#include "client/ui/timeline/timeline_texts.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qreal kIcon = 12;
constexpr qreal kTextLeft = 20; // behind the icon
constexpr qreal kGap = 8;

} // namespace

PinLine::PinLine(const RowPinLine &line, QDate day, int width, const TimelineStyle &style)
    : m_height(style.pinLine)
{
    const QFontMetricsF metrics(style.theme.secondaryText.font);
    const QString sentence = QCoreApplication::translate("Timeline", "%1 pinned a message");
    m_time = QDateTime::fromMSecsSinceEpoch(line.at).date() == day ? clockTime(line.at)
                                                                   : dayAndTime(line.at);
    const qreal around = kTextLeft + metrics.horizontalAdvance(sentence.arg(QString())) + kGap
        + metrics.horizontalAdvance(m_time);
    const QString name = line.by.isEmpty() ? u"…"_s : drawable(line.by).simplified();
    m_words = sentence.arg(
        isolated(metrics.elidedText(name, Qt::ElideRight, qMax<qreal>(0, width - around))));
    m_timeLeft = kTextLeft + metrics.horizontalAdvance(m_words) + kGap;
    m_width = qMin<qreal>(width, m_timeLeft + metrics.horizontalAdvance(m_time));
}

void PinLine::draw(QPainter &painter, QPointF origin, const TimelineStyle &style) const
{
    const QFontMetricsF metrics(style.theme.secondaryText.font);
    const qreal baseline = origin.y() + (m_height - metrics.height()) / 2 + metrics.ascent();
    drawPin(painter, QRectF(origin.x(), origin.y() + (m_height - kIcon) / 2, kIcon, kIcon));
    painter.save();
    painter.setFont(style.theme.secondaryText.font);
    painter.setPen(style.theme.secondary);
    painter.drawText(QPointF(origin.x() + kTextLeft, baseline), m_words);
    painter.drawText(QPointF(origin.x() + m_timeLeft, baseline), m_time);
    painter.restore();
}

} // namespace salon::client
