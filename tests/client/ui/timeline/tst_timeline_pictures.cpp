// SPDX-License-Identifier: MIT
#include "client/ui/timeline/timeline_view.h"
#include "tests/client/ui/timeline/fake_timeline_model.h"
#include "tests/support/fake_clock.h"

#include <QDir>
#include <QImage>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

//! Draws the states of the timeline into pictures next to the test, and looks for what must be seen
//! in them.
class TestTimelinePictures : public QObject {
    Q_OBJECT
private:
    static std::vector<TimelineRow> someConversation()
    {
        const QStringList names{u"Ada Lovelace"_s, u"grace"_s, u"مريم حداد"_s, u"Linus"_s};
        std::vector<TimelineRow> rows;
        const auto say = [&](qint64 by, int minutes, const QString &text) {
            TimelineRow row = message(static_cast<qint64>(rows.size()) + 1, text, by);
            row.author = names[by - 1];
            row.at = noon() + minutes * 60'000;
            rows.push_back(row);
        };
        say(1, -1500, u"The build passed last night."_s);
        say(2, 0, u"Morning! Did anybody look at the logs? 👍"_s);
        say(2, 1,
            u"They are at https://ci.example.org/runs/4711, the third job (see https://example.org/a_(b))."_s);
        say(3, 2,
            u"مرحبا، هل انتهى بناء النسخة؟ أعتقد أن الاختبارات ما زالت تعمل\nand a line that runs the other way"_s);
        say(1, 4, u"🎉🚀😄"_s);
        say(4, 5,
            u"A longer one, to see how lines break: we looked at it in detail, the queue was fine, "
            u"the workers were "
            "fine, but the scheduler slept while it held the lock, so everybody had to wait."_s);
        rows.back().pin = RowPin{u"grace"_s, noon()};
        say(4, 6, QString(100, u'w'));
        rows.back().pin = RowPin{u"grace"_s, noon()};
        say(2, 7, u"a control\bcharacter"_s);
        say(1, 30, u"this one is on its way"_s);
        rows.back().delivery = Delivery::Pending;
        rows.back().seq = 0;
        say(1, 31, u"and this one did not make it"_s);
        rows.back().delivery = Delivery::Failed;
        rows.back().seq = 0;
        rows.back().failure = u"You are sending faster than this server allows."_s;
        return rows;
    }
    //! Everything that markup can do, as people would use it.
    static std::vector<TimelineRow> markupConversation()
    {
        std::vector<TimelineRow> rows;
        const auto say = [&](qint64 by, const QString &text) {
            rows.push_back(message(static_cast<qint64>(rows.size()) + 1, text, by));
        };
        say(1,
            u"# Release 2.4\nThe build is **green**, the *old* one ~~was~~ not. Run `salond check` "
            u"first; "
            "see [the notes](https://docs.example.org/releases/2.4) or https://example.org/q_a_(1)."_s);
        say(2,
            u"> does it need a new schema?\n> the last one did\nNo. Only what is in the list:\n"
            "- stop the server\n- run the migration\n  - it takes a **minute**, and a line that is "
            "long "
            "enough to be broken shows how its item is indented\n  - and says what it did\n- start it again"_s);
        say(2,
            u"1. first\n2. second\n10. tenth\n\nThe code:\n```cpp\nint main(int argc, char "
            u"**argv)\n{\n"
            "    return run(argc, argv); // and a comment that goes on for so long that the line "
            "has to be "
            "broken somewhere\n}\n```\nand that is all."_s);
        say(3,
            u"| what | before | after |\n|:--|--:|:-:|\n| first paint | 139 ms | **98 ms** |\n"
            "| prepend of 30 older messages | 5.7 ms | 5.1 ms |\n| `scroll` | 8.1 ms | 7 ms |"_s);
        say(1,
            u"## Later\n> > inner quote\n>\n> - item in a quote\n\n---\nجملة مع **كلمة** مهمة\n- بند أول\n- بند ثان"_s);
        say(4,
            u"[click here](javascript:alert(1)) and https://p\u0430ypal.com/login ![a cat](https://example.org/cat.png)"_s);
        QString code = u"```python\n"_s;
        for (int i = 1; i <= 30; ++i)
            code += u"print('line %1')\n"_s.arg(i);
        say(4, code + u"```"_s);
        return rows;
    }
    static bool hasColor(const QImage &image, const QColor &color)
    {
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixel(x, y) == color.rgb())
                    return true;
            }
        }
        return false;
    }
    QImage save(TimelineView &view, const QString &name)
    {
        view.show();
        view.grab();
        QCoreApplication::processEvents();
        const QImage image = view.grab().toImage();
        QDir().mkpath(u"pictures"_s);
        [&] {
            QVERIFY(image.save(
                u"pictures/timeline-%1-%2x.png"_s.arg(name).arg(view.devicePixelRatioF())));
        }();
        return image;
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }
    void cleanup() { Theme::setCurrent(Theme::make(Scheme::Light)); }

    void conversation_data()
    {
        QTest::addColumn<Scheme>("scheme");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("textSize");
        QTest::newRow("light") << Scheme::Light << 820 << 15;
        QTest::newRow("dark") << Scheme::Dark << 820 << 15;
        QTest::newRow("narrow") << Scheme::Light << 360 << 15;
        QTest::newRow("large") << Scheme::Dark << 820 << 22;
    }
    void conversation()
    {
        QFETCH(Scheme, scheme);
        QFETCH(int, width);
        QFETCH(int, textSize);
        Theme::setCurrent(Theme::make(scheme, textSize));
        FakeTimelineModel model;
        model.reset(someConversation());
        model.setReadMarker(5);
        const FakeClock clock(noon() + 3 * 3600'000);
        TimelineView view(nullptr, clock);
        view.resize(width, 700);
        view.setModel(&model);
        const QImage image = save(view, QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(hasColor(image, Theme::current().errorText));
        QVERIFY(hasColor(image, Theme::current().background));
    }
    void markup_data()
    {
        QTest::addColumn<Scheme>("scheme");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("textSize");
        QTest::newRow("markup") << Scheme::Light << 820 << 15;
        QTest::newRow("markup-dark") << Scheme::Dark << 820 << 15;
        QTest::newRow("markup-narrow") << Scheme::Light << 360 << 15;
        QTest::newRow("markup-large") << Scheme::Dark << 820 << 22;
    }
    void markup()
    {
        QFETCH(Scheme, scheme);
        QFETCH(int, width);
        QFETCH(int, textSize);
        Theme::setCurrent(Theme::make(scheme, textSize));
        FakeTimelineModel model;
        model.reset(markupConversation());
        model.setReadMarker(10);
        const FakeClock clock(noon() + 3 * 3600'000);
        TimelineView view(nullptr, clock);
        view.resize(width, 1500);
        view.setModel(&model);
        const QImage image = save(view, QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(hasColor(image, Theme::current().codeBackground));
        QVERIFY(hasColor(image, Theme::current().inputBorder)); // a quote's bar
    }
    void markupUnderThePointer()
    {
        FakeTimelineModel model;
        model.reset(markupConversation());
        model.setReadMarker(10);
        const FakeClock clock(noon() + 3 * 3600'000);
        TimelineView view(nullptr, clock);
        view.resize(820, 1500);
        view.setModel(&model);
        view.show();
        view.grab();
        view.selectAll();
        QTest::mouseMove(view.viewport(), view.rowRect(2).center());
        const QImage image = save(view, u"markup-selected"_s);
        QVERIFY(hasColor(image, Theme::current().selection));
    }
    void selectionHoverAndFocus()
    {
        FakeTimelineModel model;
        model.reset(someConversation());
        model.setReadMarker(10);
        const FakeClock clock(noon() + 3 * 3600'000);
        TimelineView view(nullptr, clock);
        view.resize(820, 500);
        view.setModel(&model);
        view.show();
        view.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        view.grab();
        const QRect row = view.rowRect(6);
        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, QPoint(200, row.top() - 30));
        QTest::mouseMove(view.viewport(), QPoint(300, row.center().y()));
        QTest::mouseRelease(view.viewport(), Qt::LeftButton, Qt::ShiftModifier,
                            QPoint(300, row.center().y()));
        view.setCurrentIndex(8);
        QTest::keyClick(&view, Qt::Key_Down);
        QTest::mouseMove(view.viewport(), row.center());
        const QImage image = save(view, u"selection"_s);
        QVERIFY(hasColor(image, Theme::current().accent));
    }
    void emptyAndLoading()
    {
        FakeTimelineModel model;
        TimelineView view;
        view.resize(500, 400);
        view.setModel(&model);
        const QImage empty = save(view, u"empty"_s);
        model.setBounds(true, false);
        QVERIFY(!hasColor(save(view, u"loading-at-first"_s), Theme::current().hairline));
        QTRY_VERIFY(hasColor(view.grab().toImage(), Theme::current().hairline));
        QVERIFY(save(view, u"loading"_s) != empty);
    }
    void jumpButton()
    {
        FakeTimelineModel model;
        std::vector<TimelineRow> rows;
        for (int i = 1; i <= 60; ++i)
            rows.push_back(message(i, u"message %1"_s.arg(i), i / 4 % 3));
        model.reset(rows);
        model.setReadMarker(60);
        TimelineView view;
        view.resize(500, 400);
        view.setModel(&model);
        view.show();
        view.grab();
        view.scrollByPixels(-300);
        for (int i = 0; i < 12; ++i)
            model.append(message(61 + i, u"new"_s, 2));
        QVERIFY(hasColor(save(view, u"jump"_s), Theme::current().accent));
    }
};

QTEST_MAIN(TestTimelinePictures)
#include "tst_timeline_pictures.moc"
