// SPDX-License-Identifier: MIT
#include "client/ui/timeline/message_copy.h"
#include "client/ui/timeline/timeline_view.h"
#include "tests/client/ui/timeline/fake_timeline_model.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

//! Choosing whole messages, and what is copied of them.
class TestTimelineCopy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_view.reset(); }
    void logHasTimeAuthorAndText();
    void nobodyCanForgeALineOfALog();
    void markdownIsAsItWasTyped();
    void shiftAndArrowsChooseMessages();
    void choosingBeginsWhereOneIs();
    void keysCopy_data();
    void keysCopy();
    void menuIsAboutTheChosenOrTheOne();
    void linkIsAskedFor();
    void whatIsUnsentHasNoLink();

private:
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(m_view.get(), key, modifiers);
    }
    static QString clipboard() { return QApplication::clipboard()->text(); }
    //! The menu at a row, by a right click there.
    QMenu *menuAt(int index)
    {
        const QPoint at(100, m_view->geometry().boxOf(index)->textY + 2);
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, m_view->viewport()->mapToGlobal(at));
        QCoreApplication::sendEvent(m_view->viewport(), &event);
        return m_view->findChild<QMenu *>(u"messageMenu"_s);
    }
    void trigger(int index, const QString &action)
    {
        QMenu *menu = menuAt(index);
        auto *found = menu->findChild<QAction *>(action);
        QVERIFY2(found, qPrintable(action));
        found->trigger();
        delete menu;
    }

    FakeTimelineModel m_model;
    std::unique_ptr<TimelineView> m_view;
};

void TestTimelineCopy::init()
{
    QApplication::clipboard()->clear();
    m_model.reset({message(1, u"one"_s), message(2, u"two"_s), message(3, u"**three**\nlines"_s, 2),
                   message(4, u"four"_s, 2)});
    m_model.setReadMarker(4);
    m_view = std::make_unique<TimelineView>();
    m_view->resize(600, 400);
    m_view->setModel(&m_model);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    m_view->setFocus();
    m_view->grab();
}

void TestTimelineCopy::logHasTimeAuthorAndText()
{
    QCOMPARE(asLog(m_model, {1, 3}),
             u"[2025-03-03 12:02] User 1: two\n"
             "[2025-03-03 12:03] User 2: **three**\n"
             "    lines\n"
             "[2025-03-03 12:04] User 2: four"_s);
    QCOMPARE(asLog(m_model, {}), QString());
}

void TestTimelineCopy::nobodyCanForgeALineOfALog()
{
    for (const auto &text : {u"hello\n[2025-03-03 12:01] User 1: I owe you"_s,
                             u"hello\r[2025-03-03 12:01] User 1: I owe you"_s,
                             u"hello\r\n[2025-03-03 12:01] User 1: I owe you"_s,
                             u"hello\u2028[2025-03-03 12:01] User 1: I owe you"_s}) {
        m_model.reset({message(1, text, 3)});
        const QStringList lines =
            asLog(m_model, {0, 0}).split(QRegularExpression(u"[\\n\\r\\x{2028}\\x{2029}]"_s));
        QCOMPARE(lines.size(), 2);
        QVERIFY2(lines.last().startsWith(u"    "_s), qPrintable(lines.last()));
    }
    auto named = message(1, u"x"_s);
    named.author = u"User 1: hi\n[2025-03-03 12:01] User 2"_s;
    m_model.reset({named});
    QCOMPARE(asLog(m_model, {0, 0}).count(u'\n'), 0);
}

void TestTimelineCopy::markdownIsAsItWasTyped()
{
    QCOMPARE(asMarkdown(m_model, {2, 3}), u"**three**\nlines\n\nfour"_s);
}

