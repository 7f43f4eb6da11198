// SPDX-License-Identifier: MIT
#include "client/ui/emoji/emoji_text.h"

#include "client/ui/emoji/emoji_font.h"

#include <QTextBoundaryFinder>
#include <algorithm>

namespace salon::client {
namespace {

constexpr QChar kEmojiStyle(0xFE0F);

//! Calls `take` with begin and end of each character, as people count them, that asks for a
//! picture.
template <class Take>
void eachPicture(const QString &text, Take take)
{
    if (!text.contains(kEmojiStyle))
        return;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    for (qsizetype from = text.indexOf(kEmojiStyle); from >= 0;) {
        finder.setPosition(from);
        const qsizetype begin = finder.isAtBoundary() ? from : finder.toPreviousBoundary();
        finder.setPosition(from);
        const qsizetype next = finder.toNextBoundary();
        const qsizetype end = next < 0 ? text.size() : next;
        // On a digit it is one where the frame of a key follows; "1" alone stays as it is.
        const bool isDigit = text[begin].unicode() < 0x80
            && !QStringView(text).sliced(begin, end - begin).contains(QChar(0x20E3));
        if (begin < from && !isDigit)
            take(begin, end);
        from = text.indexOf(kEmojiStyle, end);
    }
}

} // namespace

QString inDrawingOrder(const QString &text)
{
    QString ordered = text;
    eachPicture(text, [&](qsizetype begin, qsizetype end) {
        std::stable_partition(ordered.begin() + begin, ordered.begin() + end,
                              [](QChar c) { return c != kEmojiStyle; });
    });
    return ordered;
}

QList<QTextLayout::FormatRange> pictureFormats(const QString &text)
{
    QList<QTextLayout::FormatRange> formats;
    QTextCharFormat format;
    format.setFontFamilies(emojiFont(1).families());
    eachPicture(text, [&](qsizetype begin, qsizetype end) {
        formats.append({static_cast<int>(begin), static_cast<int>(end - begin), format});
    });
    return formats;
}

} // namespace salon::client
