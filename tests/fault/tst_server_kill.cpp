// SPDX-License-Identifier: MIT
#include "tests/fault/extent.h"
#include "tests/fault/fault_scene.h"
#include "tests/support/http_client.h"
#include <QFile>
#include <QTest>
#include <random>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;

namespace {

constexpr int kClients = 10;
constexpr int kRooms = 3;
constexpr int kSends = 60; // of each client to each room, for each kill
constexpr int kSettleMs = 60'000;

} // namespace

//! kill -9 of the server under load, again and again.
class TestServerKill : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void losesNothing();
    void forgetsWhatWasDeleted();
};

void TestServerKill::losesNothing()
{
    const int kills = Extent::of(5, 50);
    std::mt19937_64 random(Extent::seed());
    FaultScene scene;
    const auto begun = scene.begin(kClients, kRooms);
    QVERIFY2(begun, begun ? "" : qPrintable(begun.error().toString()));
    History history;
    Crowd crowd(scene.salond().port(), scene.accounts(), scene.rooms(), history);
    int done = 0;
    int underLoad = 0;
    qint64 slowest = 0;
    for (; done < kills && !Extent::isOver(); ++done) {
        actAll(crowd, scene.rooms(), kSends, random());
        // Anywhere: from the first hello on to the last message.
        crowd.turnFor(int(random() % 800));
        underLoad += crowd.hasUnsent();
        scene.salond().kill();
        crowd.turnFor(int(random() % 50));
        const auto started = scene.salond().start();
        QVERIFY2(started, started ? "" : qPrintable(started.error().toString()));
        const auto settled = crowd.settle(kSettleMs);
        QVERIFY2(settled, qPrintable(crowd.unsettled()));
        slowest = std::max(slowest, *settled);
    }
    const Verdict verdict = scene.judge(history);
    const Verdict forgotten = scene.forgotten(history);
    tellTried(u"server_kill"_s,
              {{u"kills"_s, done},
               {u"kills_asked"_s, kills},
               {u"kills_under_load"_s, underLoad},
               {u"clients"_s, kClients},
               {u"acknowledged"_s, qint64(history.acknowledged())},
               {u"acts"_s, acts(history)},
               {u"connections"_s, qint64(crowd.connections())},
               {u"slowest_settle_ms"_s, slowest},
               {u"found"_s, counted(verdict)}},
              verdict.isClean() && forgotten.isClean());
    QVERIFY2(forgotten.isClean(), qPrintable(forgotten.text()));
    QVERIFY2(verdict.isClean(), qPrintable(verdict.text()));
    QVERIFY2(crowd.complaints().isEmpty(), qPrintable(crowd.complaints().join(u'\n')));
    QVERIFY2(underLoad > 0, "each kill came when all was sent");
    QCOMPARE(history.answered(), size_t(done) * kSends * kClients * kRooms);
    QCOMPARE(scene.salond().stop(), std::optional<int>(0));
}

//! Also when it was killed right after it.
void TestServerKill::forgetsWhatWasDeleted()
{
    FaultScene scene;
    const auto begun = scene.begin(1, 1);
    QVERIFY2(begun, begun ? "" : qPrintable(begun.error().toString()));
    const RoomId room = scene.rooms().constFirst();
    const QString key = u"5a10a000-0000-4000-8000-000000000001"_s;
    const QString text = markedText(key, u"to be forgotten"_s);
    HttpClient http(scene.salond().port());
    http.setToken(scene.accounts().constFirst().token);
    const auto posted =
        http.call("/api/message.post",
                  protocol::PostMessage{.room = room, .key = key, .text = text, .replyTo = {}});
    QVERIFY2(posted, posted ? "" : qPrintable(posted.error().toString()));
    QVERIFY(http.call("/api/message.delete", protocol::DeleteMessage{room, posted->seq}));
    scene.salond().kill();
    QFile log(scene.salond().dataFolder() + u"/salon.db-wal"_s);
    QVERIFY(log.open(QIODevice::ReadOnly));
    QVERIFY2(log.readAll().contains(markOf(key)), "nothing is left that could be forgotten");
    QVERIFY(scene.salond().start());
    History history;
    history.add(u"ada"_s).attempt(room, key, text);
    const Verdict forgotten = scene.forgotten(history);
    QVERIFY2(forgotten.isClean(), qPrintable(forgotten.text()));
}

QTEST_GUILESS_MAIN(TestServerKill)
#include "tst_server_kill.moc"
