// SPDX-License-Identifier: MIT
#include "tests/fault/extent.h"
#include "tests/fault/fault_scene.h"
#include "tests/support/fault_proxy.h"
#include "tests/support/raw_client.h"
#include <QDeadlineTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;

namespace {

constexpr int kClients = 10;
constexpr int kRooms = 2;
constexpr int kSendMs = 150'000;
constexpr int kHealMs = 5'000;
constexpr int kPatienceMs = 1'000;

// The server, too, finds a half-open peer in the time of a test.
const QByteArray kConfiguration = R"(
[net]
ping_after_ms = 500
silence_limit_ms = 2000
outbox_bytes = 1048576
)";

QJsonObject strikesOf(const FaultProxy &proxy)
{
    return {{u"cut"_s, qint64(proxy.strikes(Fault::Cut))},
            {u"half_close"_s, qint64(proxy.strikes(Fault::HalfClose))},
            {u"reset"_s, qint64(proxy.strikes(Fault::Reset))},
            {u"stall"_s, qint64(proxy.strikes(Fault::Stall))},
            {u"dribble"_s, qint64(proxy.strikes(Fault::Dribble))}};
}

} // namespace

//! Lines that are cut, closed by half, reset, stalled and slow at random; and one who does not
//! read.
class TestBadNetwork : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void losesNothing_data();
    void losesNothing();
    void slowReaderHoldsNobodyUp();
};

void TestBadNetwork::losesNothing_data()
{
    QTest::addColumn<quint64>("seed");
    for (int i = 0; i < Extent::of(1, 20); ++i) {
        const quint64 seed = Extent::seed() + quint64(i);
        QTest::newRow(qPrintable(u"seed %1"_s.arg(seed))) << seed;
    }
}

void TestBadNetwork::losesNothing()
{
    QFETCH(quint64, seed);
    if (Extent::isLeftOut(u"bad_network"_s))
        QSKIP("no more time");
    const int sends = Extent::of(300, 2000);
    FaultScene scene(kConfiguration);
    const auto begun = scene.begin(kClients, kRooms);
    QVERIFY2(begun, begun ? "" : qPrintable(begun.error().toString()));
    FaultProxy proxy(scene.salond().port(), seed);
    proxy.setWeather({.delayMs = 5, .jitterMs = 20});
    History history;
    Crowd crowd(proxy.port(), scene.accounts(), scene.rooms(), history);
    crowd.setPatience(kPatienceMs);
    actAll(crowd, scene.rooms(), sends / kClients / kRooms, seed);
    proxy.strikeEach(60);
    const QDeadlineTimer deadline(kSendMs);
    while (crowd.hasUnsent() && !deadline.hasExpired())
        crowd.turn(5);
    QVERIFY2(!crowd.hasUnsent(), "not all was answered in time");
    proxy.strikeEach(0);
    const auto healed = crowd.settle(kHealMs);
    const Verdict verdict = scene.judge(history);
    tellTried(u"bad_network"_s,
              {{u"network_seed"_s, qint64(seed)},
               {u"sends"_s, sends},
               {u"clients"_s, kClients},
               {u"acknowledged"_s, qint64(history.acknowledged())},
               {u"acts"_s, acts(history)},
               {u"connections"_s, qint64(crowd.connections())},
               {u"strikes"_s, strikesOf(proxy)},
               {u"healed_ms"_s, healed.value_or(-1)},
               {u"found"_s, counted(verdict)}},
              verdict.isClean() && healed);
    QVERIFY2(healed, "not everybody had the same tail in time");
    QVERIFY2(verdict.isClean(), qPrintable(verdict.text()));
    QVERIFY2(crowd.complaints().isEmpty(), qPrintable(crowd.complaints().join(u'\n')));
    QCOMPARE(history.answered(), size_t(sends));
}

//! It is closed when too much waits for it; the others notice nothing, and it resumes with all.
void TestBadNetwork::slowReaderHoldsNobodyUp()
{
    FaultScene scene;
    const auto begun = scene.begin(4, 1);
    QVERIFY2(begun, begun ? "" : qPrintable(begun.error().toString()));
    RawClient slow(scene.salond().port(), u"127.0.0.1"_s, 4096);
    const Account &lazy = scene.accounts().constLast();
    QVERIFY(slow.upgrade("Authorization: Bearer " + lazy.token + "\r\n"));
    slow.sendText(wire::requestFrame(
        u"1", protocol::Hello{.protocol = {}, .client = {u"slow"_s, u"1"_s}, .token = {}}));
    QCOMPARE(slow.readFrame().opcode, int(RawClient::Text));

    History history;
    Crowd busy(scene.salond().port(), scene.accounts().first(3), scene.rooms(), history);
    const QString large(10'000, u'é');
    int posted = 0;
    const QDeadlineTimer deadline(60'000);
    while (scene.metric("salon_slow_consumers_total") < 1 && !deadline.hasExpired()) {
        for (size_t place = 0; place < busy.size(); ++place, ++posted)
            busy.member(place).post(scene.rooms().constFirst(), large);
        while (busy.hasUnsent() && !deadline.hasExpired())
            busy.turn(5);
    }
    QCOMPARE(scene.metric("salon_slow_consumers_total"), 1.0);
    QVERIFY(slow.readUntilClosed(30'000));
    QCOMPARE(busy.connections(), size_t(3)); // none of them was closed
    QVERIFY(busy.settle(30'000));
    Crowd back(scene.salond().port(), {lazy}, scene.rooms(), history);
    QVERIFY(back.settle(30'000));
    const Verdict verdict = scene.judge(history);
    tellTried(u"slow_reader"_s,
              {{u"acknowledged"_s, qint64(history.acknowledged())},
               {u"acts"_s, acts(history)},
               {u"megabytes_sent"_s, posted * 20'000 / 1'000'000},
               {u"found"_s, counted(verdict)}},
              verdict.isClean());
    QVERIFY2(verdict.isClean(), qPrintable(verdict.text()));
    QCOMPARE(history.answered(), size_t(posted));
}

QTEST_GUILESS_MAIN(TestBadNetwork)
#include "tst_bad_network.moc"
