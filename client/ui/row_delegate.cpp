// SPDX-License-Identifier: MIT
#include "client/ui/row_delegate.h"

#include "client/ui/theme/theme.h"
#include "client/ui/timeline/display_text.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace salon::client {

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                        const QModelIndex &index) const
{
    const Theme &theme = Theme::current();
    const QRect ground = option.rect.adjusted(m_inset, 1, -m_inset, -1);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool isChosen = option.state & QStyle::State_Selected;
    const bool isHovered = option.state & QStyle::State_MouseOver;
    if (isChosen || isHovered) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(groundOf(option));
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

QColor RowDelegate::groundOf(const QStyleOptionViewItem &option)
{
    const Theme &theme = Theme::current();
    if (option.state & QStyle::State_Selected)
        return theme.selection;
    if (option.state & QStyle::State_MouseOver)
        return theme.sidebarHover;
    return option.palette.color(QPalette::Base);
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {0, Theme::current().scaled(m_height)};
}

// Names and topics are other people's words: their tooltip is text, whatever it looks like.
bool RowDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view,
                            const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QToolTip::showText(event->globalPos(), forToolTip(index.data(Qt::ToolTipRole).toString()),
                       view->viewport(), option.rect);
    return true;
}

} // namespace salon::client
