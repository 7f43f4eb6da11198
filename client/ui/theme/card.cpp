// SPDX-License-Identifier: MIT
#include "client/ui/theme/card.h"

#include "client/ui/theme/theme.h"

#include <QPainter>
#include <QStyleOption>
#include <QWidget>

namespace salon::client {

void paintCard(QWidget &widget)
{
    const Theme &theme = Theme::current();
    QPainter painter(&widget);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.isHighContrast ? theme.text : theme.inputBorder);
    painter.setBrush(theme.background);
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5),
                            Theme::kCardRadius, Theme::kCardRadius);
}

void cutCard(QWidget &window)
{
    QStyleOption option;
    option.initFrom(&window);
    QStyleHintReturnMask mask;
    if (window.style()->styleHint(QStyle::SH_Menu_Mask, &option, &window, &mask))
        window.setMask(mask.region);
}

} // namespace salon::client
