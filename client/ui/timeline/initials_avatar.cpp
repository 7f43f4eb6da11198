// SPDX-License-Identifier: MIT
#include "client/ui/timeline/initials_avatar.h"

#include "client/ui/theme/theme.h"
#include "client/ui/timeline/display_text.h"

#include <QPainter>

namespace salon::client {

void drawInitialsAvatar(QPainter *painter, const QRectF &circle, UserId user, const QString &name)
{
    constexpr double kLetterShare = 0.4; // of the height
    const Theme &theme = Theme::current();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.avatar(user.value));
    painter->drawEllipse(circle);
    QFont font = theme.author.font;
    font.setPixelSize(qMax(9, qRound(circle.height() * kLetterShare)));
    painter->setFont(font);
    painter->setPen(Qt::white);
    painter->drawText(circle, Qt::AlignCenter, initials(name));
    painter->restore();
}

} // namespace salon::client
