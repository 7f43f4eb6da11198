// SPDX-License-Identifier: MIT
#pragma once
#include "client/state/people_presence.h"

#include <QIcon>

class QPainter;

namespace salon::client {

//! Draws how somebody is there, as a disc, a crescent, a barred disc or a ring: the colour alone
//! never tells. `ground` is the colour below it; nothing is drawn for what is not known.
void drawPresence(QPainter *painter, const QRectF &mark, Presence presence, const QColor &ground);

//! The same at the lower end of a person's round picture.
void drawPresenceAtAvatar(QPainter *painter, const QRectF &circle, Presence presence,
                          const QColor &ground, Qt::LayoutDirection direction);

//! The same for a menu.
QIcon presenceIcon(Presence presence);

} // namespace salon::client
