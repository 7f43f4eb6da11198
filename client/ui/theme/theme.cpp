// SPDX-License-Identifier: MIT
#include "client/ui/theme/theme.h"

#include "client/ui/theme/colors.h"
#include "client/ui/theme/palette.h"

#include <QApplication>
#include <QFontDatabase>
#include <QResource>

using namespace Qt::StringLiterals;

static void initThemeResources()
{
    Q_INIT_RESOURCE(
        theme); // a static library's resources are dropped by the linker unless asked for
}

namespace salon::client {
namespace {

// Emoji must come second: after any other fallback they are drawn in one colour.
const QStringList &families()
{
    static const QStringList names = [] {
        initThemeResources();
        // By their data: from the program's own pages, where a path would have them copied.
        for (const QString &file : {u"Inter-Regular"_s, u"Inter-SemiBold"_s, u"Inter-Italic"_s}) {
            const QResource font(u":/salon/fonts/"_s + file + u".otf"_s);
            QFontDatabase::addApplicationFontFromData(font.uncompressedData());
        }
        return QStringList{u"Inter"_s, u"Noto Color Emoji"_s, u"Noto Sans"_s};
    }();
    return names;
}

QStringList monoFamilies()
{
    const QString fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
    return {fixed, u"Noto Sans Mono"_s, u"Noto Color Emoji"_s, u"monospace"_s};
}

TextStyle textStyle(const Theme &theme, double pixels, int line,
                    QFont::Weight weight = QFont::Normal)
{
    QFont font;
    font.setFamilies(families());
    font.setPixelSize(qMax(9, qRound(pixels * theme.textSize / Theme::kDefaultText)));
    font.setWeight(weight);
    return {font, theme.scaled(line)};
}

void chooseFonts(Theme &theme)
{
    theme.body = textStyle(theme, 15, 22);
    theme.author = textStyle(theme, 15, 22, QFont::DemiBold);
    theme.roomList = textStyle(theme, 14, 20);
    theme.roomListUnread = textStyle(theme, 14, 20, QFont::DemiBold);
    theme.secondaryText = textStyle(theme, 12, 16);
    theme.sectionLabel = textStyle(theme, 12, 16, QFont::DemiBold);
    theme.title = textStyle(theme, 17, 24, QFont::DemiBold);
    theme.loginTitle = textStyle(theme, 24, 32, QFont::DemiBold);
    theme.bigEmoji = textStyle(theme, 32, 42);
    theme.code = textStyle(theme, 13.5, 20);
    theme.code.font.setFamilies(monoFamilies());
    theme.code.font.setStyleHint(QFont::Monospace);
}

Theme &currentTheme()
{
    static Theme theme = Theme::make(Scheme::Light);
    return theme;
}

} // namespace

Theme Theme::make(Scheme scheme, int textSize, bool isHighContrast, bool hasMotion)
{
    Theme theme;
    theme.scheme = scheme;
    theme.textSize = qBound(kSmallestText, textSize, kLargestText);
    theme.isHighContrast = isHighContrast;
    theme.hasMotion = hasMotion;
    chooseColors(theme);
    chooseFonts(theme);
    return theme;
}

const Theme &Theme::current()
{
    return currentTheme();
}

void Theme::setCurrent(const Theme &theme)
{
    currentTheme() = theme;
    if (qobject_cast<QApplication *>(QCoreApplication::instance())) {
        QApplication::setFont(theme.roomList.font);
        QApplication::setPalette(paletteOf(theme));
    }
    Q_EMIT notifier()->changed();
}

ThemeNotifier *Theme::notifier()
{
    static ThemeNotifier notifier;
    return &notifier;
}

} // namespace salon::client
