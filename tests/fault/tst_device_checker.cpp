// SPDX-License-Identifier: MIT
#include "tests/fault/expect_violation.h"
#include "tests/support/device_history.h"
#include "tests/support/message_forms.h"
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::test;

namespace {

constexpr RoomId kRoom{1};
constexpr UserId kAda{1};

//! A run in which all went well: three texts, a restart after the second, one text of somebody
//! else.
struct Run {
    History history;
    DeviceHistory device{history.add(u"ada's desk"_s)};
    RoomLogs logs;

    QList<LogEntry> &log() { return logs[kRoom]; }
    void show(qsizetype count)
    {
        device.shown[kRoom] = MessageForms(kRoom, log()).all().last(count);
    }

    void store(UserId by, const QString &key, const QString &text)
    {
        const Seq seq = log().size() + 1;
        log().append({seq, u"message.posted"_s, by, seq - 1, key, text});
    }

    void change(const QString &kind, UserId by, Seq of, const QString &text = {})
    {
        log().append({.seq = log().size() + 1, .kind = kind, .by = by, .text = text, .of = of});
    }

    void edit(Seq of, const QString &text)
    {
        device.type(kRoom, text, of);
        device.keep(kRoom, u"edit "_s + text, text, Act::Edit, of);
        change(u"message.edited"_s, kAda, of, text);
        show(3);
    }

    void erase(Seq of)
    {
        for (LogEntry &entry : log()) {
            if (entry.seq != of && entry.of != of)
                continue;
            entry.text.clear();
            entry.isDeleted = true;
        }
        change(u"message.deleted"_s, kAda, of);
        show(3);
    }

    void say(const QString &key)
    {
        device.type(kRoom, u"text of "_s + key);
        device.keep(kRoom, key, u"text of "_s + key);
        store(kAda, key, u"text of "_s + key);
    }

    Run()
    {
        device.client.user = kAda;
        log().append({.seq = 1, .kind = u"room.created"_s, .by = kAda});
        say(u"a"_s);
        device.noteDraft(DraftStep::Set, kRoom, u"he"_s);
        device.noteDraft(DraftStep::Set, kRoom, u"hel"_s);
        device.noteDraft(DraftStep::Settled, kRoom, u"hel"_s);
        device.noteDraft(DraftStep::Set, kRoom, u"hello"_s);
        say(u"b"_s);
        device.type(kRoom, u"typed as it died"_s);
        device.die();
        device.noteDraft(DraftStep::Found, kRoom, u"hel"_s);
        store({2}, u"x"_s, u"of grace"_s);
        say(u"c"_s);
        device.type(kRoom, u"no room on the disk"_s);
        device.turnAway(kRoom, u"no room on the disk"_s);
        show(3);
        device.markers = {{kRoom, 2, 1, 0, 0}, {kRoom, 3, 2, 2, 0}};
        device.counted = {{kRoom, 3, 2, 2, 0}};
    }
};

using Change = void (*)(Run &);

} // namespace

Q_DECLARE_METATYPE(Change)

//! What the checker of devices is to find, planted once each.
class TestDeviceChecker : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void finds_data();
    void finds();
};

