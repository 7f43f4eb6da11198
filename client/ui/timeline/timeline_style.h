// SPDX-License-Identifier: MIT
#pragma once
#include <QColor>
#include <QFont>
#include <array>

namespace salon::client {

//! What the timeline takes from the theme: colours, fonts, and lengths in logical pixels at the chosen text size.
struct TimelineStyle {
    QColor background, text, secondary, accent, link, hairline, hover, selection, error, onAvatar;
    std::array<QColor, 8> people;       //!< names and avatars, by user id

    QFont body, author, small, bigEmoji, title;
    int bodyLine = 22, smallLine = 16, bigEmojiLine = 42;

    int margin = 16;
    int avatar = 36;
    int gutter = 64;                    //!< from the left edge to the text column
    int maxColumn = 760;
    int groupGap = 16;                  //!< before a row with an author
    int rowGap = 2;                     //!< before a row that continues a group
    int dayLine = 40;
    int unreadLine = 24;

    //! From the current theme.
    static TimelineStyle current();

    int columnWidth(int viewportWidth) const;
    QColor person(qint64 userId) const;
};

} // namespace salon::client
