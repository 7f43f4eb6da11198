// SPDX-License-Identifier: MIT
#pragma once
#include <QToolButton>

namespace salon::client {

//! A flat button that stays down, and what it is called.
QToolButton *emojiButton(const QString &title, QWidget *parent);

//! Puts an emoji on it, in the size of the theme.
void showEmoji(QToolButton &button, const QString &emoji);

} // namespace salon::client
