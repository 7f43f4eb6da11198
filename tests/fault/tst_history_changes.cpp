// SPDX-License-Identifier: MIT
#include "tests/fault/history_run.h"
#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;

//! The same of what becomes of messages after they were posted.
class TestHistoryChanges : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void finds_data();
    void finds();
    void comparesWhatIsShown();
    void comparesWhatIsPinned();
    void findsDeletedTextsInFiles();
};

void TestHistoryChanges::finds_data()
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
        run.grace->see(run.last(2), run.grace->nextStep());
        run.change(run.ada, Act::Delete, 2);
        run.grace->see(run.last(2), run.grace->nextStep());
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

    row("pinned by two at once, which is done once", {}, [](Run &run) {
        run.ada->attempt(kRoom, u"e"_s, {}, Act::Pin, 4);
        run.change(run.grace, Act::Pin, 4);
        run.ada->acknowledgeChange(u"e"_s, 0);
        run.change(run.ada, Act::Unpin, 4);
    });
    row("pinned, its pin taken away and pinned by its second attempt", {}, [](Run &run) {
        run.change(run.ada, Act::Pin, 4);
        run.change(run.grace, Act::Unpin, 4);
        run.ada->attempt(kRoom, u"change 4"_s, {}, Act::Pin, 4);
        run.log().append(run.log()[4]);
        run.log().back().seq = 7;
        run.log().back().at = 7000;
        for (ClientHistory *client : {run.ada, run.grace})
            client->receive(Source::Push, kRoom, run.log().constLast());
    });
    row("a deletion takes the pin away", {}, [](Run &run) {
        run.change(run.ada, Act::Pin, 2);
        run.change(run.ada, Act::Delete, 2);
        run.change(run.ada, Act::Unpin, 4); // was not pinned, as may be: the log has no such event
        run.log().removeLast();
        std::erase_if(run.ada->receipts, [](const Receipt &r) { return r.entry.seq == 7; });
        std::erase_if(run.grace->receipts, [](const Receipt &r) { return r.entry.seq == 7; });
    });
    row("a full room takes no more pins", {}, [](Run &run) {
        fill(run);
        run.ada->attempt(kRoom, u"e"_s, {}, Act::Pin, 2);
        run.ada->refuse(u"e"_s, u"too_large"_s, true);
    });

    row("a pin acknowledged, not in the log", u"lost"_s, [](Run &run) {
        run.ada->attempt(kRoom, u"e"_s, {}, Act::Pin, 4);
        run.ada->acknowledgeChange(u"e"_s, 0);
    });
    row("a pin acknowledged, in the log before and gone by then", u"lost"_s, [](Run &run) {
        run.change(run.grace, Act::Pin, 4);
        run.change(run.grace, Act::Unpin, 4);
        run.ada->attempt(kRoom, u"e"_s, {}, Act::Pin, 4);
        run.ada->acknowledgeChange(u"e"_s, 0);
    });
    row("an unpinning acknowledged, and pinned only after it", u"lost"_s, [](Run &run) {
        run.change(run.grace, Act::Pin, 4);
        run.ada->attempt(kRoom, u"e"_s, {}, Act::Unpin, 4);
        run.ada->acknowledgeChange(u"e"_s, 0);
        run.change(run.grace, Act::Unpin, 4);
    });
    row("the same pin twice", u"doubled"_s, [](Run &run) {
        run.change(run.grace, Act::Pin, 4);
        run.change(run.ada, Act::Pin, 4);
    });
    row("what is not pinned is unpinned", u"doubled"_s,
        [](Run &run) { run.change(run.grace, Act::Unpin, 4); });
    row("more pins than a room may have", u"untrue"_s, [](Run &run) {
        fill(run);
        run.change(run.ada, Act::Pin, 2);
    });
    row("a pin refused as too much in a room that is not full", u"untrue"_s, [](Run &run) {
        run.ada->attempt(kRoom, u"e"_s, {}, Act::Pin, 2);
        run.ada->refuse(u"e"_s, u"too_large"_s, true);
    });
    row("a pin of another at a member", u"altered"_s, [](Run &run) {
        run.change(run.grace, Act::Pin, 2);
        protocol::Message message = run.last(2);
        message.pinnedBy = run.ada->user;
        run.grace->see(message, run.grace->nextStep());
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
        run.grace->see(message, run.grace->nextStep());
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
        run.grace->receive(Source::Sync, kRoom, before, run.grace->nextStep());
    });
    row("shown with its text after it was deleted", u"leaked"_s, [](Run &run) {
        const protocol::Message before = run.last(2);
        run.change(run.ada, Act::Delete, 2);
        run.grace->see(before, run.grace->nextStep());
    });
}

void TestHistoryChanges::finds()
{
    QFETCH(Change, change);
    QFETCH(QString, found);
    checkRun(change, found);
}

void TestHistoryChanges::comparesWhatIsShown()
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

void TestHistoryChanges::comparesWhatIsPinned()
{
    Run run;
    run.change(run.grace, Act::Pin, 2);
    run.change(run.ada, Act::Pin, 3);
    run.change(run.grace, Act::Pin, 4);
    run.change(run.ada, Act::Delete, 3);
    const QList<protocol::Message> pinned{run.last(4), run.last(2)};
    QVERIFY(showsPinned(kRoom, pinned, run.logs).isClean());
    QCOMPARE(showsPinned(kRoom, pinned.first(1), run.logs).count(Violation::Lost), 1);
    QCOMPARE(showsPinned(kRoom, pinned + pinned.first(1), run.logs).count(Violation::Untrue), 1);
    QCOMPARE(showsPinned(kRoom, {pinned[1], pinned[0]}, run.logs).count(Violation::Altered), 1);
}

void TestHistoryChanges::findsDeletedTextsInFiles()
{
    Run run;
    // One of many is found, too.
    for (int i = 1; i <= 200; ++i) {
        const QString other = u"5a10a001-0000-4000-8000-%1"_s.arg(i, 12, 10, QChar(u'0'));
        run.change(run.ada, Act::Edit, 2, markedText(other, u"not yet good"_s));
    }
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

QTEST_APPLESS_MAIN(TestHistoryChanges)
#include "tst_history_changes.moc"
