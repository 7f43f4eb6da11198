// SPDX-License-Identifier: MIT
#pragma once
#include "client/ui/theme/salon_style.h"
#include "client/ui/theme/theme.h"
#include "tests/client/golden/drawn_with.h"
#include "tests/client/golden/golden.h"
#include <QApplication>
#include <QCursor>
#include <QLocale>
#include <QTest>
#include <ctime>

namespace salon::test {

//! Everything that is drawn is the same wherever and whenever it is.
inline void holdStill()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    QCursor::setPos(4000, 4000); // over nothing
    QApplication::setStyle(new client::SalonStyle);
    QApplication::setCursorFlashTime(0);
}

//! Before the application: it is the same time of day everywhere.
inline void useUtc()
{
    qputenv("TZ", "UTC");
#ifdef Q_OS_UNIX
    tzset();
#endif
}

inline QString schemeName(client::Scheme scheme)
{
    return scheme == client::Scheme::Light ? QStringLiteral("light") : QStringLiteral("dark");
}

//! "2x" where the screen has two pixels for one.
inline QString scaleName(const QWidget &widget)
{
    return QString::number(widget.devicePixelRatioF()) + QLatin1Char('x');
}

} // namespace salon::test

#define COMPARE_GOLDEN(widget, name)                                                               \
    do {                                                                                           \
        const QString difference = salon::test::differenceFromGolden(widget, name);                \
        QVERIFY2(difference.isEmpty(), qPrintable(difference));                                    \
    } while (false)

#define GOLDEN_MAIN(TestClass)                                                                     \
    int main(int argc, char **argv)                                                                \
    {                                                                                              \
        salon::test::useUtc();                                                                     \
        QApplication application(argc, argv);                                                      \
        salon::test::holdStill();                                                                  \
        TestClass test;                                                                            \
        return QTest::qExec(&test, argc, argv);                                                    \
    }
