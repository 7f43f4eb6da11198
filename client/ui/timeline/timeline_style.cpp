// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_style.h"

namespace salon::client {

TimelineStyle TimelineStyle::of(const Theme &theme)
{
    constexpr int kAvatarGap = 12;
    TimelineStyle style;
    style.theme = theme;
    style.avatar = theme.scaled(style.avatar);
    style.gutter = style.margin + style.avatar + kAvatarGap;
    style.maxColumn = theme.scaled(style.maxColumn);
    style.dayLine = theme.scaled(style.dayLine);
    style.unreadLine = theme.scaled(style.unreadLine);
    style.quoteLine = theme.scaled(style.quoteLine);
    style.pinLine = theme.scaled(style.pinLine);
    style.chip = theme.scaled(style.chip);
    return style;
}

int TimelineStyle::columnWidth(int viewportWidth) const
{
    constexpr int kNarrowest = 80;
    return qBound(kNarrowest, viewportWidth - gutter - jumpStrip, maxColumn);
}

} // namespace salon::client
