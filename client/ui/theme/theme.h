// SPDX-License-Identifier: MIT
#pragma once
#include <QColor>
#include <QFont>
#include <QObject>
#include <array>

namespace salon::client {

enum class Scheme { Light, Dark };

//! A font and the height of its line, both in logical pixels.
struct TextStyle {
    QFont font;
    int line = 0;
};

//! Colours of what a tokenizer tells apart in code, on Theme::codeBackground.
struct CodeInks {
    QColor keyword, type, string, number, comment, directive;
    QColor added, removed, heading;
};

//! Says when Theme::current() became another one.
class ThemeNotifier : public QObject {
    Q_OBJECT
Q_SIGNALS:
    void changed();
};

//! Everything that is drawn is drawn with these colours, fonts and lengths. A value: whoever paints
//! asks for the current one, and asks again after ThemeNotifier::changed or QEvent::PaletteChange.
struct Theme {
    static constexpr int kSmallestText = 12, kDefaultText = 15, kLargestText = 22;
    static constexpr int kStep = 4; //!< the grid; gaps are multiples of it
    static constexpr int kControlRadius = 6, kCardRadius = 8, kDialogRadius = 12;
    static constexpr int kFocusWidth = 2, kFocusGap = 2;
    static constexpr int kMotionMs = 120;
    static constexpr int kSmallestTarget = 32;

    Scheme scheme = Scheme::Light;
    bool isHighContrast = false;
    bool hasMotion = true; //!< false when the system asks for less of it
    int textSize = kDefaultText; //!< body text in px; every other size follows

    QColor background, sidebar;
    QColor text, secondary, disabled;
    QColor accent, textOnAccent; //!< accent: links and focus too
    QColor selection; //!< the chosen row
    QColor hover; //!< the row or control under the pointer, on background
    QColor sidebarHover; //!< the same on sidebar
    QColor mention; //!< rows that name one, and warnings
    QColor mentionChip; //!< behind a name that is called, in accent
    QColor ownMentionChip; //!< behind one's own, in text
    QColor warnText;
    QColor errorText, errorBackground;
    QColor success;
    QColor codeBackground;
    CodeInks codeInks;
    QColor inputBorder, hairline;
    std::array<QColor, 8> authors; //!< names on background
    std::array<QColor, 8> avatars; //!< fills below white initials, in both schemes

    TextStyle body, author, roomList, roomListUnread, secondaryText, sectionLabel;
    TextStyle title, loginTitle, code, bigEmoji;

    //! A length that is given for the default text size, at this text size.
    int scaled(int atDefault) const
    {
        return (atDefault * textSize + kDefaultText / 2) / kDefaultText;
    }
    QColor authorColor(qint64 userId) const
    {
        return authors[static_cast<size_t>(userId) % authors.size()];
    }
    QColor avatar(qint64 userId) const
    {
        return avatars[static_cast<size_t>(userId) % avatars.size()];
    }

    //! The look of `scheme` at `textSize` (clamped to what is allowed).
    static Theme make(Scheme scheme, int textSize = kDefaultText, bool isHighContrast = false,
                      bool hasMotion = true);
    static const Theme &current();
    //! Makes it the current one, with the application's palette and font. For Appearance and tests.
    static void setCurrent(const Theme &theme);
    static ThemeNotifier *notifier();
};

} // namespace salon::client
