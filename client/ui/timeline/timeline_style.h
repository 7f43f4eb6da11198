// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/theme/theme.h"

namespace salon::client {

//! The theme, and the lengths that only the timeline has: logical pixels at the chosen text size.
struct TimelineStyle {
    Theme theme;

    int margin = 16; //!< left of the avatar, and right of lines
    int jumpStrip = 36; //!< right of the text: the button to the newest message covers none of it
    int avatar = 36;
    int gutter = 64; //!< from the left edge to the text column
    int maxColumn = 760;
    int groupGap = 16; //!< before a row with an author
    int rowGap = 1; //!< before a row that continues a group, and one below each row
    int dayLine = 40;
    int unreadLine = 24;
    int quoteLine = 22; //!< above an answer
    int pinLine = 28; //!< that somebody pinned a message
    int chip = 24; //!< height of a reaction
    int chipGap = 4;

    static TimelineStyle of(const Theme &theme);
    static TimelineStyle current() { return of(Theme::current()); }

    int columnWidth(int viewportWidth) const;
};

} // namespace salon::client
