// SPDX-License-Identifier: MIT
#pragma once
#include <QString>
#include <vector>

namespace salon::client {

//! `text` with everything replaced by U+FFFD that would draw nothing or turn the rest around:
//! control characters but tab and line ends, and the bidirectional overrides. Same length, so that
//! offsets fit both.
QString drawable(const QString &text);

//! A name for the middle of a sentence: drawable, without line ends, and isolated (U+2068 …
//! U+2069) where its direction would not leave the rest alone. Few fonts have these marks, and each
//! is looked for in all of them.
QString isolated(const QString &name);

//! A text in one line, and where each of its characters stood in the text as sent.
struct OneLine {
    QString text;
    std::vector<int> offsets;

    static OneLine of(const QString &sent);
};

//! What a message shows, drawable and in one line; of a long one, the beginning.
QString inOneLine(const QString &sent);

//! `text` as a tooltip, which Qt shows as HTML where it looks like it: no markup of others counts.
QString forToolTip(const QString &text);

//! Whether the text is one to three emoji and nothing else but spaces.
bool isEmojiOnly(const QString &text);

//! One or two letters for an avatar; never empty.
QString initials(const QString &name);

} // namespace salon::client
