// SPDX-License-Identifier: MIT
#include "client/platform/route_watch.h"
#include "tests/support/no_network.h"
#include <QSignalSpy>
#include <QTest>

using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! The kernel's own word on a network that comes back.
class TestRouteWatch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsOfAWay();
    void tellsOfAnAddress();
};

void TestRouteWatch::tellsOfAWay()
{
    NoNetwork network;
    if (const auto begun = network.begin(); !begun)
        QSKIP(qPrintable(begun.error().message));
    RouteWatch watch;
    QSignalSpy added(&watch, &RouteWatch::routeAdded);
    for (int times = 1; times <= 2; ++times) {
        const auto back = network.comeBack();
        QVERIFY2(back, back ? "" : qPrintable(back.error().message));
        QTRY_COMPARE(added.count(), times);
        const auto gone = network.goAway();
        QVERIFY2(gone, gone ? "" : qPrintable(gone.error().message));
        QTest::qWait(50); // for a word on that, which is no way
        QCOMPARE(added.count(), times);
    }
}

//! Also where no way to others comes with it, e.g. because that is in a table of its own.
void TestRouteWatch::tellsOfAnAddress()
{
    NoNetwork network;
    if (const auto begun = network.begin(); !begun)
        QSKIP(qPrintable(begun.error().message));
    QVERIFY(network.comeBack());
    RouteWatch watch;
    QVERIFY(watch.isTold());
    QSignalSpy ways(&watch, &RouteWatch::routeAdded);
    QSignalSpy addresses(&watch, &RouteWatch::addressTold);
    QVERIFY(network.addAddress("10.77.1.1"));
    QTRY_COMPARE(addresses.count(), 1);
    QCOMPARE(ways.count(), 0);
    QVERIFY(network.goAway()); // takes none along
    QVERIFY(network.addAddress("10.77.1.2")); // in the place of the other
    QTRY_COMPARE(addresses.count(), 2);
}

QTEST_GUILESS_MAIN(TestRouteWatch)
#include "tst_route_watch.moc"
