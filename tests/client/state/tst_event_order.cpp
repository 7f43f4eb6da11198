// SPDX-License-Identifier: MIT
#include "client/state/event_order.h"
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

static protocol::RoomEvent numbered(Seq seq)
{
    return {{5}, seq, 0, {8}, protocol::MemberJoined{}};
}

static QList<Seq> numbers(const QList<protocol::RoomEvent> &events)
{
    QList<Seq> list;
    for (const protocol::RoomEvent &each : events)
        list.append(each.seq);
    return list;
}

class TestEventOrder : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingBeforeTheStart();
    void holeIsHeld();
    void duplicatesAreDropped();
    void whatIsNotHeldIsMissed();
    void rewoundIsToBeHadAgain();
    void anyOrderComesOutInOrder();
};

void TestEventOrder::nothingBeforeTheStart()
{
    EventOrder order;
    QVERIFY(order.take(numbered(4)).isEmpty());
    QVERIFY(order.take(numbered(2)).isEmpty());
    QVERIFY(order.take(numbered(3)).isEmpty());
    QVERIFY(!order.hasHole()); // nobody knows yet
    QCOMPARE(numbers(order.start(2)), (QList<Seq>{3, 4}));
    QCOMPARE(order.known(), 4);
    QCOMPARE(order.heldCount(), 0);
    QVERIFY(!order.hasHole());
}

void TestEventOrder::holeIsHeld()
{
    EventOrder order;
    QVERIFY(order.start(10).isEmpty());
    QVERIFY(order.take(numbered(13)).isEmpty());
    QVERIFY(order.hasHole());
    QCOMPARE(order.known(), 10);
    QCOMPARE(numbers(order.take(numbered(11))), QList<Seq>{11});
    QVERIFY(order.hasHole());
    QCOMPARE(numbers(order.take(numbered(12))), (QList<Seq>{12, 13}));
    QVERIFY(!order.hasHole());
}

void TestEventOrder::duplicatesAreDropped()
{
    EventOrder order;
    QVERIFY(order.start(10).isEmpty());
    QCOMPARE(numbers(order.take(numbered(11))), QList<Seq>{11});
    QVERIFY(order.take(numbered(11)).isEmpty());
    QVERIFY(order.take(numbered(3)).isEmpty());
    QVERIFY(order.take(numbered(13)).isEmpty());
    QVERIFY(order.take(numbered(13)).isEmpty());
    QCOMPARE(numbers(order.take(numbered(12))), (QList<Seq>{12, 13}));
}

void TestEventOrder::whatIsNotHeldIsMissed()
{
    EventOrder order;
    QVERIFY(order.start(0).isEmpty());
    constexpr Seq kLast = Seq(EventOrder::kMostHeld) + 100;
    for (Seq seq = 2; seq <= kLast; ++seq)
        QVERIFY(order.take(numbered(seq)).isEmpty());
    QCOMPARE(order.heldCount(), qsizetype(EventOrder::kMostHeld));
    QCOMPARE(order.take(numbered(1)).size(), qsizetype(EventOrder::kMostHeld) + 1);
    QVERIFY2(order.hasHole(), "the rest was seen, and has to be asked for");
    QCOMPARE(order.newest(), kLast);
}

void TestEventOrder::rewoundIsToBeHadAgain()
{
    EventOrder order;
    QVERIFY(order.start(10).isEmpty());
    QVERIFY(order.take(numbered(15)).isEmpty());
    order.rewind(7);
    QCOMPARE(order.heldCount(), 0);
    QVERIFY(order.hasHole());
    QCOMPARE(numbers(order.take(numbered(8))), QList<Seq>{8});
    QVERIFY(order.start(15).isEmpty());
    QVERIFY(!order.hasHole());
}

void TestEventOrder::anyOrderComesOutInOrder()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    for (int run = 0; run < 200; ++run) {
        EventOrder order;
        const Seq first = random.bounded(5);
        QList<Seq> out = numbers(order.start(first));
        QList<Seq> in;
        for (Seq seq = first - 2; seq <= first + 30; ++seq) {
            for (int copies = 1 + random.bounded(2); copies > 0; --copies)
                in.append(seq);
        }
        std::shuffle(in.begin(), in.end(), random);
        for (const Seq seq : std::as_const(in)) {
            out.append(numbers(order.take(numbered(seq))));
            QCOMPARE(order.hasHole(), order.newest() > order.known());
        }
        QList<Seq> expected;
        for (Seq seq = first + 1; seq <= first + 30; ++seq)
            expected.append(seq);
        QCOMPARE(out, expected);
    }
}

QTEST_APPLESS_MAIN(TestEventOrder)
#include "tst_event_order.moc"
