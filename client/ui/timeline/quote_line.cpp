// SPDX-License-Identifier: MIT
#include "client/ui/timeline/quote_line.h"

#include "client/ui/timeline/display_text.h"

#include <QFontMetricsF>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qreal kTextLeft = 12; // behind the bar
constexpr qreal kBar = 3;
constexpr qreal kGap = 8;
constexpr qreal kAuthorShare = 0.4; // of the column

} // namespace

QuoteLine::QuoteLine(const RowQuote &quote, int width, const TimelineStyle &style)
    : m_by(quote.by), m_height(style.quoteLine)
{
    const QFontMetricsF bold(style.theme.sectionLabel.font);
    const QFontMetricsF plain(style.theme.secondaryText.font);
    const QString author = quote.author.isEmpty() ? u"…"_s : drawable(quote.author);
    m_author = isolated(bold.elidedText(author, Qt::ElideRight, width * kAuthorShare));
    m_authorWidth = bold.horizontalAdvance(m_author);
    const qreal left = kTextLeft + m_authorWidth + kGap;
    m_text = plain.elidedText(inOneLine(quote.text), Qt::ElideRight, qMax<qreal>(0, width - left));
    m_width = qMin<qreal>(width, left + plain.horizontalAdvance(m_text));
}

void QuoteLine::draw(QPainter &painter, QPointF origin, const TimelineStyle &style) const
{
    const QFontMetricsF metrics(style.theme.secondaryText.font);
    const qreal baseline = origin.y() + (m_height - metrics.height()) / 2 + metrics.ascent();
    const bool isKnown = m_by.isValid();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(isKnown ? style.theme.authorColor(m_by.value) : style.theme.hairline);
    painter.drawRoundedRect(QRectF(origin.x(), origin.y() + 3, kBar, m_height - 6), 1.5, 1.5);
    painter.setFont(style.theme.sectionLabel.font);
    painter.setPen(isKnown ? style.theme.authorColor(m_by.value) : style.theme.secondary);
    painter.drawText(QPointF(origin.x() + kTextLeft, baseline), m_author);
    painter.setFont(style.theme.secondaryText.font);
    painter.setPen(style.theme.secondary);
    painter.drawText(QPointF(origin.x() + kTextLeft + m_authorWidth + kGap, baseline), m_text);
    painter.restore();
}

} // namespace salon::client
