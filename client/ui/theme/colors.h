// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/theme/theme.h"

namespace salon::client {

//! Fills in every colour of `theme` for its scheme and contrast.
void chooseColors(Theme &theme);

//! `over` painted on `under` with the given share, 0 to 1.
QColor blended(const QColor &over, const QColor &under, double share);

//! Contrast of two opaque colours, 1 to 21 (WCAG 2.2, relative luminance).
double contrast(const QColor &one, const QColor &other);

} // namespace salon::client
