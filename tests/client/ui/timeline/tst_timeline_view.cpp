// SPDX-License-Identifier: MIT
#include "client/ui/timeline/jump_button.h"
#include "client/ui/timeline/timeline_view.h"
#include "tests/client/ui/timeline/fake_timeline_model.h"

#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace salon;
using namespace salon::client;

//! Following the end, opening a room, asking for more, and what is told to others.
class TestTimelineView : public QObject {
    Q_OBJECT
private:
    FakeTimelineModel m_model;
    std::unique_ptr<TimelineView> m_view;

    static std::vector<TimelineRow> rows(int count, qint64 first = 1)
    {
        std::vector<TimelineRow> all;
        for (int i = 0; i < count; ++i)
            all.push_back(message(first + i, u"message %1"_s.arg(first + i), 1 + i % 3));
        return all;
    }
    void open(int count, Seq marker = 0)
    {
        m_model.reset(rows(count));
        m_model.setReadMarker(marker == 0 ? count : marker);
        m_view = std::make_unique<TimelineView>();
        m_view->resize(600, 400);
        m_view->setModel(&m_model);
        show();
    }
    void show()
    {
        m_view->show();
        m_view->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
        m_view->grab();
        QCoreApplication::processEvents();
    }
    JumpButton *pill() { return m_view->findChild<JumpButton *>(); }
    int lastVisible() { return m_view->geometry().boxes().back().index; }

private Q_SLOTS:
    void cleanup()
    {
        m_view.reset();
        m_model.setBounds(false, false);
        m_model.reset({});
    }

    void opensAtTheEnd()
    {
        open(100);
        QVERIFY(m_view->geometry().isAtEnd());
        QCOMPARE(lastVisible(), 99);
        QVERIFY(!pill()->isVisible());
        QCOMPARE(m_view->verticalScrollBar()->value(), m_view->verticalScrollBar()->maximum());
    }
    void opensAtTheUnreadLineAThirdDown()
    {
        open(100, 40);
        const RowBox *box = m_view->geometry().boxOf(40);
        QVERIFY(box);
        QCOMPARE(box->y, m_view->viewport()->height() / 3);
        QVERIFY(box->decoration.hasUnreadLine);
        QVERIFY(pill()->isVisible());
        m_model.setReadMarker(100);
        m_model.append(message(101, u"x"_s));
        QVERIFY(m_view->geometry().boxOf(40)->decoration.hasUnreadLine); // until the room is left
        FakeTimelineModel other;
        m_view->setModel(&other);
        m_view->setModel(&m_model);
        QCOMPARE(m_view->geometry().unreadLine().index(), 100);
        m_view->setModel(nullptr);
    }
    void opensAtTheEndWhenTheUnreadFit()
    {
        open(100, 98);
        QVERIFY(m_view->geometry().isAtEnd());
        QVERIFY(m_view->geometry().boxOf(98)->decoration.hasUnreadLine);
    }
    void opensWhenTheRowsComeLater()
    {
        m_model.setBounds(true, false);
        m_model.setReadMarker(40);
        m_view = std::make_unique<TimelineView>();
        m_view->resize(600, 400);
        m_view->setModel(&m_model);
        show();
        m_model.insert(0, rows(100));
        m_view->grab();
        QCOMPARE(m_view->geometry().boxOf(40)->y, m_view->viewport()->height() / 3);
    }
    void fewMessagesStandAtTheTop()
    {
        open(2);
        QCOMPARE(m_view->geometry().boxes().front().y, 0);
        QVERIFY(m_view->geometry().sticksToEnd());
        QCOMPARE(m_view->verticalScrollBar()->maximum(), 0);
    }

