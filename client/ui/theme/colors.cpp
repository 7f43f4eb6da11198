// SPDX-License-Identifier: MIT
#include "client/ui/theme/colors.h"

#include <algorithm>
#include <cmath>

namespace salon::client {
namespace {

constexpr std::array<QRgb, 8> kLightPeople{0xffb3261e, 0xff8a4b00, 0xff5b6300, 0xff146c2e,
                                           0xff006a6a, 0xff0b57d0, 0xff6a3fc4, 0xffa2277b};
constexpr std::array<QRgb, 8> kDarkPeople{0xffffb4ab, 0xffffb870, 0xffcdd35f, 0xff7fdb94,
                                          0xff5fd6d6, 0xff8ab4f8, 0xffcdb4ff, 0xffffa8da};

std::array<QColor, 8> colorsOf(const std::array<QRgb, 8> &values)
{
    std::array<QColor, 8> colors;
    std::transform(values.begin(), values.end(), colors.begin(),
                   [](QRgb value) { return QColor(value); });
    return colors;
}

void chooseLight(Theme &theme)
{
    theme.background = QColor(0xFFFFFF);
    theme.sidebar = QColor(0xF5F6F8);
    theme.text = QColor(0x1F2328);
    theme.secondary = QColor(0x59636E);
    theme.accent = QColor(0x0B57D0);
    theme.textOnAccent = QColor(0xFFFFFF);
    theme.selection = QColor(0xDCE8FD);
    theme.mention = QColor(0xFFF4D6);
    theme.warnText = QColor(0x7A4F00);
    theme.errorText = QColor(0xB3261E);
    theme.errorBackground = QColor(0xFDECEA);
    theme.success = QColor(0x1A7F37);
    theme.codeBackground = QColor(0xF1F3F5);
    theme.inputBorder = QColor(0x868E98);
    theme.hairline = QColor(0xD9DDE2);
    theme.authors = colorsOf(kLightPeople);
    theme.codeInks = {.keyword = QColor(0x6A3FC4),
                      .type = QColor(0x006A6A),
                      .string = QColor(0x146C2E),
                      .number = QColor(0x8A4B00),
                      .comment = theme.secondary,
                      .directive = QColor(0xA2277B),
                      .added = QColor(0x146C2E),
                      .removed = theme.errorText,
                      .heading = theme.accent};
}

void chooseDark(Theme &theme)
{
    theme.background = QColor(0x1B1D21);
    theme.sidebar = QColor(0x15171A);
    theme.text = QColor(0xE6E8EB);
    theme.secondary = QColor(0xA0A8B3);
    theme.accent = QColor(0x8AB4F8);
    theme.textOnAccent = QColor(0x10233F);
    theme.selection = QColor(0x243B5E);
    theme.mention = QColor(0x3A2F14);
    theme.warnText = QColor(0xF5C563);
    theme.errorText = QColor(0xFFB4AB);
    theme.errorBackground = QColor(0x43211F);
    theme.success = QColor(0x6CD48A);
    theme.codeBackground = QColor(0x272A30);
    theme.inputBorder = QColor(0x737B87);
    theme.hairline = QColor(0x33373D);
    theme.authors = colorsOf(kDarkPeople);
    theme.codeInks = {.keyword = QColor(0xCDB4FF),
                      .type = QColor(0x5FD6D6),
                      .string = QColor(0x7FDB94),
                      .number = QColor(0xFFB870),
                      .comment = theme.secondary,
                      .directive = QColor(0xFFA8DA),
                      .added = QColor(0x7FDB94),
                      .removed = theme.errorText,
                      .heading = theme.accent};
}

// Tints carry no meaning that a border cannot carry better for eyes that need contrast.
void raiseContrast(Theme &theme)
{
    theme.secondary = theme.text;
    theme.inputBorder = theme.text;
    theme.hairline = theme.text;
    theme.mention = theme.background;
    theme.errorBackground = theme.background;
    theme.codeBackground = theme.background;
    theme.codeInks.comment = theme.text;
    theme.mentionChip = theme.ownMentionChip = theme.background;
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

} // namespace

void chooseColors(Theme &theme)
{
    if (theme.scheme == Scheme::Light)
        chooseLight(theme);
    else
        chooseDark(theme);
    theme.mentionChip = theme.selection;
    theme.ownMentionChip = blended(theme.accent, theme.background, 0.3);
    if (theme.isHighContrast)
        raiseContrast(theme);
    theme.avatars = colorsOf(kLightPeople);
    theme.disabled = blended(theme.text, theme.background, 0.45);
    theme.hover = blended(theme.text, theme.background, 0.05);
    theme.sidebarHover = blended(theme.text, theme.sidebar, 0.06);
}

QColor blended(const QColor &over, const QColor &under, double share)
{
    const auto mix = [share](int a, int b) { return qRound(a * share + b * (1 - share)); };
    return QColor(mix(over.red(), under.red()), mix(over.green(), under.green()),
                  mix(over.blue(), under.blue()));
}

double contrast(const QColor &one, const QColor &other)
{
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

} // namespace salon::client
