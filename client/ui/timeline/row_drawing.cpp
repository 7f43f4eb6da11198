// SPDX-License-Identifier: MIT
#include "client/ui/timeline/row_drawing.h"

#include "client/ui/theme/icons.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

void drawRounded(QPainter &painter, const QRectF &rect, const QColor &fill, const QPen &line)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(line);
    painter.setBrush(fill);
    painter.drawRoundedRect(rect, Theme::kControlRadius, Theme::kControlRadius);
    painter.restore();
}

} // namespace

void drawShapes(QPainter &painter, QPointF origin, const std::vector<RowShape> &shapes,
                const TimelineStyle &style, bool isTinted)
{
    const bool hasLine = isTinted || style.theme.isHighContrast;
    for (const RowShape &shape : shapes) {
        const QRectF rect = shape.rect.translated(origin);
        switch (shape.kind) {
        case RowShape::Kind::QuoteBar:
            painter.fillRect(rect, style.theme.inputBorder);
            break;
        case RowShape::Kind::CodeBackground:
            drawRounded(painter, rect.adjusted(0.5, 0.5, -0.5, -0.5), style.theme.codeBackground,
                        hasLine ? QPen(style.theme.hairline) : Qt::NoPen);
            break;
        case RowShape::Kind::Hairline:
            painter.fillRect(rect, style.theme.hairline);
            break;
        }
    }
}

void drawMentions(QPainter &painter, QPointF origin, const std::vector<MentionChip> &chips,
                  const TimelineStyle &style)
{
    constexpr qreal kRound = 4;
    if (chips.empty())
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(style.theme.isHighContrast ? QPen(style.theme.accent) : Qt::NoPen);
    for (const MentionChip &chip : chips) {
        painter.setBrush(chip.isForMe ? style.theme.ownMentionChip : style.theme.mentionChip);
        painter.drawRoundedRect(
            chip.rect.translated(origin).adjusted(-chip.beside, 0, chip.beside, 0), kRound, kRound);
    }
    painter.restore();
}

void drawButtons(QPainter &painter, QPointF origin, const std::vector<RowParts::Button> &buttons,
                 const TimelineStyle &style)
{
    constexpr qreal kInset = 4; // the target is larger than what is drawn
    constexpr qreal kIcon = 16;
    static const QIcon kCopy = lineIcon(u"copy"_s);
    for (const RowParts::Button &button : buttons) {
        const QRectF place = button.rect.translated(origin);
        drawRounded(painter, place.adjusted(kInset, kInset, -kInset, -kInset),
                    style.theme.background, style.theme.hairline);
        QRectF icon(0, 0, kIcon, kIcon);
        icon.moveCenter(place.center());
        kCopy.paint(&painter, icon.toAlignedRect());
    }
}

void drawPin(QPainter &painter, QRectF box)
{
    static const QIcon kPin = lineIcon(u"pin"_s, Tint::Accent);
    kPin.paint(&painter, box.toAlignedRect());
}

void drawErrorIcon(QPainter &painter, QRectF box, const TimelineStyle &style)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(style.theme.errorText);
    painter.drawEllipse(box);
    painter.setBrush(style.theme.background);
    const qreal bar = box.width() / 7;
    const qreal x = box.center().x() - bar / 2;
    painter.drawRect(QRectF(x, box.top() + box.height() * 0.2, bar, box.height() * 0.38));
    painter.drawRect(QRectF(x, box.top() + box.height() * 0.68, bar, bar));
    painter.restore();
}

} // namespace salon::client
