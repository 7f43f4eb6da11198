// SPDX-License-Identifier: MIT
#pragma once
#include "shared/base/ids.h"

#include <QRectF>

class QPainter;

namespace salon::client {

//! Draws the round picture of a person who has none: the initials of the name on the person's
//! colour.
void drawInitialsAvatar(QPainter *painter, const QRectF &circle, UserId user, const QString &name);

} // namespace salon::client