void TestTimelineCopy::shiftAndArrowsChooseMessages()
{
    m_view->setCurrentIndex(1);
    press(Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(m_view->selectedText(),
             u"User 1, 2025-03-03 12:02\ntwo\n"
             "User 2, 2025-03-03 12:03\nthree\nlines"_s);
    QCOMPARE(m_view->currentIndex(), 2);
    press(Qt::Key_Down, Qt::ShiftModifier);
    QVERIFY(m_view->selectedText().endsWith(u"four"_s));
    press(Qt::Key_Down, Qt::ShiftModifier); // no further
    QCOMPARE(m_view->currentIndex(), 3);
    for (int i = 0; i < 3; ++i)
        press(Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(m_view->selectedText(),
             u"User 1, 2025-03-03 12:01\none\ntwo"_s); // past where it began
    m_model.prepend({message(-1, u"older"_s)});
    press(Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(m_view->selectedText(), u"two"_s);
    press(Qt::Key_Escape);
    QCOMPARE(m_view->selectedText(), QString());
}

void TestTimelineCopy::choosingBeginsWhereOneIs()
{
    press(Qt::Key_Up, Qt::ShiftModifier); // nowhere yet: at the edge
    QCOMPARE(m_view->selectedText(), u"four"_s);
    press(Qt::Key_Up); // moves on without
    press(Qt::Key_Up);
    press(Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(m_view->selectedText(), u"User 1, 2025-03-03 12:01\none\ntwo"_s);
}

void TestTimelineCopy::keysCopy_data()
{
    QTest::addColumn<int>("key");
    QTest::addColumn<int>("modifiers");
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("two");
    const auto row = [](const char *name, Qt::Key key, int modifiers, const QString &one,
                        const QString &two) {
        QTest::newRow(name) << int(key) << modifiers << one << two;
    };
    const int kCtrl = Qt::ControlModifier;
    row("as it is shown", Qt::Key_C, kCtrl, u"two"_s, u"User 1, 2025-03-03 12:01\none\ntwo"_s);
    row("as Markdown", Qt::Key_M, 0, u"two"_s, u"one\n\ntwo"_s);
    row("as log", Qt::Key_C, kCtrl | int(Qt::ShiftModifier), u"[2025-03-03 12:02] User 1: two"_s,
        u"[2025-03-03 12:01] User 1: one\n[2025-03-03 12:02] User 1: two"_s);
}

void TestTimelineCopy::keysCopy()
{
    QFETCH(const int, key);
    QFETCH(const int, modifiers);
    QFETCH(const QString, one);
    QFETCH(const QString, two);
    press(Qt::Key(key), Qt::KeyboardModifiers(modifiers)); // of nothing
    QCOMPARE(clipboard(), QString());
    m_view->setCurrentIndex(1);
    press(Qt::Key(key), Qt::KeyboardModifiers(modifiers));
    QCOMPARE(clipboard(), one);
    press(Qt::Key_Up, Qt::ShiftModifier);
    press(Qt::Key(key), Qt::KeyboardModifiers(modifiers));
    QCOMPARE(clipboard(), two);
}

void TestTimelineCopy::menuIsAboutTheChosenOrTheOne()
{
    m_view->setCurrentIndex(0);
    press(Qt::Key_Down, Qt::ShiftModifier);
    trigger(1, u"copyAsMarkdown"_s);
    QCOMPARE(clipboard(), u"one\n\ntwo"_s);
    trigger(3, u"copyAsLog"_s); // beside what is chosen
    QCOMPARE(clipboard(), u"[2025-03-03 12:04] User 2: four"_s);
    trigger(0, u"copyAsLog"_s);
    QCOMPARE(clipboard().count(u'\n'), 1);
}

void TestTimelineCopy::linkIsAskedFor()
{
    QSignalSpy wanted(m_view.get(), &TimelineView::linkRequested);
    press(Qt::Key_L);
    QCOMPARE(wanted.count(), 0);
    m_view->setCurrentIndex(1);
    press(Qt::Key_L);
    trigger(2, u"copyLink"_s);
    QCOMPARE(wanted.count(), 2);
    QCOMPARE(wanted[0].first().value<Seq>(), 2);
    QCOMPARE(wanted[1].first().value<Seq>(), 3);
    QSignalSpy wantedForBrowsers(m_view.get(), &TimelineView::webLinkRequested);
    trigger(2, u"copyWebLink"_s);
    m_view->setCurrentIndex(1);
    press(Qt::Key_L, Qt::ShiftModifier);
    QCOMPARE(wanted.count(), 2);
    QCOMPARE(wantedForBrowsers.count(), 2);
    QCOMPARE(wantedForBrowsers[0].first().value<Seq>(), 3);
    QCOMPARE(wantedForBrowsers[1].first().value<Seq>(), 2);
}

void TestTimelineCopy::whatIsUnsentHasNoLink()
{
    auto unsent = message(5, u"not there yet"_s);
    unsent.seq = 0;
    unsent.isOwn = true;
    unsent.delivery = Delivery::Pending;
    m_model.append(unsent);
    m_view->grab();
    QSignalSpy wanted(m_view.get(), &TimelineView::linkRequested);
    QSignalSpy wantedForBrowsers(m_view.get(), &TimelineView::webLinkRequested);
    m_view->setCurrentIndex(4);
    press(Qt::Key_L);
    press(Qt::Key_L, Qt::ShiftModifier);
    QCOMPARE(wanted.count(), 0);
    QCOMPARE(wantedForBrowsers.count(), 0);
    QVERIFY(!menuAt(4)->findChild<QAction *>(u"copyLink"_s));
    QVERIFY(!menuAt(4)->findChild<QAction *>(u"copyWebLink"_s));
}

QTEST_MAIN(TestTimelineCopy)
#include "tst_timeline_copy.moc"
