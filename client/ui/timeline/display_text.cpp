// SPDX-License-Identifier: MIT
#include "client/ui/timeline/display_text.h"

#include "client/ui/text/shown_text.h"

#include <QStringList>
#include <QTextBoundaryFinder>
#include <QTextDocument>
#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr char32_t kJoiner = 0x200D;
constexpr char32_t kEmojiStyle = 0xFE0F;
constexpr char32_t kKeycap = 0x20E3;

bool isHarmful(QChar c)
{
    const bool override = c == QChar(0x202D) || c == QChar(0x202E);
    const bool keeps = c == u'\t' || c == u'\n';
    return override || (c.category() == QChar::Other_Control && !keeps);
}

bool isWithin(char32_t c, char32_t first, char32_t last)
{
    return c >= first && c <= last;
}

// Drawn as a picture without being asked to: Emoji_Presentation of Unicode 15, emoji-data.txt,
// below the 1F000 block.
bool isPictureByDefault(char32_t c)
{
    static constexpr std::array kSingles{
        0x231AU, 0x231BU, 0x23F0U, 0x23F3U, 0x25FDU, 0x25FEU, 0x2614U, 0x2615U, 0x267FU,
        0x2693U, 0x26A1U, 0x26AAU, 0x26ABU, 0x26BDU, 0x26BEU, 0x26C4U, 0x26C5U, 0x26CEU,
        0x26D4U, 0x26EAU, 0x26F2U, 0x26F3U, 0x26F5U, 0x26FAU, 0x26FDU, 0x2705U, 0x270AU,
        0x270BU, 0x2728U, 0x274CU, 0x274EU, 0x2753U, 0x2754U, 0x2755U, 0x2757U, 0x2795U,
        0x2796U, 0x2797U, 0x27B0U, 0x27BFU, 0x2B1BU, 0x2B1CU, 0x2B50U, 0x2B55U};
    if (isWithin(c, 0x23E9, 0x23EC) || isWithin(c, 0x2648, 0x2653) || isWithin(c, 0x1F300, 0x1FAFF))
        return true;
    if (c == 0x1F004 || c == 0x1F0CF || c == 0x1F18E || isWithin(c, 0x1F191, 0x1F19A))
        return true;
    return std::find(kSingles.begin(), kSingles.end(), c) != kSingles.end();
}

bool isPictureWhenAsked(char32_t c)
{
    return c == 0xA9 || c == 0xAE || isWithin(c, 0x203C, 0x3299) || isWithin(c, 0x1F000, 0x1F2FF);
}

bool isTone(char32_t c)
{
    return isWithin(c, 0x1F3FB, 0x1F3FF);
}

//! Position after the emoji that begins at `at`, or `at` when there is none.
qsizetype afterEmoji(const QList<uint> &text, qsizetype at)
{
    const auto peek = [&](qsizetype i) { return i < text.size() ? char32_t(text[i]) : U'\0'; };
    const auto isFlagLetter = [](char32_t c) { return isWithin(c, 0x1F1E6, 0x1F1FF); };
    const char32_t first = peek(at);
    if (isFlagLetter(first))
        return isFlagLetter(peek(at + 1)) ? at + 2 : at;
    if (isWithin(first, U'0', U'9') || first == U'#' || first == U'*') {
        const qsizetype keycap = at + (peek(at + 1) == kEmojiStyle ? 2 : 1);
        return peek(keycap) == kKeycap ? keycap + 1 : at;
    }
    qsizetype i = at;
    while (true) {
        const bool asked = peek(i + 1) == kEmojiStyle;
        if (!isPictureByDefault(peek(i)) && !(asked && isPictureWhenAsked(peek(i))))
            return at;
        i += asked ? 2 : 1;
        if (isTone(peek(i)))
            ++i;
        while (isWithin(peek(i), 0xE0020, 0xE007F)) // the flags of parts of a country
            ++i;
        if (peek(i) != kJoiner)
            return i;
        ++i;
    }
}

//! Whether its direction is that of our sentences, from its first letter to its last.
bool hasItsPlace(const QString &name)
{
    const auto turns = [](QChar c) {
        switch (c.direction()) {
        case QChar::DirL:
        case QChar::DirEN:
        case QChar::DirES:
        case QChar::DirET:
        case QChar::DirCS:
        case QChar::DirWS:
        case QChar::DirON:
        case QChar::DirNSM:
            return c.isSurrogate();
        default:
            return true;
        }
    };
    if (name.isEmpty() || name.front().direction() != QChar::DirL
        || std::ranges::any_of(name, turns))
        return false;
    const auto last = name.back().direction();
    return last == QChar::DirL || last == QChar::DirEN;
}

} // namespace

QString drawable(const QString &text)
{
    QString shown = text;
    for (QChar &c : shown) {
        if (isHarmful(c))
            c = QChar::ReplacementCharacter;
    }
    return shown;
}

QString isolated(const QString &name)
{
    QString shown = drawable(name);
    for (QChar &c : shown) {
        const bool opensOrCloses = c >= QChar(0x2066) && c <= QChar(0x2069);
        if (opensOrCloses || c == u'\n' || c == u'\t' || c == QChar(0x2028) || c == QChar(0x2029))
            c = QChar::ReplacementCharacter;
    }
    return hasItsPlace(shown) ? shown : QChar(0x2068) + shown + QChar(0x2069);
}

OneLine OneLine::of(const QString &sent)
{
    constexpr qsizetype kMostRead = 300; // characters: no line has room for more
    const ShownText shown = ShownText::of(sent.left(kMostRead));
    const QString text = drawable(shown.text);
    OneLine line;
    bool hasSpace = false; // before the next character
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i].isSpace()) {
            hasSpace = !line.text.isEmpty();
            continue;
        }
        const int offset = shown.offsets[static_cast<size_t>(i)];
        if (std::exchange(hasSpace, false)) {
            line.text += u' ';
            line.offsets.push_back(offset);
        }
        line.text += text[i];
        line.offsets.push_back(offset);
    }
    return line;
}

QString inOneLine(const QString &sent)
{
    return OneLine::of(sent).text;
}

QString forToolTip(const QString &text)
{
    const QString shown = drawable(text);
    return Qt::mightBeRichText(shown) ? Qt::convertFromPlainText(shown, Qt::WhiteSpaceNormal)
                                      : shown;
}

bool isEmojiOnly(const QString &text)
{
    constexpr qsizetype kLongest = 64;
    if (text.size() > kLongest)
        return false;
    const QList<uint> characters = text.toUcs4();
    int count = 0;
    for (qsizetype i = 0; i < characters.size();) {
        if (QChar::isSpace(characters[i])) {
            ++i;
            continue;
        }
        const qsizetype next = afterEmoji(characters, i);
        if (next == i || ++count > 3)
            return false;
        i = next;
    }
    return count > 0;
}

QString initials(const QString &name)
{
    const QStringList words = name.split(u' ', Qt::SkipEmptyParts);
    QString letters;
    for (const QString &word : words) {
        const auto letter = std::find_if(word.begin(), word.end(), [](QChar c) {
            return c.isLetterOrNumber() || c.isSurrogate();
        });
        if (letter == word.end())
            continue;
        const QString rest = word.sliced(letter - word.begin());
        QTextBoundaryFinder graphemes(QTextBoundaryFinder::Grapheme, rest);
        const QString first = rest.left(graphemes.toNextBoundary());
        letters += first.toUpper();
        if (letters.size() >= 2)
            break;
    }
    return letters.isEmpty() ? u"?"_s : letters;
}

} // namespace salon::client
