// SPDX-License-Identifier: MIT
#include "client/ui/theme/colors.h"
#include "client/ui/timeline/code_colors.h"
#include <QTest>

using namespace salon::client;

class TestCodeColors : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyKindIsSeenAndRead_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::addColumn<bool>("isHighContrast");
        QTest::newRow("light") << false << false;
        QTest::newRow("dark") << true << false;
        QTest::newRow("light, high contrast") << false << true;
        QTest::newRow("dark, high contrast") << true << true;
    }
    void everyKindIsSeenAndRead()
    {
        QFETCH(bool, isDark);
        QFETCH(bool, isHighContrast);
        const Theme theme =
            Theme::make(isDark ? Scheme::Dark : Scheme::Light, Theme::kDefaultText, isHighContrast);
        for (int kind = 0; kind <= static_cast<int>(CodeTokenKind::Heading); ++kind) {
            const QColor color = codeColor(theme, static_cast<CodeTokenKind>(kind));
            QVERIFY(contrast(color, theme.codeBackground) >= (isHighContrast ? 6.3 : 4.5));
            const bool isComment = kind == static_cast<int>(CodeTokenKind::Comment);
            QVERIFY(color != theme.text || (isComment && isHighContrast));
        }
    }
};

QTEST_MAIN(TestCodeColors)
#include "tst_code_colors.moc"