    void followsTheEndOnlyWhenThere()
    {
        open(100);
        m_model.append(message(101, u"new"_s));
        QCOMPARE(lastVisible(), 100);
        QVERIFY(m_view->geometry().isAtEnd());
        m_view->scrollByPixels(-1);
        const int y = m_view->geometry().boxOf(98)->textY;
        m_model.append(message(102, u"newer"_s));
        QCOMPARE(m_view->geometry().boxOf(98)->textY, y);
        QVERIFY(!m_view->geometry().isAtEnd());
    }
    void pillCountsWhatArrivedBelow()
    {
        open(100);
        m_view->scrollByPixels(-300);
        QTRY_VERIFY(pill()->isVisible());
        QCOMPARE(pill()->count(), 0);
        for (int i = 1; i <= 3; ++i)
            m_model.append(message(100 + i, u"new"_s, 2));
        QTRY_COMPARE(pill()->count(), 3);
        TimelineRow own = message(104, u"from my other computer"_s);
        own.isOwn = true;
        m_model.append(own);
        m_model.prepend({message(0, u"older"_s)});
        QTest::qWait(1);
        QCOMPARE(pill()->count(), 3);
        m_view->scrollByPixels(380); // the first of them comes into view
        QTRY_VERIFY(pill()->count() < 3);
        QTest::mouseClick(pill(), Qt::LeftButton);
        QTRY_VERIFY(!pill()->isVisible());
        QVERIFY(m_view->geometry().isAtEnd());
        m_view->scrollByPixels(-300);
        QTRY_VERIFY(pill()->isVisible());
        QCOMPARE(pill()->count(), 0);
    }
    void pillIsRoundAndInItsCorner()
    {
        open(100);
        m_view->scrollByPixels(-300);
        QTRY_VERIFY(pill()->isVisible());
        const QRect viewport = m_view->viewport()->rect();
        QVERIFY(pill()->geometry().right()
                < viewport.right() - m_view->verticalScrollBar()->width());
        QCOMPARE(pill()->geometry().bottom() + 1, viewport.bottom() + 1 - 16);
        QCOMPARE(pill()->width(), 32);
        const int textEnd = TimelineStyle::current().gutter + m_view->geometry().columnWidth();
        QVERIFY(pill()->x() >= textEnd); // it covers no letter
    }
    void scrollBarLiesOverTheRows()
    {
        open(100);
        const QScrollBar *bar = m_view->verticalScrollBar();
        QCOMPARE(m_view->viewport()->width(), m_view->width());
        QCOMPARE(m_view->childAt(m_view->width() - 2, 100), bar);
        QCOMPARE(m_view->geometry().columnWidth(),
                 TimelineStyle::current().columnWidth(m_view->width() - bar->width()));
    }
    void ownSentMessageAlwaysSticks()
    {
        open(100);
        m_view->scrollByPixels(-2000);
        TimelineRow own = message(101, u"mine"_s);
        own.isOwn = true;
        own.seq = 0;
        own.delivery = Delivery::Pending;
        m_model.append(own);
        QCOMPARE(lastVisible(), 100);
        QVERIFY(m_view->geometry().isAtEnd());
    }
    void latestIsAskedForWhenItIsNotThere()
    {
        open(100);
        m_model.setBounds(false, true);
        QSignalSpy latest(m_view.get(), &TimelineView::latestWanted);
        QTRY_VERIFY(pill()->isVisible());
        QTest::mouseClick(pill(), Qt::LeftButton);
        QCOMPARE(latest.count(), 1);
        m_model.setBounds(true, false);
        m_model.reset(rows(50, 500));
        QTRY_VERIFY(m_view->geometry().isAtEnd());
        QCOMPARE(lastVisible(), 49);
    }
    void pageBelowDoesNotMoveTheText()
    {
        open(100);
        m_model.setBounds(false, true);
        m_view->scrollByPixels(10'000);
        const int y = m_view->geometry().boxOf(99)->textY;
        m_model.insert(100, rows(30, 101));
        QCOMPARE(m_view->geometry().boxOf(99)->textY, y);
        QTRY_COMPARE(m_view->unseenCount(), 0); // these did not arrive just now
    }

    void asksForOlderOnce()
    {
        m_model.setBounds(true, false);
        open(300);
        QSignalSpy wanted(m_view.get(), &TimelineView::olderWanted);
        m_view->scrollByPixels(-500);
        QCoreApplication::processEvents();
        QCOMPARE(wanted.count(), 0);
        m_view->geometry().scrollTo(900); // more than two viewports remain
        m_view->scrollByPixels(-1);
        QTest::qWait(1);
        QCOMPARE(wanted.count(), 0);
        m_view->scrollByPixels(-200);
        QTRY_COMPARE(wanted.count(), 1);
        m_view->scrollByPixels(-100);
        m_model.append(message(301, u"x"_s));
        QTest::qWait(1);
        QCOMPARE(wanted.count(), 1);
        m_model.prepend(rows(3, -10)); // still too few
        QTRY_COMPARE(wanted.count(), 2);
        m_model.setBounds(true, false);
        QTRY_COMPARE(wanted.count(), 3);
        m_model.setBounds(false, false);
        QTest::qWait(1);
        QCOMPARE(wanted.count(), 3);
    }
    void asksForNewer()
    {
        open(300);
        m_view->geometry().scrollTo(0);
        m_view->scrollByPixels(1);
        m_model.setBounds(false, true);
        QSignalSpy wanted(m_view.get(), &TimelineView::newerWanted);
        QTest::qWait(1);
        QCOMPARE(wanted.count(), 0);
        m_view->scrollByPixels(100'000);
        QTRY_COMPARE(wanted.count(), 1);
        m_model.insert(300, rows(2, 301));
        QTRY_COMPARE(wanted.count(), 2);
    }
    void tellsWhatWasSeen()
    {
        m_model.reset(rows(100));
        m_model.setReadMarker(20);
        m_view = std::make_unique<TimelineView>();
        QSignalSpy seen(m_view.get(), &TimelineView::lastVisibleSeqChanged);
        m_view->resize(600, 400);
        m_view->setModel(&m_model);
        show();
        QTRY_VERIFY(!seen.isEmpty());
        const RowBox &last = m_view->geometry().boxes().back();
        const int whole =
            last.bottom() <= m_view->viewport()->height() ? last.index : last.index - 1;
        QCOMPARE(seen.last().at(0).value<Seq>(), m_model.row(whole).seq);
        const auto count = seen.count();
        m_view->scrollByPixels(-100);
        QTest::qWait(1);
        QCOMPARE(seen.count(), count);
        m_view->scrollByPixels(100'000);
        QTRY_COMPARE(seen.last().at(0).value<Seq>(), 100);
    }
    void tellsNothingBehindAnotherWindow()
    {
        QWidget other;
        open(100);
        other.show();
        other.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&other));
        QSignalSpy seen(m_view.get(), &TimelineView::lastVisibleSeqChanged);
        m_model.append(message(101, u"x"_s));
        QTest::qWait(5);
        QCOMPARE(seen.count(), 0);
        m_view->activateWindow();
        QTRY_COMPARE(seen.count(), 1);
        QCOMPARE(seen.last().at(0).value<Seq>(), 101);
    }

    void scrollBarLeads()
    {
        open(1000);
        QScrollBar *bar = m_view->verticalScrollBar();
        bar->setValue(0);
        QCOMPARE(m_view->geometry().boxes().front().index, 0);
        bar->setValue(bar->maximum() / 2);
        QCoreApplication::processEvents();
        const int index = m_view->geometry().boxes().front().index;
        QVERIFY2(index > 450 && index < 550, qPrintable(QString::number(index)));
        bar->setValue(bar->maximum());
        QVERIFY(m_view->geometry().isAtEnd());
    }
    void wheelMovesByPixels()
    {
        open(100);
        const TrackedRow row = m_view->geometry().anchor();
        const int y = m_view->geometry().boxOf(row.index)->textY;
        QWheelEvent wheel({100, 100}, {100, 100}, {0, 37}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                          Qt::ScrollUpdate, false);
        QCoreApplication::sendEvent(m_view->viewport(), &wheel);
        QCOMPARE(m_view->geometry().boxOf(row.index)->textY, y + 37);
    }
    void anchorIsFoundAgainAfterAReset()
    {
        open(300);
        m_view->scrollByPixels(-1500);
        const TrackedRow anchor = m_view->geometry().anchor();
        const int y = m_view->geometry().boxOf(anchor.index)->textY;
        auto kept = m_model.rows();
        kept.erase(kept.begin(), kept.begin() + 50);
        m_model.reset(kept);
        QCOMPARE(m_view->geometry().anchor().id, anchor.id);
        QCOMPARE(m_view->geometry().boxOf(anchor.index - 50)->textY, y);
    }
    void modelMayDieFirst()
    {
        auto model = std::make_unique<FakeTimelineModel>();
        model->reset(rows(10));
        TimelineView view;
        view.resize(300, 300);
        view.setModel(model.get());
        view.show();
        model.reset();
        view.grab();
        QVERIFY(view.geometry().boxes().empty());
        QTest::keyClick(&view, Qt::Key_Down);
        QTest::mouseClick(view.viewport(), Qt::LeftButton);
    }
};

QTEST_MAIN(TestTimelineView)
#include "tst_timeline_view.moc"
