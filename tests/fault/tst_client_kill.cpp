// SPDX-License-Identifier: MIT
#include "tests/fault/extent.h"
#include "tests/fault/fault_scene.h"
#include "tests/support/chat_process.h"
#include "tests/support/fault_proxy.h"
#include <QTest>
#include <random>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;

namespace {

constexpr int kRooms = 2;
constexpr int kSends = 12; // to each room, for each kill
constexpr int kSettleMs = 60'000;
constexpr int kKeptMs = 10'000;

} // namespace

//! kill -9 of the client while it sends, again and again, on the same profile.
class TestClientKill : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void losesNothing();
};

void TestClientKill::losesNothing()
{
    const int kills = Extent::of(5, 50);
    std::mt19937_64 random(Extent::seed());
    FaultScene scene;
    const auto begun = scene.begin(1, kRooms);
    QVERIFY2(begun, begun ? "" : qPrintable(begun.error().toString()));
    History history;
    DeviceHistory device(history.add(u"ada"_s));
    FaultProxy line(scene.salond().port(), Extent::seed());
    ChatProcess client(scene.accounts().constFirst(), scene.users().constFirst(), scene.rooms(),
                       device);
    int done = 0;
    int whileUnsent = 0;
    int whileUnsaid = 0;
    for (; done <= kills && !Extent::isOver(); ++done) {
        const auto started = client.start(line.port());
        QVERIFY2(started, started ? "" : qPrintable(started.error().toString()));
        const bool isLast = done == kills;
        // Half of them while what was sent is on its way, or its answer is.
        const bool isStalled = !isLast && done % 2 == 1;
        if (isStalled) {
            QTRY_VERIFY(client.isOnline() && client.unsent() == 0);
            line.stall(done % 4 == 1 ? Direction::ToClient : Direction::ToServer, true);
        }
        // Another text for a message is the first that is under way.
        for (const RoomId room : isStalled ? scene.rooms() : QList<RoomId>())
            client.act(room, loadedDice(Act::Edit, random()), u"edit of kill %1"_s.arg(done), {});
        if (isStalled)
            QTRY_VERIFY(client.awaited() == 0);
        for (int i = 0; i < kSends; ++i) {
            for (const RoomId room : scene.rooms()) {
                client.act(room, random(),
                           u"kill %1, text %2 "_s.arg(done).arg(i)
                               + QString(qsizetype(random() % 60), u'é'),
                           client.account().name);
                client.draft(room, u"draft %1 of %2"_s.arg(i).arg(done));
            }
        }
        // What is pinned stands open all the time.
        client.act(scene.rooms().constFirst(),
                   loadedDice(done % 3 == 2 ? Act::Unpin : Act::Pin, random()), {}, {});
        if (isLast)
            break;
        // Anywhere: before the first text is taken, among them, or when all is sent.
        QTest::qWait(int(random() % (done % 4 == 3 ? 1'500 : 250)));
        client.post(scene.rooms().constFirst(), u"last of kill %1"_s.arg(done));
        QTest::qWait(int(random() % 20));
        if (isStalled)
            QVERIFY2(QTest::qWaitFor([&] { return client.unsent() > 0; }, kKeptMs),
                     "it sent on a line that stands still");
        whileUnsaid += client.awaited() > 0;
        whileUnsent += client.unsent() > 0;
        client.kill();
    }
    QVERIFY2(QTest::qWaitFor(
                 [&] { return client.isOnline() && client.awaited() + client.unsent() == 0; },
                 kSettleMs),
             qPrintable(client.unsettled()));
    QVERIFY(client.lookAtRows());
    QVERIFY2(client.lookAtPinned(), "what is pinned is not shown as the server tells it");
    QVERIFY2(QTest::qWaitFor([&] { return client.countsAs(scene.readStates(client.account())); },
                             kSettleMs),
             "the device and the server do not count the same");
    const Verdict verdict = scene.judge(history, {&device});
    QVERIFY(client.quit());
    const Verdict forgotten = scene.forgotten(history, {client.folder()});
    tellTried(u"client_kill"_s,
              {{u"kills"_s, done},
               {u"kills_asked"_s, kills},
               {u"kills_with_unsent"_s, whileUnsent},
               {u"kills_with_untold"_s, whileUnsaid},
               {u"typed"_s, qint64(device.typed.size())},
               {u"kept"_s, qint64(device.client.sendings.size())},
               {u"delivered"_s, qint64(history.acknowledged())},
               {u"acts"_s, acts(history)},
               {u"edits_kept"_s,
                qint64(std::ranges::count_if(device.typed,
                                             [](const Typed &typed) {
                                                 return typed.edits > 0
                                                     && typed.fate == Typed::Kept;
                                             }))},
               {u"drafts_found"_s,
                qint64(std::ranges::count(device.drafts, DraftStep::Found, &DraftStep::kind))},
               {u"found"_s, counted(verdict)}},
              verdict.isClean() && forgotten.isClean());
    QVERIFY2(forgotten.isClean(), qPrintable(forgotten.text()));
    QVERIFY2(verdict.isClean(), qPrintable(verdict.text()));
    QVERIFY2(client.setAside().isEmpty(), qPrintable(client.setAside().join(u'\n')));
    QVERIFY2(client.failures().isEmpty(), qPrintable(client.failures().join(u'\n')));
    QVERIFY2(whileUnsent >= done / 2, "too many kills came when all was sent");
}

QTEST_GUILESS_MAIN(TestClientKill)
#include "tst_client_kill.moc"
