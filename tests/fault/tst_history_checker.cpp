// SPDX-License-Identifier: MIT
#include "tests/support/history_checker.h"
#include "tests/support/message_forms.h"
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;

namespace {

constexpr RoomId kRoom{1};

//! A run in which all went well: two members, three messages, one connection cut in the middle.
struct Run {
    History history;
    RoomLogs logs;
    ClientHistory *ada = &history.add(u"ada"_s);
    ClientHistory *grace = &history.add(u"grace"_s);

    QList<LogEntry> &log() { return logs[kRoom]; }

    static LogEntry message(Seq seq, UserId by, qint64 n, const QString &key)
    {
        return {seq, u"message.posted"_s, by, n, key, u"text of "_s + key, 1000 * seq};
    }

    void post(ClientHistory *by, const QString &key, Seq seq, qint64 n)
    {
        by->attempt(kRoom, key, u"text of "_s + key);
        log().append(message(seq, by->user, n, key));
        by->acknowledge(key, {.room = kRoom, .seq = seq, .n = n, .at = 0});
        ada->receive(Source::Push, kRoom, log().constLast());
        if (n != 2)
            grace->receive(Source::Push, kRoom, log().constLast());
    }

    //! The same for all: in the log, and told to everybody.
    void change(ClientHistory *by, Act act, Seq of, const QString &text = {})
    {
        const QString key = u"change %1"_s.arg(log().size());
        by->attempt(kRoom, key, text, act, of);
        const Seq seq = log().size() + 1;
        if (act == Act::Delete) {
            for (LogEntry &entry : log()) {
                const bool hasText = entry.seq == of || entry.kind == "message.edited"_L1;
                if (!hasText || (entry.seq != of && entry.of != of))
                    continue;
                entry.text.clear();
                entry.isDeleted = true;
            }
        }
        log().append({.seq = seq,
                      .kind = QString::fromLatin1(rowOf(act).event),
                      .by = by->user,
                      .text = text,
                      .at = 1000 * seq,
                      .of = of});
        by->acknowledgeChange(key, seq);
        for (ClientHistory *client : {ada, grace})
            client->receive(Source::Push, kRoom, log().constLast());
    }

    protocol::Message last(Seq seq) const
    {
        const auto all = MessageForms(kRoom, logs[kRoom]).all();
        return *std::ranges::find(all, seq, &protocol::Message::seq);
    }

    Run()
    {
        ada->user = {1};
        grace->user = {2};
        for (ClientHistory *client : {ada, grace}) {
            client->follows = {kRoom};
            client->beginConnection();
            client->hearHead(kRoom, 1);
        }
        log().append({.seq = 1, .kind = u"room.created"_s, .by = {1}});
        ada->receive(Source::Sync, kRoom, log().constFirst());
        grace->receive(Source::Sync, kRoom, log().constFirst());
        post(ada, u"a"_s, 2, 1);
        post(ada, u"b"_s, 3, 2); // grace's connection is cut before it
        grace->beginConnection();
        grace->hearHead(kRoom, 3);
        grace->receive(Source::Sync, kRoom, log().constLast());
        post(grace, u"c"_s, 4, 3);
    }
};

using Change = void (*)(Run &);

} // namespace

Q_DECLARE_METATYPE(Change)

//! The checker is believed only as far as it finds what is planted.
class TestHistoryChecker : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void finds_data();
    void finds();
    void findsInChanges_data();
    void findsInChanges();
    void comparesWhatIsShown();
    void findsDeletedTextsInFiles();
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

