// SPDX-License-Identifier: MIT
#include "client/ui/theme/card.h"

#include "client/ui/theme/theme.h"

#include <QPainter>
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

} // namespace salon::client
