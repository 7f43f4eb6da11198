// SPDX-License-Identifier: MIT
#include "client/ui/emoji/emoji_font.h"

#include <QPainter>
#include <QPixmapCache>
#include <QRawFont>
#include <QTextLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace salon::client {
namespace {

constexpr int kProbePixels = 32;
constexpr uint kJoiner = 0x200D;
constexpr char32_t kSomeFace = 0x1F600;
constexpr QChar kEmojiStyle(0xFE0F);

// Qt 6.4 takes what asks for a picture from another font, which breaks up what is joined around it.
QString shapeable(QString emoji)
{
    return emoji.remove(kEmojiStyle);
}

qreal widthOf(const QString &text)
{
    QTextLayout layout(text, emojiFont(kProbePixels));
    layout.beginLayout();
    const QTextLine line = layout.createLine();
    layout.endLayout();
    return line.naturalTextWidth();
}

bool isJoined(const QString &text)
{
    static const qreal one = widthOf(QString::fromUcs4(&kSomeFace, 1));
    return widthOf(text) < one * 1.5;
}

bool isFlagLetter(uint code)
{
    return code >= 0x1F1E6 && code <= 0x1F1FF;
}

} // namespace

QFont emojiFont(int pixels)
{
    QFont font;
    font.setFamilies({u"Noto Color Emoji"_s, u"Apple Color Emoji"_s, u"Segoe UI Emoji"_s,
                      u"Twitter Color Emoji"_s});
    font.setPixelSize(pixels);
    return font;
}

bool isDrawnAsOne(const QString &emoji)
{
    static const QRawFont raw = QRawFont::fromFont(emojiFont(kProbePixels));
    if (!raw.isValid() || !raw.supportsCharacter(kSomeFace))
        return false;
    const QList<uint> codes = shapeable(emoji).toUcs4();
    const bool isKnown = std::all_of(codes.begin(), codes.end(), [](uint code) {
        return code == kJoiner || raw.supportsCharacter(code);
    });
    if (!isKnown || codes.size() == 1)
        return isKnown;
    // A font has the flags of all countries, or of none.
    static const bool hasFlags = isJoined(u"\U0001F1E9\U0001F1EA"_s);
    if (codes.size() == 2 && isFlagLetter(codes[0]) && isFlagLetter(codes[1]))
        return hasFlags;
    // Shaping is a thousand times as slow as looking a character up; only what is joined needs it.
    return isJoined(shapeable(emoji));
}

QPixmap emojiPicture(const QString &emoji, int pixels, qreal ratio)
{
    const QString key = u"salon-emoji/%1/%2/%3"_s.arg(emoji).arg(pixels).arg(ratio);
    QPixmap picture;
    if (QPixmapCache::find(key, &picture))
        return picture;
    // Some pictures are a little larger than their font.
    const QRect rect(0, 0, pixels + pixels / 3, pixels + pixels / 3);
    picture = QPixmap(rect.size() * ratio);
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setFont(emojiFont(pixels));
    painter.drawText(rect, Qt::AlignCenter | Qt::TextDontClip | Qt::TextSingleLine,
                     shapeable(emoji));
    painter.end();
    QPixmapCache::insert(key, picture);
    return picture;
}

void drawEmoji(QPainter &painter, const QRect &rect, const QString &emoji, int pixels)
{
    const QPixmap picture = emojiPicture(emoji, pixels, painter.device()->devicePixelRatioF());
    const QSizeF size = picture.deviceIndependentSize();
    painter.drawPixmap(QPointF(rect.x() + (rect.width() - size.width()) / 2,
                               rect.y() + (rect.height() - size.height()) / 2),
                       picture);
}

} // namespace salon::client
