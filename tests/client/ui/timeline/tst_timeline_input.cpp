// SPDX-License-Identifier: MIT
#include "tests/client/ui/timeline/timeline_input_fixture.h"
#include <QAccessible>
#include <QApplication>
#include <QHelpEvent>
#include <QScrollBar>
#include <QTest>
#include <QTextDocument>
#include <QToolTip>
#include <functional>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

//! What mouse, keyboard and a screen reader can do with the timeline.
class TestTimelineInput : public QObject, private TimelineInputFixture {
    Q_OBJECT
private:
    void drag(QPoint from, QPoint to)
    {
        QTest::mousePress(viewport(), Qt::LeftButton, {}, from);
        moveTo(to);
    }
    void moveTo(QPoint to)
    {
        QMouseEvent move(QEvent::MouseMove, QPointF(to), viewport()->mapToGlobal(QPointF(to)),
                         Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(viewport(), &move);
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    //! What comes in the same turn of the event loop finds a person where they are.
    void movingIsToldAtOnce()
    {
        std::vector<ReadingPlace> told;
        connect(m_view, &TimelineView::settled, this,
                [&] { told.push_back(m_view->place().value_or(ReadingPlace())); });
        const auto isTold = [&](const char *what, const std::function<void()> &move) {
            told.clear();
            move();
            QVERIFY2(!told.empty() && told.back() == m_view->place(), what);
        };
        isTold("by pixels", [&] { m_view->scrollByPixels(-300); });
        QVERIFY(!told.back().isEnd());
        isTold("by a key", [&] { QTest::keyClick(m_view, Qt::Key_PageUp); });
        isTold("by the bar", [&] { m_view->verticalScrollBar()->setValue(0); });
        isTold("to the end", [&] { m_view->jumpToEnd(); });
        QVERIFY(told.back().isEnd());
        isTold("newer ones became known", [&] { m_model.setBounds(true, true); });
        QVERIFY(!told.back().isEnd());
    }

    void dragSelectsOverMessages()
    {
        drag(at(36, 8), at(39, 7));
        QTest::mouseRelease(viewport(), Qt::LeftButton, {}, at(39, 7));
        QTest::keySequence(m_view, QKeySequence::Copy);
        QCOMPARE(clipboard(), m_view->selectedText());
        QVERIFY2(clipboard().startsWith(u"User 1, 2025-03-03 12:37\nnumber 37\nsee https://"_s),
                 qPrintable(clipboard()));
        QVERIFY2(clipboard().endsWith(u"\nmessage"_s), qPrintable(clipboard()));
        QTest::keyClick(m_view, Qt::Key_Escape);
        QCOMPARE(m_view->selectedText(), QString());
    }
    void doubleAndTripleClick()
    {
        QTest::mouseDClick(viewport(), Qt::LeftButton, {}, at(38, 9));
        QCOMPARE(m_view->selectedText(), u"number"_s);
        QTest::mouseClick(viewport(), Qt::LeftButton, {}, at(38, 9));
        QCOMPARE(m_view->selectedText(), u"message number 39"_s);
        QTest::qWait(QApplication::doubleClickInterval() + 10);
        QTest::mouseClick(viewport(), Qt::LeftButton, {}, at(38, 9));
        QCOMPARE(m_view->selectedText(), QString());
    }
    void shiftClickExtends()
    {
        QTest::mouseClick(viewport(), Qt::LeftButton, {}, at(38, 0));
        QTest::mouseClick(viewport(), Qt::LeftButton, Qt::ShiftModifier, at(38, 7));
        QCOMPARE(m_view->selectedText(), u"message"_s);
    }
    void everythingThatIsLoaded()
    {
        QTest::keySequence(m_view, QKeySequence::SelectAll);
        QVERIFY(m_view->selectedText().contains(u"message number 1\n"_s));
        QVERIFY(m_view->selectedText().endsWith(u"message number 40"_s));
    }
    void draggingPastTheEdgeScrolls()
    {
        drag(at(38, 3), QPoint(200, -60));
        const qint64 top = m_view->geometry().top();
        QTRY_VERIFY(m_view->geometry().top() < top - 100);
        QTest::mouseRelease(viewport(), Qt::LeftButton, {}, QPoint(200, -60));
        const qint64 stopped = m_view->geometry().top();
        QTest::qWait(50);
        QCOMPARE(m_view->geometry().top(), stopped);
        QVERIFY(m_view->selectedText().contains(u"message number 30"_s));
    }
    void selectionSurvivesAPrepend()
    {
        QTest::mouseDClick(viewport(), Qt::LeftButton, {}, at(38, 9));
        m_model.prepend({message(0, u"older"_s)});
        QCOMPARE(m_view->selectedText(), u"number"_s);
    }

    void linkOpensOnClickOnly()
    {
        const QPoint link = m_view->targetRect(37, 0).center();
        drag(link, link + QPoint(60, 0));
        QTest::mouseRelease(viewport(), Qt::LeftButton, {}, link + QPoint(60, 0));
        QVERIFY(m_opened.isEmpty());
        QTest::mouseClick(viewport(), Qt::LeftButton, {}, link);
        QCOMPARE(m_opened, QList{QUrl(u"https://a.org/one"_s)});
        QTest::mouseClick(viewport(), Qt::LeftButton, {}, QPoint(500, link.y()));
        QCOMPARE(m_opened.size(), 1);
    }
    void cursorAndToolTipTellTheLink()
    {
        const QPoint link = m_view->targetRect(37, 1).center();
        QTest::mouseMove(viewport(), link);
        QTRY_COMPARE(viewport()->cursor().shape(), Qt::PointingHandCursor);
        QHelpEvent help(QEvent::ToolTip, link, viewport()->mapToGlobal(link));
        QCoreApplication::sendEvent(viewport(), &help);
        QCOMPARE(QToolTip::text(), u"https://a.org/two"_s);
        QTest::mouseMove(viewport(), at(38, 2));
        QTRY_COMPARE(viewport()->cursor().shape(), Qt::IBeamCursor);
        const QPoint gutter(30, at(38, 2).y());
        QHelpEvent time(QEvent::ToolTip, gutter, viewport()->mapToGlobal(gutter));
        QCoreApplication::sendEvent(viewport(), &time);
        QVERIFY2(QToolTip::text().contains(u"2025, 12:39:00"_s), qPrintable(QToolTip::text()));
    }
    void aCalledNameTellsWhoThatIs()
    {
        m_model.change(38, [](TimelineRow &row) {
            row.text = u"so **@ada** there"_s;
            row.mentions = {{5, 9, u"Ada <b>Lovelace</b> (@ada)"_s}};
        });
        m_view->grab();
        QTest::mouseMove(viewport(), at(38, 7));
        QHelpEvent help(QEvent::ToolTip, at(38, 7), viewport()->mapToGlobal(at(38, 7)));
        QCoreApplication::sendEvent(viewport(), &help);
        QTextDocument shown; // no markup of others counts
        shown.setHtml(QToolTip::text());
        QCOMPARE(shown.toPlainText(), u"Ada <b>Lovelace</b> (@ada)"_s);
        QTRY_COMPARE(viewport()->cursor().shape(), Qt::IBeamCursor); // a click opens nothing
        QTest::mouseDClick(viewport(), Qt::LeftButton, {}, at(38, 7));
        m_view->copy();
        QCOMPARE(clipboard(), u"ada"_s);
        QTest::mouseClick(viewport(), Qt::LeftButton, {}, at(38, 12));
        m_view->setCurrentIndex(38);
        m_view->copy();
        QCOMPARE(clipboard(), u"so @ada there"_s);
    }
    void tabReachesLinks()
    {
        m_view->setCurrentIndex(36);
        QTest::keyClick(m_view, Qt::Key_Down);
        QCOMPARE(m_view->currentIndex(), 37);
        QTest::keyClick(m_view, Qt::Key_Tab);
        QTest::keyClick(m_view, Qt::Key_Tab);
        QCOMPARE(m_view->focusedTarget(), std::optional(1));
        QTest::keyClick(m_view, Qt::Key_Return);
        QCOMPARE(m_opened, QList{QUrl(u"https://a.org/two"_s)});
        QTest::keyClick(m_view, Qt::Key_Backtab);
        QCOMPARE(m_view->focusedTarget(), std::optional(0));
        QTest::keyClick(m_view, Qt::Key_Backtab);
        QCOMPARE(m_view->focusedTarget(), std::nullopt);
        QTest::keyClick(m_view, Qt::Key_Tab);
        QTest::keyClick(m_view, Qt::Key_Tab);
        QVERIFY(m_view->hasFocus());
        QTest::keyClick(m_view, Qt::Key_Tab);
        QVERIFY(m_next->hasFocus());
    }

    void codeIsCopiedAndUnfoldedByKeyboard()
    {
        const QString code = u"a *line*\n"_s.repeated(30).chopped(1);
        m_model.change(37, [&](TimelineRow &row) { row.text = u"```\n"_s + code + u"\n```"_s; });
        m_view->setCurrentIndex(36);
        QTest::keyClick(m_view, Qt::Key_Down);
        const int top = m_view->rowRect(37).top();
        const int folded = m_view->rowRect(37).height();
        QTest::keyClick(m_view, Qt::Key_Tab);
        QTest::keyClick(m_view, Qt::Key_Return);
        QCOMPARE(m_view->rowRect(37).top(), top);
        QVERIFY(m_view->rowRect(37).height() > folded + 200);
        QTest::keyClick(m_view, Qt::Key_Tab);
        QTest::keyClick(m_view, Qt::Key_Return);
        QCOMPARE(clipboard(), code);
        QTest::keyClick(m_view, Qt::Key_Backtab);
        QTest::keyClick(m_view, Qt::Key_Return);
        QCOMPARE(m_view->rowRect(37).height(), folded);
    }
    void copiedIsWhatIsShown()
    {
        m_model.change(37, [](TimelineRow &row) { row.text = u"so **much**:\n- one\n- two"_s; });
        m_view->setCurrentIndex(37);
        m_view->copy();
        QCOMPARE(clipboard(), u"so much:\n• one\n• two"_s);
        drag(at(37, 5), at(37, 21) + QPoint(200, 0));
        QCOMPARE(m_view->selectedText(), u"much:\n• one\n• two"_s);
        QTest::mouseDClick(viewport(), Qt::LeftButton, {}, at(37, 6));
        QCOMPARE(m_view->selectedText(), u"much"_s);
    }

    void keysMoveTheCurrentMessage()
    {
        QTest::keyClick(m_view, Qt::Key_Up);
        QCOMPARE(m_view->currentIndex(), 39);
        QTest::keyClick(m_view, Qt::Key_Up);
        QCOMPARE(m_view->currentIndex(), 38);
        QTest::keyClick(m_view, Qt::Key_Home);
        QCOMPARE(m_view->currentIndex(), 0);
        QCOMPARE(m_view->geometry().boxes().front().index, 0);
        QTest::keyClick(m_view, Qt::Key_Up);
        QCOMPARE(m_view->currentIndex(), 0);
        QTest::keyClick(m_view, Qt::Key_PageDown);
        const int paged = m_view->currentIndex();
        QVERIFY(paged > 5 && m_view->geometry().boxOf(paged));
        QTest::keyClick(m_view, Qt::Key_PageUp);
        QCOMPARE(m_view->currentIndex(), 0);
        QTest::keyClick(m_view, Qt::Key_End);
        QCOMPARE(m_view->currentIndex(), 39);
        QVERIFY(m_view->geometry().isAtEnd());
        for (int i = 0; i < 30; ++i) {
            QTest::keyClick(m_view, Qt::Key_Up);
            const QRect rect = m_view->rowRect(m_view->currentIndex());
            QVERIFY(viewport()->rect().contains(rect));
        }
        QCOMPARE(m_view->currentIndex(), 9);
    }
    void focusRingIsForTheKeyboardOnly()
    {
        QTest::mouseClick(viewport(), Qt::LeftButton, {}, at(38, 1));
        const QImage clicked = m_view->grab().toImage();
        m_view->setCurrentIndex(38);
        QCOMPARE(m_view->grab().toImage(), clicked);
        QTest::keyClick(m_view, Qt::Key_Down);
        QVERIFY(m_view->grab().toImage() != clicked);
    }

    void screenReaderSeesTheRowsInView()
    {
        QAccessible::setActive(true);
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_view);
        QCOMPARE(list->role(), QAccessible::List);
        const auto &boxes = m_view->geometry().boxes();
        QCOMPARE(list->childCount(), static_cast<int>(boxes.size()));
        QVERIFY(list->childCount() < 30);
        const int last = list->childCount() - 1;
        QAccessibleInterface *row = list->child(last);
        QCOMPARE(row->role(), QAccessible::ListItem);
        QCOMPARE(row->text(QAccessible::Name), u"User 2, 12:40: message number 40"_s);
        QCOMPARE(row->parent(), list);
        QCOMPARE(list->indexOfChild(row), last);
        const QPoint middle = row->rect().center();
        QCOMPARE(list->childAt(middle.x(), middle.y()), row);
        QVERIFY(QRect(viewport()->mapToGlobal(QPoint()), viewport()->size()).contains(row->rect()));
        QTest::keyClick(m_view, Qt::Key_End);
        QCOMPARE(list->focusChild(), row);
        QVERIFY(row->state().focused);
        m_model.change(39, [](TimelineRow &changed) { changed.text = u"**so**\n> it is"_s; });
        QCOMPARE(row->text(QAccessible::Name), u"User 2, 12:40: so\n> it is"_s);
        m_view->geometry().scrollTo(0);
        QVERIFY(!row->isValid());
        QCOMPARE(list->child(0)->text(QAccessible::Name), u"User 1, 12:01: message number 1"_s);
        m_model.change(0, [](TimelineRow &changed) {
            changed.delivery = Delivery::Failed;
            changed.failure = u"No connection."_s;
        });
        QVERIFY(list->child(0)->text(QAccessible::Name).endsWith(u"Not sent. No connection."_s));
    }
};

QTEST_MAIN(TestTimelineInput)
#include "tst_timeline_input.moc"
