// SPDX-License-Identifier: MIT
#include "client/ui/timeline/reaction_chips.h"

#include "client/ui/emoji/emoji_font.h"
#include "client/ui/theme/icons.h"

#include <QFontMetricsF>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kPadding = 8;
constexpr int kEmojiGap = 4;
constexpr int kMostCounted = 999;

QString countText(int count)
{
    return count > kMostCounted ? u"999+"_s : QString::number(count);
}

int emojiSize(const TimelineStyle &style)
{
    return style.chip * 2 / 3;
}

} // namespace

ReactionChips::ReactionChips(const QList<RowReaction> &reactions, int width,
                             const TimelineStyle &style)
    : m_reactions(reactions)
{
    if (reactions.isEmpty())
        return;
    const QFontMetricsF metrics(style.theme.sectionLabel.font);
    qreal x = 0;
    qreal y = style.chipGap;
    const auto place = [&](qreal wide) {
        if (x > 0 && x + wide > width) {
            x = 0;
            y += style.chip + style.chipGap;
        }
        m_rects.push_back({x, y, wide, qreal(style.chip)});
        x += wide + style.chipGap;
    };
    for (const RowReaction &reaction : reactions) {
        place(2 * kPadding + emojiSize(style) + kEmojiGap
              + qCeil(metrics.horizontalAdvance(countText(reaction.count))));
    }
    place(2 * kPadding + emojiSize(style));
    m_height = int(y) + style.chip + style.chipGap;
}

void ReactionChips::draw(QPainter &painter, QPointF origin, const TimelineStyle &style) const
{
    if (m_reactions.isEmpty())
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const int size = emojiSize(style);
    for (qsizetype i = 0; i < m_reactions.size(); ++i) {
        const RowReaction &reaction = m_reactions[i];
        const QRectF rect = m_rects[size_t(i)].translated(origin);
        painter.setPen(QPen(reaction.isOwn ? style.theme.accent : style.theme.hairline, 1));
        painter.setBrush(reaction.isOwn ? style.theme.selection : style.theme.sidebar);
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), style.chip / 2.0,
                                style.chip / 2.0);
        const QRect emoji(qRound(rect.left()) + kPadding, qRound(rect.top()), size, style.chip);
        drawEmoji(painter, emoji, reaction.emoji, size);
        painter.setFont(style.theme.sectionLabel.font);
        painter.setPen(reaction.isOwn ? style.theme.accent : style.theme.secondary);
        painter.drawText(rect.adjusted(kPadding + size + kEmojiGap, 0, -kPadding, 0),
                         Qt::AlignVCenter | Qt::AlignLeft, countText(reaction.count));
    }
    const QRectF more = m_rects.back().translated(origin);
    painter.setPen(QPen(style.theme.hairline, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(more.adjusted(0.5, 0.5, -0.5, -0.5), style.chip / 2.0,
                            style.chip / 2.0);
    const QRect icon(qRound(more.center().x()) - size / 2, qRound(more.center().y()) - size / 2,
                     size, size);
    lineIcon(u"smile-plus"_s).paint(&painter, icon);
    painter.restore();
}

} // namespace salon::client
