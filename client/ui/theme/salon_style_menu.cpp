// SPDX-License-Identifier: MIT
#include "client/ui/theme/icons.h"
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"

#include <QPainter>
#include <QStyleOption>

using namespace Qt::StringLiterals;

namespace salon::client {

void SalonStyle::drawMenuItem(const QStyleOption *option, QPainter *painter, const QWidget *) const
{
    const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
    if (!item)
        return;
    const Theme &theme = Theme::current();
    const QRect row = item->rect;
    if (item->menuItemType == QStyleOptionMenuItem::Separator) {
        painter->fillRect(QRect(row.left() + 8, row.center().y(), row.width() - 16, 1),
                          theme.hairline);
        return;
    }
    const bool isEnabled = item->state & State_Enabled;
    const bool isChosen = isEnabled && item->state & State_Selected;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (isChosen) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.selection);
        painter->drawRoundedRect(row, Theme::kControlRadius, Theme::kControlRadius);
    }
    const int iconSize = theme.scaled(18);
    const QRect iconRect(row.left() + 8, row.center().y() - iconSize / 2 + 1, iconSize, iconSize);
    const bool isTicked = item->checkType != QStyleOptionMenuItem::NotCheckable && item->checked;
    const QIcon icon = isTicked ? lineIcon(u"check"_s, Tint::Accent) : item->icon;
    icon.paint(painter, visualRect(item->direction, row, iconRect), Qt::AlignCenter,
               !isEnabled     ? QIcon::Disabled
                   : isChosen ? QIcon::Active
                              : QIcon::Normal);

    const QRect textRect =
        visualRect(item->direction, row, row.adjusted(8 + iconSize + 8, 0, -8, 0));
    const QStringList parts = item->text.split(u'\t');
    painter->setFont(item->font);
    painter->setPen(isEnabled ? theme.text : theme.disabled);
    painter->drawText(
        textRect, Qt::AlignVCenter | Qt::AlignLeading | Qt::TextHideMnemonic | Qt::TextSingleLine,
        parts.first());
    if (parts.size() > 1) {
        painter->setPen(isEnabled ? theme.secondary : theme.disabled);
        painter->drawText(textRect, Qt::AlignVCenter | Qt::AlignTrailing | Qt::TextSingleLine,
                          parts.at(1));
    }
    if (item->menuItemType == QStyleOptionMenuItem::SubMenu) {
        QStyleOption arrow(*option);
        const int size = theme.scaled(12);
        arrow.rect =
            visualRect(item->direction, row,
                       QRect(row.right() - 8 - size, row.center().y() - size / 2, size, size));
        proxy()->drawPrimitive(item->direction == Qt::LeftToRight ? PE_IndicatorArrowRight
                                                                  : PE_IndicatorArrowLeft,
                               &arrow, painter, nullptr);
    }
    painter->restore();
}

} // namespace salon::client
