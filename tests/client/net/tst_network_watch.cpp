// SPDX-License-Identifier: MIT
#include "client/net/network_watch.h"
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon::client;

//! What counts as another network, where the system cannot be asked.
class TestNetworkWatch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void addresses_data();
    void addresses();
    void nobodyWaits();
};

static QList<QHostAddress> parsed(const QString &texts)
{
    QList<QHostAddress> list;
    for (const QString &text : texts.split(u' ', Qt::SkipEmptyParts))
        list.append(QHostAddress(text));
    return list;
}

void TestNetworkWatch::addresses_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<bool>("isTold");
    const auto row = [](const char *name, const char *before, const char *after, bool isTold) {
        QTest::newRow(name) << QString::fromLatin1(before) << QString::fromLatin1(after) << isTold;
    };
    row("comes back", "127.0.0.1 ::1", "127.0.0.1 ::1 192.168.1.7", true);
    row("another network", "192.168.1.7", "10.0.0.4", true);
    row("one more", "192.168.1.7", "192.168.1.7 2001:db8::7", true);
    row("goes", "192.168.1.7", "127.0.0.1", false);
    row("the same", "192.168.1.7", "192.168.1.7", false);
    row("of the link only", "127.0.0.1", "127.0.0.1 169.254.3.4 fe80::1", false);
}

void TestNetworkWatch::addresses()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QList<QHostAddress> present = parsed(before);
    int looks = 0;
    NetworkWatch watch(
        [&] {
            ++looks;
            return present;
        },
        20);
    QSignalSpy changed(&watch, &NetworkWatch::changed);
    watch.setWaiting(true);
    present = parsed(after);
    QFETCH(bool, isTold);
    if (isTold)
        QTRY_COMPARE(changed.count(), 1);
    const int soFar = looks;
    QTRY_VERIFY(looks > soFar + 30); // longer than several changes are gathered
    QCOMPARE(changed.count(), isTold ? 1 : 0); // once
}

void TestNetworkWatch::nobodyWaits()
{
    int looks = 0;
    NetworkWatch watch(
        [&] {
            ++looks;
            return QList<QHostAddress>();
        },
        10);
    watch.setWaiting(true);
    QTRY_VERIFY(looks > 2);
    watch.setWaiting(false);
    const int soFar = looks;
    QTest::qWait(60); // of several looks
    QCOMPARE(looks, soFar);
}

QTEST_GUILESS_MAIN(TestNetworkWatch)
#include "tst_network_watch.moc"
