// SPDX-License-Identifier: MIT
#pragma once
#include <QStyle>

class QPainter;
class QRect;

namespace salon::client {

//! The box of something that can be ticked; of `state`, on, enabled and hovered count.
void drawCheckBox(QPainter &painter, const QRect &box, QStyle::State state);
//! The circle of one choice of several.
void drawRadioButton(QPainter &painter, const QRect &box, QStyle::State state);

} // namespace salon::client
