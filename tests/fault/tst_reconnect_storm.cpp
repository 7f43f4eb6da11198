// SPDX-License-Identifier: MIT
#include "tests/fault/extent.h"
#include "tests/fault/reconnect_storm.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;

//! All sessions lose their lines at once, and are back with all that they missed before anybody
//! gets impatient.
class TestReconnectStorm : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everybodyIsBack();
};

void TestReconnectStorm::everybodyIsBack()
{
    constexpr qint64 kWithinMs = 15'000;
    const int sessions = Extent::of(500, 5'000);
    ReconnectStorm storm({.sessions = sessions, .accounts = sessions / 50, .rooms = 8, .missed = 5},
                         Extent::seed());
    const auto begun = storm.begin();
    QVERIFY2(begun, begun ? "" : qPrintable(begun.error().toString()));
    // The first one leaves the server's memory as storms leave it; the second is compared.
    const auto first = storm.strike();
    QVERIFY2(first, first ? "" : qPrintable(first.error().toString()));
    const auto second = storm.strike();
    QVERIFY2(second, second ? "" : qPrintable(second.error().toString()));
    const ReturningCrowd::Return &back = second->back;
    const double memory = double(second->memoryAfter) / double(second->memoryBefore);
    const double descriptors = double(second->descriptorsAfter) / second->descriptorsBefore;
    const bool held = back.lastMs <= kWithinMs && back.errors.isEmpty() && back.holes == 0
        && memory <= 1.05 && descriptors <= 1.05;
    tellTried(u"reconnect_storm"_s,
              {{u"sessions"_s, sessions},
               {u"half_back_ms"_s, back.halfMs},
               {u"all_back_ms"_s, back.lastMs},
               {u"asked_to_come_again"_s, back.refused},
               {u"errors"_s, back.errors.size()},
               {u"memory_after_over_before"_s, memory},
               {u"descriptors_after_over_before"_s, descriptors}},
              held);
    QVERIFY2(back.errors.isEmpty(), qPrintable(back.errors.value(0)));
    QCOMPARE(back.holes, 0);
    QVERIFY2(back.lastMs <= kWithinMs, qPrintable(u"%1 ms"_s.arg(back.lastMs)));
    QVERIFY2(memory <= 1.05, qPrintable(u"memory %1 times"_s.arg(memory)));
    QVERIFY2(descriptors <= 1.05, qPrintable(u"descriptors %1 times"_s.arg(descriptors)));
}

QTEST_GUILESS_MAIN(TestReconnectStorm)
#include "tst_reconnect_storm.moc"
