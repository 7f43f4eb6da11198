// SPDX-License-Identifier: MIT
#pragma once

class QWidget;

namespace salon::client {

//! Paints the ground and the edge of what lies over something else: popups, bars, pickers.
void paintCard(QWidget &widget);
//! Cuts the corners of a window that is one; after its size is known.
void cutCard(QWidget &window);

} // namespace salon::client