void TestHistoryChecker::findsInChanges_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("found");
    const auto row = [](const char *name, const QString &found, Change change) {
        QTest::newRow(name) << change << found;
    };
    row("every act", {}, [](Run &run) {
        run.change(run.ada, Act::Edit, 2, u"better"_s);
        run.change(run.grace, Act::React, 2, u"+"_s);
        run.change(run.grace, Act::TakeBack, 2, u"+"_s);
        run.change(run.grace, Act::React, 2, u"+"_s);
        run.grace->see(run.last(2), run.grace->ask());
        run.change(run.ada, Act::Delete, 2);
        run.grace->see(run.last(2), run.grace->ask());
    });
    row("an edit that was done, and sent again after an answer was lost", {}, [](Run &run) {
        run.change(run.ada, Act::Edit, 2, u"better"_s);
        run.change(run.grace, Act::React, 2, u"+"_s);
        run.ada->acknowledgeChange(u"change 4"_s, 6);
    });
    row("an unanswered change may be there or not", {}, [](Run &run) {
        run.ada->attempt(kRoom, u"e"_s, u"better"_s, Act::Edit, 2);
        run.change(run.ada, Act::React, 4, u"+"_s);
        run.ada->sendings.back().revs.clear();
        run.ada->sendings.back().answeredAt = 0;
    });
    row("refused since it was deleted, after it had been done", {}, [](Run &run) {
        run.change(run.grace, Act::React, 2, u"+"_s);
        run.grace->sendings.back().revs.clear();
        run.grace->attempt(kRoom, run.grace->sendings.back().key, {}, Act::React, 2);
        run.grace->refuse(run.grace->sendings.back().key, u"conflict"_s);
    });

    row("an edit acknowledged, not in the log", u"lost"_s, [](Run &run) {
        run.ada->attempt(kRoom, u"e"_s, u"better"_s, Act::Edit, 2);
        run.ada->acknowledgeChange(u"e"_s, 5);
    });
    row("a reaction acknowledged as what another did", u"lost"_s, [](Run &run) {
        run.ada->attempt(kRoom, u"e"_s, u"+"_s, Act::React, 4);
        run.change(run.grace, Act::React, 4, u"+"_s);
        run.ada->acknowledgeChange(u"e"_s, 5);
    });
    row("a deletion acknowledged, not in the log", u"lost"_s, [](Run &run) {
        run.ada->attempt(kRoom, u"e"_s, {}, Act::Delete, 2);
        run.ada->acknowledgeChange(u"e"_s, 2);
    });
    row("a text is gone, and nobody deleted it", u"lost"_s, [](Run &run) {
        run.log()[1].text.clear();
        run.log()[1].isDeleted = true;
    });
    row("the same edit twice", u"doubled"_s, [](Run &run) {
        run.change(run.ada, Act::Edit, 2, u"better"_s);
        run.change(run.ada, Act::Edit, 2, u"better"_s);
    });
    row("the same reaction twice", u"doubled"_s, [](Run &run) {
        run.change(run.grace, Act::React, 2, u"+"_s);
        run.change(run.grace, Act::React, 2, u"+"_s);
    });
    row("more reactions than were asked for", u"doubled"_s, [](Run &run) {
        run.change(run.grace, Act::React, 2, u"+"_s);
        run.change(run.grace, Act::TakeBack, 2, u"+"_s);
        run.change(run.grace, Act::React, 2, u"+"_s);
        run.grace->sendings.pop_back();
    });
    row("changes out of order", u"reordered"_s, [](Run &run) {
        run.change(run.ada, Act::Edit, 2, u"better"_s);
        run.change(run.ada, Act::React, 4, u"+"_s);
        std::swap(run.ada->sendings.back(), run.ada->sendings[run.ada->sendings.size() - 2]);
    });
    row("nobody asked for it", u"untrue"_s, [](Run &run) {
        run.change(run.ada, Act::Edit, 2, u"better"_s);
        run.ada->sendings.pop_back();
    });
    row("refused, but done", u"untrue"_s, [](Run &run) {
        run.change(run.ada, Act::Edit, 2, u"better"_s);
        run.ada->sendings.back().revs.clear();
        run.ada->refuse(run.ada->sendings.back().key, u"forbidden"_s);
    });
    row("an edit of what was deleted", u"untrue"_s, [](Run &run) {
        run.change(run.ada, Act::Delete, 2);
        run.change(run.ada, Act::Edit, 2, u"better"_s);
    });
    row("another form at a member", u"altered"_s, [](Run &run) {
        run.change(run.grace, Act::React, 2, u"+"_s);
        protocol::Message message = run.last(2);
        message.reactions.reset();
        run.grace->see(message, run.grace->ask());
    });
    row("another text of an edit at a member", u"altered"_s, [](Run &run) {
        run.change(run.ada, Act::Edit, 2, u"better"_s);
        run.grace->receipts.back().entry.text = u"other"_s;
    });
    row("an answer that answers another message", u"altered"_s, [](Run &run) {
        run.ada->attempt(kRoom, u"d"_s, u"text of d"_s, Act::Answer, 2);
        run.log().append(Run::message(5, {1}, 4, u"d"_s));
        run.log().back().of = 3;
        for (ClientHistory *client : {run.ada, run.grace})
            client->receive(Source::Push, kRoom, run.log().constLast());
    });
    row("a text of what was deleted in the log", u"leaked"_s, [](Run &run) {
        run.change(run.ada, Act::Edit, 2, u"better"_s);
        run.change(run.ada, Act::Delete, 2);
        run.log()[4].text = u"better"_s;
        run.log()[4].isDeleted = false;
    });
    row("told with its text after it was deleted", u"leaked"_s, [](Run &run) {
        const LogEntry before = run.log()[1];
        run.change(run.ada, Act::Delete, 2);
        run.grace->receive(Source::Sync, kRoom, before, run.grace->ask());
    });
    row("shown with its text after it was deleted", u"leaked"_s, [](Run &run) {
        const protocol::Message before = run.last(2);
        run.change(run.ada, Act::Delete, 2);
        run.grace->see(before, run.grace->ask());
    });
}

void TestHistoryChecker::findsInChanges()
{
    finds();
}

void TestHistoryChecker::comparesWhatIsShown()
{
    Run run;
    run.change(run.grace, Act::React, 4, u"+"_s);
    auto messages = MessageForms(kRoom, run.log()).all();
    QVERIFY(shows(kRoom, messages, run.logs).isClean());
    QVERIFY(shows(kRoom, messages.last(1), run.logs).isClean());
    messages.last().reactions.reset();
    QCOMPARE(shows(kRoom, messages, run.logs).count(Violation::Altered), 1);
    messages.append(messages.last());
    QCOMPARE(shows(kRoom, messages, run.logs).count(Violation::Doubled), 1);
}

void TestHistoryChecker::findsDeletedTextsInFiles()
{
    Run run;
    const QString key = u"5a10a000-0000-4000-8000-000000000001"_s;
    run.change(run.ada, Act::Edit, 2, markedText(key, u"better"_s));
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"a file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("before it " + markedText(key, u"better"_s).toUtf8());
    file.close();
    QVERIFY(leaks(run.history, run.logs, folder.path()).isClean());
    run.change(run.ada, Act::Delete, 2);
    QCOMPARE(leaks(run.history, run.logs, folder.path()).count(Violation::Leaked), 1);
    QVERIFY(file.remove());
    QVERIFY(leaks(run.history, run.logs, folder.path()).isClean());
}

void TestHistoryChecker::finds()
{
    QFETCH(Change, change);
    QFETCH(QString, found);
    Run run;
    change(run);
    const Verdict verdict = checked(run.history, run.logs);
    QStringList kinds;
    for (const Finding &finding : verdict.findings)
        kinds.append(violationName(finding.violation));
    if (found.isEmpty())
        QVERIFY2(verdict.isClean(), qPrintable(verdict.text()));
    else
        QVERIFY2(kinds.contains(found), qPrintable(verdict.text()));
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
