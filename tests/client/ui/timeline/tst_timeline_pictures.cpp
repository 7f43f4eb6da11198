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
        say(4, 6, QString(100, u'w'));
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
