// SPDX-License-Identifier: MIT
#include "client/ui/row_delegate.h"

#include "client/ui/theme/theme.h"

#include <QPainter>

namespace salon::client {

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                        const QModelIndex &index) const
{
    const Theme &theme = Theme::current();
    const QRect ground = option.rect.adjusted(2 * Theme::kStep, 1, -2 * Theme::kStep, -1);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool isChosen = option.state & QStyle::State_Selected;
    const bool isHovered = option.state & QStyle::State_MouseOver;
    if (isChosen || isHovered) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(isChosen ? theme.selection : theme.sidebarHover);
        painter->drawRoundedRect(ground, Theme::kControlRadius, Theme::kControlRadius);
    }
    if (option.state & QStyle::State_HasFocus && option.state & QStyle::State_KeyboardFocusChange) {
        painter->setPen(QPen(theme.accent, Theme::kFocusWidth));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(ground).adjusted(1, 1, -1, -1), Theme::kControlRadius,
                                 Theme::kControlRadius);
    }
    paintContent(*painter, ground.adjusted(2 * Theme::kStep, 0, -2 * Theme::kStep, 0), option,
                 index);
    painter->restore();
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {0, Theme::current().scaled(m_height)};
}

} // namespace salon::client
