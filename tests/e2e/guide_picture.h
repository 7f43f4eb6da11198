// SPDX-License-Identifier: MIT
#pragma once
#include <QString>

class QWidget;

namespace salon::test {

//! Draws the window into build/…/pictures/guide/NAME.png and compares it with the committed
//! docs/images/guide/NAME.png: what differs, as a sentence; empty when a reader would see the same.
//! Times, dates and the system's drawing of letters may differ a little.
QString differenceFromGuide(QWidget &window, const QString &name);

} // namespace salon::test
