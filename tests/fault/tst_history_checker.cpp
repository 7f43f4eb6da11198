// SPDX-License-Identifier: MIT
#include "tests/fault/history_run.h"
#include "tests/support/device_history.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;

namespace {

enum class WhenTyped { BeforeTheOther, AfterTheOther };

//! A text of a device, which is stored before another message, and told of after that is answered.
void sayOnDevice(Run &run, WhenTyped when)
{
    DeviceHistory device(run.history.add(u"a desk"_s));
    device.client.user = {3};
    const QString text = u"text of d"_s;
    if (when == WhenTyped::BeforeTheOther)
        device.type(kRoom, text);
    run.log().append(Run::message(5, device.client.user, 4, u"d"_s));
    for (ClientHistory *client : {run.ada, run.grace})
        client->receive(Source::Push, kRoom, run.log().constLast());
    run.post(run.grace, u"e"_s, 6, 5);
    if (when == WhenTyped::AfterTheOther)
        device.type(kRoom, text);
    device.keep(kRoom, u"d"_s, text);
}

} // namespace

//! The checker is believed only as far as it finds what is planted.
class TestHistoryChecker : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void finds_data();
    void finds();
    void comparesTwoReadings();
};

void TestHistoryChecker::finds_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("found");
    const auto row = [](const char *name, const QString &found, Change change) {
        QTest::newRow(name) << change << found;
    };
    row("nothing", {}, [](Run &) {});
    row("an unanswered message may be there or not", {}, [](Run &run) {
        run.ada->attempt(kRoom, u"d"_s, u"never arrived"_s);
        run.ada->attempt(kRoom, u"e"_s, u"text of e"_s);
        run.log().append(Run::message(5, {1}, 4, u"e"_s));
        for (ClientHistory *client : {run.ada, run.grace})
            client->receive(Source::Push, kRoom, run.log().constLast());
    });
    row("the same answer again", {},
        [](Run &run) { run.ada->acknowledge(u"a"_s, {.room = kRoom, .seq = 2, .n = 1, .at = 0}); });
    row("what was pushed comes by sync again", {},
        [](Run &run) { run.ada->receive(Source::Sync, kRoom, run.log()[2]); });

    row("acknowledged, not stored", u"lost"_s, [](Run &run) {
        run.ada->attempt(kRoom, u"d"_s, u"x"_s);
        run.ada->acknowledge(u"d"_s, {.room = kRoom, .seq = 5, .n = 4, .at = 0});
    });
    row("stored, not at a member", u"lost"_s, [](Run &run) {
        std::erase_if(run.grace->receipts, [](const Receipt &r) { return r.entry.seq == 3; });
    });
    row("seen, gone from the log", u"lost"_s,
        [](Run &run) { run.ada->receive(Source::Push, kRoom, Run::message(5, {2}, 4, u"d"_s)); });
    row("a key twice", u"doubled"_s, [](Run &run) {
        run.log().append(Run::message(5, {2}, 4, u"c"_s));
        for (ClientHistory *client : {run.ada, run.grace})
            client->receive(Source::Push, kRoom, run.log().constLast());
    });
    row("a seq twice", u"doubled"_s,
        [](Run &run) { run.log().append({.seq = 4, .kind = u"member.left"_s, .by = {9}}); });
    row("pushed twice", u"doubled"_s,
        [](Run &run) { run.ada->receive(Source::Push, kRoom, run.log().constLast()); });
    row("the log out of order", u"reordered"_s, [](Run &run) { run.log().swapItemsAt(1, 2); });
    row("pushed out of order", u"reordered"_s,
        [](Run &run) { std::swap(run.ada->receipts[1], run.ada->receipts[2]); });
    row("a sender's own order", u"reordered"_s,
        [](Run &run) { std::swap(run.ada->sendings[0], run.ada->sendings[1]); });
    row("begun after a later one was acknowledged", u"reordered"_s,
        [](Run &run) { run.ada->sendings[1].startedAt = run.grace->sendings[0].answeredAt + 1; });
    row("a device tells late of what it sent in time", {},
        [](Run &run) { sayOnDevice(run, WhenTyped::BeforeTheOther); });
    row("a device's text was entered after a later one was acknowledged", u"reordered"_s,
        [](Run &run) { sayOnDevice(run, WhenTyped::AfterTheOther); });
    row("a seq that nobody has", u"gap"_s, [](Run &run) {
        run.log().append({.seq = 6, .kind = u"member.left"_s, .by = {9}});
        for (ClientHistory *client : {run.ada, run.grace})
            client->receive(Source::Sync, kRoom, run.log().constLast());
    });
    row("an n that nobody has", u"gap"_s, [](Run &run) {
        run.log().append(Run::message(5, {9}, 5, u"f"_s));
        for (ClientHistory *client : {run.ada, run.grace})
            client->receive(Source::Push, kRoom, run.log().constLast());
    });
    row("a hole in what was pushed", u"gap"_s,
        [](Run &run) { run.ada->receipts[2].source = Source::Sync; });
    row("another text than was sent", u"altered"_s,
        [](Run &run) { run.ada->sendings[0].text = u"other"_s; });
    row("another text at a member", u"altered"_s,
        [](Run &run) { run.grace->receipts[1].entry.text = u"other"_s; });
    row("acknowledged with another seq", u"altered"_s,
        [](Run &run) { run.ada->acknowledge(u"a"_s, {.room = kRoom, .seq = 3, .n = 1, .at = 0}); });
    row("refused, but stored", u"untrue"_s,
        [](Run &run) { run.grace->refuse(u"c"_s, u"forbidden"_s); });
    row("stored, but never sent", u"untrue"_s, [](Run &run) {
        run.log().append(Run::message(5, {2}, 4, u"f"_s));
        for (ClientHistory *client : {run.ada, run.grace})
            client->receive(Source::Push, kRoom, run.log().constLast());
    });
    row("two events of one millisecond", {}, [](Run &run) {
        run.log()[2].at = run.log()[1].at;
        for (ClientHistory *client : {run.ada, run.grace}) {
            for (Receipt &receipt : client->receipts) {
                if (receipt.entry.seq == 3)
                    receipt.entry.at = run.log()[1].at;
            }
        }
    });
    row("the time of the log goes back", u"went back"_s,
        [](Run &run) { run.log()[2].at = run.log()[1].at - 1; });
    row("another time at a member", u"altered"_s,
        [](Run &run) { run.grace->receipts[1].entry.at += 1; });
    row("one message in two copies of an outbox", {}, [](Run &run) {
        ClientHistory &copy = run.history.add(u"ada again"_s);
        copy.user = {1};
        copy.attempt(kRoom, u"a"_s, u"text of a"_s);
        copy.acknowledge(u"a"_s, {.room = kRoom, .seq = 2, .n = 1, .at = 0});
    });
    row("a head goes back", u"went back"_s, [](Run &run) {
        run.ada->hearHead(kRoom, 4);
        run.ada->hearHead(kRoom, 3);
    });
}

void TestHistoryChecker::finds()
{
    QFETCH(Change, change);
    QFETCH(QString, found);
    checkRun(change, found);
}

void TestHistoryChecker::comparesTwoReadings()
{
    const Run run;
    RoomLogs other = run.logs;
    QVERIFY(compared(run.logs, other).isClean());
    other[kRoom][2].text = u"other"_s;
    QCOMPARE(compared(run.logs, other).count(Violation::Altered) > 0, true);
    other.clear();
    QCOMPARE(compared(run.logs, other).isClean(), false);
}

QTEST_APPLESS_MAIN(TestHistoryChecker)
#include "tst_history_checker.moc"
