// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_view.h"
#include "tests/client/golden/golden_main.h"
#include "tests/client/golden/golden_talk.h"
#include "tests/support/fake_clock.h"

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;
using namespace salon::test;

namespace {

using Talk = GoldenTalk;

//! Groups and days, answers, reactions, who is called, and what became of a message.
std::vector<TimelineRow> plainTalk()
{
    Talk talk;
    talk.say(1, -1500, u"The build passed last night."_s);
    talk.say(2, 0, u"Morning! Did anybody look at the logs? 👍"_s);
    talk.say(2, 1, u"They are at https://ci.example.org/runs/4711, the third job."_s);
    TimelineRow &arabic = talk.say(3, 2, u"مرحبا @Linus، هل انتهى بناء النسخة؟"_s);
    Talk::call(arabic, u"Linus"_s, false);
    TimelineRow &answer = talk.say(4, 9, u"It did, but the second job was slow."_s);
    Talk::answer(answer, talk.row(1));
    answer.isEdited = true;
    answer.reactions = {{u"👍"_s, 2, true}, {u"❤️"_s, 1, false}};
    answer.pinLines = {{1, u"Grace"_s, answer.at + 60'000, 6}};
    TimelineRow &gone = talk.say(4, 10, u"This message was deleted."_s);
    gone.isDeleted = true;
    talk.say(1, 20, u"🎉🚀"_s);
    TimelineRow &called = talk.say(
        2, 30,
        u"@Ada Lovelace and @Linus, could you look at the scheduler together? It slept while "
        "it held the lock, so that everybody had to wait."_s);
    Talk::call(called, u"Ada Lovelace"_s, true);
    Talk::call(called, u"Linus"_s, false);
    TimelineRow &reply = talk.say(3, 30, u"> @Linus, could you\n@Linus did, and so did I."_s);
    Talk::answer(reply, talk.row(talk.rows().size() - 2));
    Talk::call(reply, u"Linus"_s, false);
    reply.mentions.append({20, 26, u"Linus"_s, false});
    talk.say(1, 31, u"this one is on its way"_s).delivery = Delivery::Pending;
    TimelineRow &failed = talk.say(1, 32, u"and this one did not make it"_s);
    failed.delivery = Delivery::Failed;
    failed.failure = u"You are sending faster than this server allows."_s;
    return talk.rows();
}

QString longCode()
{
    QString code = u"```python\n"_s;
    for (int i = 1; i <= 26; ++i)
        code += u"print('line %1')  # said\n"_s.arg(i);
    return code + u"```"_s;
}

std::vector<TimelineRow> markup()
{
    Talk talk;
    talk.say(
        1, 0,
        u"# Release 2.4\nThe build is **green**, the *old* one ~~was~~ not. Run `salond check` "
        "first; see [the notes](https://docs.example.org/releases/2.4)."_s);
    talk.say(2, 1,
             u"> does it need a new schema?\n> the last one did\nNo. Only what is in the list:\n"
             "- stop the server\n- run the migration\n  - it takes a **minute**, and says what it "
             "did, in a line that is long enough to be broken\n1. first\n10. tenth"_s);
    talk.say(3, 2,
             u"| what | before | after |\n|:--|--:|:-:|\n| first paint | 139 ms | **98 ms** |\n"
             "| `scroll` | 8.1 ms | 7 ms |\n\n---\nجملة مع **كلمة** مهمة"_s);
    talk.say(4, 3, u"```cpp\nint main()\n{\n    return run(\"all\"); // and waits\n}\n```"_s);
    talk.say(4, 4, longCode());
    return talk.rows();
}

} // namespace

//! The timeline's looks, in both schemes, narrow and wide.
class TestGoldenTimeline : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        const QString why = otherThanRecorded();
        if (!why.isEmpty())
            QSKIP(qPrintable(why));
    }
    void cleanup() { Theme::setCurrent(Theme::make(Scheme::Light)); }

    void talk_data() { looks(); }
    void talk() { compare(plainTalk(), u"talk"_s, 980); }
    void markup_data() { looks(); }
    void markup() { compare(::markup(), u"markup"_s, 1150); }

    void codeUnfolded()
    {
        FakeTimelineModel model;
        Talk talk;
        talk.say(4, 0, longCode());
        model.reset(talk.rows());
        model.setReadMarker(10);
        const FakeClock clock(noon() + 3 * 3600'000);
        TimelineView view(nullptr, clock);
        show(view, model, QSize(700, 640));
        const auto &targets = view.geometry().layout(0).targets();
        for (int i = 0; i < int(targets.size()); ++i) {
            if (targets[size_t(i)].kind == RowTarget::Kind::Unfold)
                QTest::mouseClick(view.viewport(), Qt::LeftButton, {},
                                  view.targetRect(0, i).center());
        }
        settle(view);
        COMPARE_GOLDEN(view, u"code_unfolded_light_"_s + scaleName(view));
    }
    //! What the pointer and the keyboard add.
    void selected()
    {
        FakeTimelineModel model;
        model.reset(plainTalk());
        model.setReadMarker(20);
        const FakeClock clock(noon() + 3 * 3600'000);
        TimelineView view(nullptr, clock);
        show(view, model, QSize(700, 640));
        view.selectAll();
        QTest::mouseMove(view.viewport(), view.rowRect(7).center());
        settle(view);
        COMPARE_GOLDEN(view, u"selected_light_"_s + scaleName(view));
    }

private:
    static void looks()
    {
        QTest::addColumn<Scheme>("scheme");
        QTest::addColumn<int>("width");
        QTest::newRow("light, narrow") << Scheme::Light << 400;
        QTest::newRow("light, wide") << Scheme::Light << 1120;
        QTest::newRow("dark, narrow") << Scheme::Dark << 400;
        QTest::newRow("dark, wide") << Scheme::Dark << 1120;
    }

    static void settle(TimelineView &view)
    {
        view.grab();
        QCoreApplication::processEvents();
    }

    static void show(TimelineView &view, FakeTimelineModel &model, QSize size)
    {
        view.resize(size);
        view.setModel(&model);
        view.show();
        settle(view);
    }

    static void compare(const std::vector<TimelineRow> &rows, const QString &name, int height)
    {
        QFETCH(const Scheme, scheme);
        QFETCH(const int, width);
        Theme::setCurrent(Theme::make(scheme));
        FakeTimelineModel model;
        model.reset(rows);
        model.setReadMarker(name == u"talk"_s ? 5 : 20);
        const FakeClock clock(noon() + 3 * 3600'000);
        TimelineView view(nullptr, clock);
        show(view, model, QSize(width, height));
        COMPARE_GOLDEN(view,
                       u"%1_%2_%3_%4"_s.arg(name, schemeName(scheme),
                                            width == 400 ? u"narrow"_s : u"wide"_s,
                                            scaleName(view)));
    }
};

GOLDEN_MAIN(TestGoldenTimeline)
#include "tst_golden_timeline.moc"
