// SPDX-License-Identifier: MIT
#include "client/ui/emoji/emoji_button.h"

#include "client/ui/emoji/emoji_font.h"
#include "client/ui/theme/theme.h"

#include <QPainter>

namespace salon::client {

QToolButton *emojiButton(const QString &title, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setCheckable(true);
    button->setToolTip(title);
    button->setAccessibleName(title);
    button->setMinimumSize(Theme::kSmallestTarget, Theme::kSmallestTarget);
    return button;
}

void showEmoji(QToolButton &button, const QString &emoji)
{
    constexpr int kPicture = 18;
    constexpr int kRoom = 2; // some pictures are a little larger than their font
    const int pixels = Theme::current().scaled(kPicture);
    const QRect rect(0, 0, pixels + 2 * kRoom, pixels + 2 * kRoom);
    const double ratio = button.devicePixelRatioF();
    QPixmap picture(rect.size() * ratio);
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    drawEmoji(painter, rect, emoji, pixels);
    painter.end();
    button.setIconSize(rect.size());
    button.setIcon(QIcon(picture));
}

} // namespace salon::client
