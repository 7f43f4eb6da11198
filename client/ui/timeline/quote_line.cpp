// SPDX-License-Identifier: MIT
#include "client/ui/timeline/quote_line.h"

#include "client/ui/timeline/display_text.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr qreal kTextLeft = 12; // behind the bar
constexpr qreal kBar = 3;
constexpr qreal kGap = 8;
constexpr qreal kChipBeside = 1; // its letters are small, and so are the spaces between them
constexpr qreal kAuthorShare = 0.4; // of the column

} // namespace

QuoteLine::QuoteLine(const RowQuote &quote, int width, const TimelineStyle &style)
    : m_by(quote.by), m_height(style.quoteLine)
{
    const QFontMetricsF bold(style.theme.sectionLabel.font);
    if (!quote.isMissing) {
        const QString author = quote.author.isEmpty() ? u"…"_s : drawable(quote.author);
        m_author = isolated(bold.elidedText(author, Qt::ElideRight, width * kAuthorShare));
        m_authorWidth = bold.horizontalAdvance(m_author);
    }
    const qreal left = quote.isMissing ? kTextLeft : kTextLeft + m_authorWidth + kGap;
    addText(quote, left, width, style);
    m_width = qMin<qreal>(width, left + m_text->naturalWidth());
}

void QuoteLine::addText(const RowQuote &quote, qreal left, int width, const TimelineStyle &style)
{
    const QFontMetricsF metrics(style.theme.secondaryText.font);
    const OneLine line = OneLine::of(quote.text);
    const QString shown =
        metrics.elidedText(line.text, Qt::ElideRight, qMax<qreal>(0, width - left));
    const auto whole = shown == line.text ? line.text.size() : qMax<qsizetype>(0, shown.size() - 1);
    const auto end = line.offsets.begin() + whole; // behind it only "…"
    const auto position = [&](int offset) {
        return static_cast<int>(std::lower_bound(line.offsets.begin(), end, offset)
                                - line.offsets.begin());
    };
    TextBox::Look look{style.theme.secondaryText, {}};
    std::vector<TextRange> called;
    for (const RowMention &mention : quote.mentions) {
        const TextRange range{position(mention.start), position(mention.end)};
        called.push_back(range);
        QTextCharFormat format;
        format.setForeground(mention.isForMe ? style.theme.text : style.theme.accent);
        look.formats.append({range.start, range.end - range.start, format});
    }
    m_text.emplace(shown, std::vector<int>{}, look);
    m_text->layOut();
    m_text->moveTo({left, (m_height - m_text->rect().height()) / 2});
    for (size_t i = 0; i < called.size(); ++i) {
        const auto mention = static_cast<int>(i);
        for (const QRectF &rect : m_text->rects(called[i]))
            m_chips.push_back({mention, quote.mentions[mention].isForMe, rect, kChipBeside});
    }
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
    painter.restore();
    painter.save();
    drawMentions(painter, origin, m_chips, style);
    painter.setPen(style.theme.secondary);
    m_text->draw(painter, origin, {}, style.theme.selection);
    painter.restore();
}

} // namespace salon::client
