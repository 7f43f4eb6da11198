// SPDX-License-Identifier: MIT
#include "tests/fault/extent.h"
#include "tests/fault/window_play.h"
#include "tests/support/two_screens.h"
#include <QApplication>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;

//! A real window on a bad line, in rooms in which others write: what is painted is the server's
//! log, of the room that was chosen, and stays where it is; also over a restart.
class TestStillWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void showsTheLog_data();
    void showsTheLog();
};

void TestStillWindow::showsTheLog_data()
{
    QTest::addColumn<quint64>("seed");
    for (int i = 0; i < Extent::of(1, 10); ++i) {
        const quint64 seed = Extent::seed() + quint64(i);
        QTest::newRow(qPrintable(u"seed %1"_s.arg(seed))) << seed;
    }
}

void TestStillWindow::showsTheLog()
{
    QFETCH(quint64, seed);
    if (Extent::isLeftOut(u"still_window"_s))
        QSKIP("no more time");
    constexpr int kEach = 60; // steps between two comparisons
    constexpr int kStayed = 20; // rows at least that stayed: a slow machine needs more rounds
    constexpr int kMost = 30; // rounds
    constexpr int kRooms = 34; // more than stay in memory
    FaultScene scene;
    const auto made = scene.begin(4, kRooms);
    QVERIFY2(made, made ? "" : qPrintable(made.error().toString()));
    WindowPlay play(scene, seed);
    const auto begun = play.begin();
    QVERIFY2(begun, begun ? "" : qPrintable(begun.error().toString()));
    const int rounds = Extent::of(4, 15);
    const auto isEnough = [&](int round) {
        return !play.problems().isEmpty() || (round >= rounds && play.stayed() > kStayed);
    };
    for (int round = 0; round < kMost && !isEnough(round); ++round) {
        for (int i = 0; i < kEach && play.problems().isEmpty(); ++i)
            play.step();
        play.compareAtRest();
    }
    tellTried(u"still_window"_s, play.counted(), play.problems().isEmpty());
    QVERIFY2(play.problems().isEmpty(),
             qPrintable(u"seed %1, %2"_s.arg(seed).arg(play.problems().value(0))));
    QVERIFY(play.stayed() > kStayed);
}

int main(int argc, char **argv)
{
    const TwoScreens screens;
    QApplication application(argc, argv);
    TestStillWindow test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_still_window.moc"
