// SPDX-License-Identifier: MIT
#include "tests/client/golden/golden_test.h"
#include <QPlainTextEdit>

using namespace Qt::StringLiterals;

namespace salon::test {

using client::Scheme;
using client::Theme;

void GoldenTest::initTestCase()
{
    const QString why = otherThanRecorded();
    if (!why.isEmpty())
        QSKIP(qPrintable(why));
}

bool GoldenTest::isScaled()
{
    return qApp->devicePixelRatio() > 1;
}

bool GoldenTest::isNarrow()
{
    QFETCH(const bool, isNarrow);
    return isNarrow;
}

void GoldenTest::schemes()
{
    QTest::addColumn<Scheme>("scheme");
    QTest::addColumn<bool>("isNarrow");
    QTest::newRow("light") << Scheme::Light << false;
    QTest::newRow("dark") << Scheme::Dark << false;
}

void GoldenTest::looks()
{
    schemes();
    QTest::newRow("light, narrow") << Scheme::Light << true;
    QTest::newRow("dark, narrow") << Scheme::Dark << true;
}

void GoldenTest::useScheme()
{
    QFETCH(const Scheme, scheme);
    Theme::setCurrent(Theme::make(scheme, Theme::kDefaultText, false, false));
}

void GoldenTest::begin(RoomId room, const QList<protocol::Room> &rooms)
{
    QFETCH(const Scheme, scheme);
    m = std::make_unique<GoldenWindow>(scheme, room, rooms);
    QVERIFY(m->isReady());
    makeWide();
    QVERIFY(!room.isValid() || m->isOpen());
}

void GoldenTest::beginWithPresence(RoomId room, const QList<UserId> &people)
{
    QFETCH(const Scheme, scheme);
    m = std::make_unique<GoldenWindow>(scheme, room);
    m->tellPresence();
    makeWide();
    QVERIFY(m->isOpen());
    QVERIFY(m->knowsPresenceOf(people));
    m->settle();
}

void GoldenTest::makeWide()
{
    if (isNarrow())
        m->window().resize(400, 640);
    m->settle();
}

QPlainTextEdit *GoldenTest::edit()
{
    return m->find<QPlainTextEdit>("composerEdit");
}

void GoldenTest::compare(QWidget &widget, const QString &name, const QRect &part)
{
    QFETCH(const Scheme, scheme);
    if (QTest::currentTestFailed())
        return;
    const QString width = isNarrow() ? u"_narrow"_s : QString();
    const QString scale = isScaled() ? u'_' + scaleName(widget) : QString();
    const QString difference =
        differenceFromGolden(widget, name + width + u'_' + schemeName(scheme) + scale, part);
    QVERIFY2(difference.isEmpty(), qPrintable(difference));
}

void GoldenTest::compareShown(QWidget &widget, const QString &name)
{
    widget.show();
    QVERIFY(QTest::qWaitForWindowActive(&widget));
    QCoreApplication::processEvents();
    compare(widget, name);
}

} // namespace salon::test
