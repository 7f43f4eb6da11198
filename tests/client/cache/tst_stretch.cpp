// SPDX-License-Identifier: MIT
#include "client/cache/stretch.h"
#include <QTest>

using namespace salon;
using namespace salon::client;

Q_DECLARE_METATYPE(salon::client::Stretch)

//! Whether parts of a log may be taken as one.
class TestStretch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void joins_data();
    void joins();
};

void TestStretch::joins_data()
{
    QTest::addColumn<QList<Stretch>>("touching"); // the newest first
    QTest::addColumn<Stretch>("added");
    QTest::addColumn<qint64>("below");
    QTest::addColumn<qint64>("above");
    QTest::addColumn<Stretch>("becomes"); // first 0: they contradict each other
    const QList<Stretch> one{{20, 30, 11, 19}};
    const QList<Stretch> two{{40, 50, 25, 33}, {20, 30, 11, 19}};
    const auto row = [](const char *name, const QList<Stretch> &touching, const Stretch &added,
                        qint64 below, qint64 above, const Stretch &becomes) {
        QTest::newRow(name) << touching << added << below << above << becomes;
    };
    row("alone", {}, {20, 30, 11, 19}, 0, 0, {20, 30, 11, 19});
    row("alone, no message", {}, {20, 21}, 0, 0, {20, 21});
    row("above", one, {31, 35, 20, 24}, 19, 0, {20, 35, 11, 24});
    row("above, n jumps", one, {31, 35, 21, 25}, 19, 0, {});
    row("above, n again", one, {31, 35, 19, 23}, 19, 0, {});
    row("above, no message", one, {31, 32}, 19, 0, {20, 32, 11, 19});
    row("below", one, {15, 19, 7, 10}, 0, 11, {15, 30, 7, 19});
    row("below, n jumps", one, {15, 19, 5, 9}, 0, 11, {});
    row("below, no message", one, {18, 19}, 0, 11, {18, 30, 11, 19});
    row("inside", one, {23, 25, 13, 15}, 12, 16, {20, 30, 11, 19});
    row("inside, n jumps below", one, {23, 25, 14, 15}, 12, 16, {});
    row("inside, n jumps above", one, {23, 25, 13, 14}, 12, 16, {});
    row("inside, no message", one, {25, 25}, 14, 15, {20, 30, 11, 19});
    row("inside, messages missing", one, {24, 25}, 12, 15, {});
    row("over it", one, {15, 35, 7, 24}, 0, 0, {15, 35, 7, 24});
    row("between two", two, {31, 39, 20, 24}, 19, 25, {20, 50, 11, 33});
    row("between two, the upper does not follow", two, {31, 39, 20, 23}, 19, 25, {});
    row("between two, no message, but some are missing", two, {31, 39}, 19, 25, {});
    row("between what has no message", {{40, 50}, {20, 30}}, {31, 39, 1, 5}, 0, 0, {20, 50, 1, 5});
}

void TestStretch::joins()
{
    QFETCH(QList<Stretch>, touching);
    QFETCH(Stretch, added);
    QFETCH(qint64, below);
    QFETCH(qint64, above);
    QFETCH(Stretch, becomes);
    const auto whole = joined(touching, added, below, above);
    QCOMPARE(whole.has_value(), becomes.first > 0);
    if (whole)
        QVERIFY(*whole == becomes);
}

QTEST_APPLESS_MAIN(TestStretch)
#include "tst_stretch.moc"
