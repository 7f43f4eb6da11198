// SPDX-License-Identifier: MIT
#include "client/ui/theme/colors.h"
#include "client/ui/theme/theme.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::client;

namespace {

// WCAG 2.2: 4.5 for text, 3 for what must be told apart without reading.
constexpr double kText = 4.5;
constexpr double kShape = 3.0;

} // namespace

//! Whether everybody can read what the theme draws, in light and in dark.
class TestTheme : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void contrast_data()
    {
        QTest::addColumn<QColor>("ink");
        QTest::addColumn<QColor>("paper");
        QTest::addColumn<double>("atLeast");
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            const Theme theme = Theme::make(scheme);
            const auto row = [&](const char *name, QColor ink, QColor paper, double atLeast) {
                const char *side = scheme == Scheme::Light ? "light" : "dark";
                QTest::addRow("%s, %s", name, side) << ink << paper << atLeast;
            };
            row("text on background", theme.text, theme.background, kText);
            row("text on sidebar", theme.text, theme.sidebar, kText);
            row("text on selection", theme.text, theme.selection, kText);
            row("secondary on background", theme.secondary, theme.background, kText);
            row("secondary on sidebar", theme.secondary, theme.sidebar, kText);
            row("secondary on selection", theme.secondary, theme.selection, kText);
            row("link", theme.accent, theme.background, kText);
            row("a name that is called", theme.accent, theme.mentionChip, kText);
            row("one's own name", theme.text, theme.ownMentionChip, kText);
            row("a called name that is selected", theme.accent, theme.selection, kText);
            row("text on accent", theme.textOnAccent, theme.accent, kText);
            row("warning", theme.warnText, theme.mention, kText);
            row("error", theme.errorText, theme.background, kText);
            row("error on its bar", theme.errorText, theme.errorBackground, kText);
            row("success", theme.success, theme.background, kText);
            row("code", theme.text, theme.codeBackground, kText);
            const CodeInks &inks = theme.codeInks;
            row("keyword in code", inks.keyword, theme.codeBackground, kText);
            row("type in code", inks.type, theme.codeBackground, kText);
            row("string in code", inks.string, theme.codeBackground, kText);
            row("number in code", inks.number, theme.codeBackground, kText);
            row("comment in code", inks.comment, theme.codeBackground, kText);
            row("directive in code", inks.directive, theme.codeBackground, kText);
            row("added in code", inks.added, theme.codeBackground, kText);
            row("removed in code", inks.removed, theme.codeBackground, kText);
            row("heading in code", inks.heading, theme.codeBackground, kText);
            row("frame of a field", theme.inputBorder, theme.background, kShape);
            row("focus", theme.accent, theme.sidebar, kShape);
            for (size_t i = 0; i < theme.authors.size(); ++i) {
                QTest::addRow("author %d, %d", int(i), int(scheme))
                    << theme.authors[i] << theme.background << kText;
                QTest::addRow("avatar %d, %d", int(i), int(scheme))
                    << QColor(Qt::white) << theme.avatars[i] << kText;
            }
        }
    }
    void contrast()
    {
        QFETCH(QColor, ink);
        QFETCH(QColor, paper);
        QFETCH(double, atLeast);
        const double found = salon::client::contrast(ink, paper);
        QVERIFY2(found >= atLeast, qPrintable(QString::number(found)));
    }
    void everySizeFollowsTheText()
    {
        const Theme small = Theme::make(Scheme::Light, Theme::kSmallestText);
        const Theme large = Theme::make(Scheme::Light, Theme::kLargestText);
        for (auto style : {&Theme::body, &Theme::author, &Theme::roomList, &Theme::secondaryText,
                           &Theme::title, &Theme::loginTitle, &Theme::code}) {
            QVERIFY((large.*style).font.pixelSize() > (small.*style).font.pixelSize());
            QVERIFY((large.*style).line >= (large.*style).font.pixelSize());
        }
        QCOMPARE(Theme::make(Scheme::Light, 99).textSize, int(Theme::kLargestText));
        QCOMPARE(Theme::make(Scheme::Light, 1).textSize, int(Theme::kSmallestText));
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
