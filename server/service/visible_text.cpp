// SPDX-License-Identifier: MIT
#include "server/service/visible_text.h"
#include <QList>
#include <unicode/uchar.h>

namespace salon::server {
namespace {

constexpr char32_t kNonJoiner = 0x200C;
constexpr char32_t kJoiner = 0x200D;
constexpr char32_t kEmojiSelector = 0xFE0F;
constexpr char32_t kBrailleBlank = 0x2800;

bool has(char32_t character, UProperty property)
{
    return u_hasBinaryProperty(UChar32(character), property);
}

bool isHidden(char32_t character)
{
    constexpr uint32_t kRefused = U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CS_MASK | U_GC_CO_MASK
        | U_GC_CN_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK;
    return (U_GET_GC_MASK(UChar32(character)) & kRefused) != 0 || character == kBrailleBlank
        || has(character, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

bool joinsLetters(char32_t character)
{
    const auto type = u_getIntPropertyValue(UChar32(character), UCHAR_JOINING_TYPE);
    return type == U_JT_DUAL_JOINING || type == U_JT_RIGHT_JOINING || type == U_JT_LEFT_JOINING;
}

bool isVirama(char32_t character)
{
    return u_getCombiningClass(UChar32(character)) == 9;
}

//! UTS #51 for emoji; for letters RFC 5892, appendix A.1 and A.2, without its transparent marks.
bool shapesItsNeighbours(const QList<uint> &text, qsizetype place)
{
    const char32_t before = place > 0 ? text[place - 1] : 0;
    const char32_t after = place + 1 < text.size() ? text[place + 1] : 0;
    switch (char32_t(text[place])) {
    case kEmojiSelector:
        return has(before, UCHAR_EMOJI);
    case kJoiner:
        if (has(after, UCHAR_EXTENDED_PICTOGRAPHIC)) {
            return before == kEmojiSelector || has(before, UCHAR_EXTENDED_PICTOGRAPHIC)
                || has(before, UCHAR_EMOJI_MODIFIER);
        }
        return isVirama(before);
    case kNonJoiner:
        return isVirama(before) || (joinsLetters(before) && joinsLetters(after));
    default:
        return false;
    }
}

} // namespace

std::optional<char32_t> firstHiddenCharacter(QStringView text)
{
    // toUcs4() would turn a lone surrogate into U+FFFD.
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!text[i].isSurrogate())
            continue;
        if (!text[i].isHighSurrogate() || i + 1 == text.size() || !text[i + 1].isLowSurrogate())
            return text[i].unicode();
        ++i;
    }
    const QList<uint> characters = text.toUcs4();
    for (qsizetype i = 0; i < characters.size(); ++i) {
        if (isHidden(characters[i]) && !shapesItsNeighbours(characters, i))
            return characters[i];
    }
    return std::nullopt;
}

} // namespace salon::server
