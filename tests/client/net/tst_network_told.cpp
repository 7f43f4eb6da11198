// SPDX-License-Identifier: MIT
#include "client/net/network_watch.h"
#include "tests/support/no_network.h"
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

//! Another address, where the system tells of it: nobody looks again and again.
class TestNetworkTold : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void looksWhenToldOnly();
};

void TestNetworkTold::looksWhenToldOnly()
{
    NoNetwork network;
    if (const auto begun = network.begin(); !begun)
        QSKIP(qPrintable(begun.error().message));
    QVERIFY(network.comeBack());
    QList<QHostAddress> present{QHostAddress(u"192.168.1.7"_s)};
    int looks = 0;
    NetworkWatch watch(
        [&] {
            ++looks;
            return present;
        },
        NetworkWatch::kNever);
    QSignalSpy changed(&watch, &NetworkWatch::changed);
    QVERIFY(network.addAddress("10.77.1.1"));
    QTest::qWait(50); // nobody waits: nobody looks
    QCOMPARE(looks, 0);
    watch.setWaiting(true);
    QTest::qWait(50);
    QCOMPARE(looks, 1);
    present.append(QHostAddress(u"10.77.1.2"_s));
    QVERIFY(network.addAddress("10.77.1.2"));
    QTRY_COMPARE(changed.count(), 1);
    watch.setWaiting(false);
    const int soFar = looks;
    QVERIFY(network.addAddress("10.77.1.3"));
    QTest::qWait(50);
    QCOMPARE(looks, soFar);
}

QTEST_GUILESS_MAIN(TestNetworkTold)
#include "tst_network_told.moc"
