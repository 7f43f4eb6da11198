// SPDX-License-Identifier: MIT
#include "client/ui/emoji/emoji.h"

#include <algorithm>

namespace salon::client {
namespace {

// As resources/emoji/make_emoji.py writes them.
constexpr QChar kTonePlace = u'~';
constexpr QChar kToneOrStyle = u'^'; // without a tone, what asks for a picture stands there
constexpr QChar kEmojiStyle(0xFE0F);
constexpr char32_t kLightest = 0x1F3FB;

} // namespace

bool Emoji::hasTones() const
{
    return pattern.contains(kTonePlace) || pattern.contains(kToneOrStyle);
}

QString Emoji::text(SkinTone tone) const
{
    QString characters;
    if (tone != SkinTone::None) {
        const char32_t code = kLightest + static_cast<char32_t>(tone) - 1;
        characters = QString::fromUcs4(&code, 1);
    }
    QString result;
    for (const QChar c : pattern) {
        if (c == kTonePlace)
            result += characters;
        else if (c == kToneOrStyle)
            result += characters.isEmpty() ? QString(kEmojiStyle) : characters;
        else
            result += c;
    }
    return result;
}

QString withoutTones(const QString &text)
{
    QList<uint> codes = text.toUcs4();
    codes.removeIf([](uint code) {
        return code == kEmojiStyle.unicode() || (code >= kLightest && code < kLightest + 5);
    });
    return QString::fromUcs4(reinterpret_cast<const char32_t *>(codes.constData()), codes.size());
}

} // namespace salon::client