void TestDeviceChecker::finds_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("found");
    const auto row = [](const char *name, const QString &found, Change change) {
        QTest::newRow(name) << change << found;
    };
    row("nothing", {}, [](Run &) {});
    row("what died unsaid was on the disk after all", {}, [](Run &run) {
        run.device.keep(kRoom, u"d"_s, u"typed as it died"_s);
        // It was typed before c, and so it stands before it.
        run.log()[4] = {5, u"message.posted"_s, kAda, 4, u"d"_s, u"typed as it died"_s};
        run.log().append({6, u"message.posted"_s, kAda, 5, u"c"_s, u"text of c"_s});
        run.show(3);
        run.device.counted.first().unread = 3;
    });
    row("a later draft was written in time", {},
        [](Run &run) { run.device.drafts.back().text = u"hello"_s; });

    row("another text was sent", {}, [](Run &run) { run.edit(3, u"better"_s); });
    row("another text, and the message is deleted", {}, [](Run &run) {
        run.edit(3, u"better"_s);
        run.erase(3);
    });
    row("another text for what was deleted meanwhile", {}, [](Run &run) {
        run.device.type(kRoom, u"too late"_s, 3);
        run.device.keep(kRoom, u"e"_s, u"too late"_s, Act::Edit, 3);
        run.device.refuse(u"e"_s, u"conflict"_s);
    });
    row("a mention that was taken back", {}, [](Run &run) {
        run.log()[3].mentions = QList<UserId>{kAda};
        run.change(u"message.edited"_s, {2}, 4, u"nobody"_s);
        run.show(3);
    });

    row("another text was kept, never sent", u"lost"_s, [](Run &run) {
        run.device.type(kRoom, u"better"_s, 3);
        run.device.keep(kRoom, u"e"_s, u"better"_s, Act::Edit, 3);
    });
    row("two texts in another order than typed", u"reordered"_s, [](Run &run) {
        run.edit(3, u"better"_s);
        run.edit(3, u"best"_s);
        std::swap(run.log()[run.log().size() - 2].text, run.log().last().text);
        run.show(3);
    });
    row("an edit that is not shown", u"altered"_s, [](Run &run) {
        run.edit(3, u"better"_s);
        run.device.shown[kRoom] =
            MessageForms(kRoom, run.log().first(run.log().size() - 1)).all().last(3);
    });
    row("a reaction that is not shown", u"altered"_s,
        [](Run &run) { run.change(u"reaction.added"_s, {2}, 3, u"+"_s); });
    row("a mention that is not counted", u"miscounted"_s, [](Run &run) {
        run.log()[3].mentions = QList<UserId>{kAda};
        run.show(3);
    });
    row("kept, never sent", u"lost"_s, [](Run &run) {
        run.device.type(kRoom, u"later"_s);
        run.device.keep(kRoom, u"d"_s, u"later"_s);
    });
    row("typed, and silence", u"lost"_s,
        [](Run &run) { run.device.type(kRoom, u"into the void"_s); });
    row("an older draft", u"lost"_s, [](Run &run) { run.device.drafts.back().text = u"he"_s; });
    row("no draft", u"lost"_s, [](Run &run) { run.device.drafts.back().text.clear(); });
    row("sent under two keys", u"doubled"_s,
        [](Run &run) { run.store(kAda, u"a2"_s, u"text of a"_s); });
    row("a row twice on the screen", u"doubled"_s, [](Run &run) {
        run.show(4);
        run.device.shown[kRoom].append(run.device.shown[kRoom].last());
    });
    row("sent in another order than typed", u"reordered"_s, [](Run &run) {
        std::swap(run.log()[1].text, run.log()[2].text);
        run.show(3);
    });
    row("another text on the screen", u"altered"_s,
        [](Run &run) { run.device.shown[kRoom].last().text = u"other"_s; });
    row("a row missing on the screen", u"altered"_s,
        [](Run &run) { run.device.shown[kRoom].removeAt(1); });
    row("not taken, but sent", u"untrue"_s,
        [](Run &run) { run.store(kAda, u"d"_s, u"no room on the disk"_s); });
    row("kept, never typed", u"untrue"_s,
        [](Run &run) { run.device.keep(kRoom, u"d"_s, u"of a ghost"_s); });
    row("a read marker goes back", u"went back"_s,
        [](Run &run) { std::swap(run.device.markers[0], run.device.markers[1]); });
    row("an older counter", u"went back"_s,
        [](Run &run) { run.device.markers.back().counter = 0; });
    row("one unread too many", u"miscounted"_s,
        [](Run &run) { ++run.device.counted.first().unread; });
}

void TestDeviceChecker::finds()
{
    QFETCH(Change, change);
    QFETCH(QString, found);
    Run run;
    change(run);
    expectViolation(checked(run.device, run.logs), found);
}

QTEST_APPLESS_MAIN(TestDeviceChecker)
#include "tst_device_checker.moc"
