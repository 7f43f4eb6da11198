// SPDX-License-Identifier: MIT
#include "client/ui/emoji/emoji_button.h"

#include "client/ui/emoji/emoji_font.h"
#include "client/ui/theme/theme.h"

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
    const QPixmap picture =
        emojiPicture(emoji, Theme::current().scaled(kPicture), button.devicePixelRatioF());
    button.setIconSize(picture.deviceIndependentSize().toSize());
    button.setIcon(QIcon(picture));
}

} // namespace salon::client
