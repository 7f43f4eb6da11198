// SPDX-License-Identifier: MIT
#pragma once
#include <QFont>
#include <QPixmap>

class QPainter;

namespace salon::client {

//! The pictures alone, in that size. In a font for text that knows a heart, too, the heart would
//! be black.
QFont emojiFont(int pixels);

//! Whether that font draws the emoji as one picture: older ones know neither the latest emoji nor
//! how to join people to a family. False for all where there is no such font.
bool isDrawnAsOne(const QString &emoji);

//! The emoji drawn in that size, with a little room around it. Kept for a while: drawing one anew
//! takes many times as long.
QPixmap emojiPicture(const QString &emoji, int pixels, qreal ratio);

//! Draws an emoji in the middle of the rectangle.
void drawEmoji(QPainter &painter, const QRect &rect, const QString &emoji, int pixels);

} // namespace salon::client
